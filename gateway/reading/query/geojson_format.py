"""GeoJSON (RFC 7946) as a format of an answer: a feature a row, streamed.

The place of a row is its column of GeoJSON, its longitude and latitude, or the contour of its
commune; an answer that has none of them is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from catalog.contours.polygons import polygons_of
from catalog.contours.values import Contours
from catalog.model.problem import Language, Problem
from catalog.model.transform import Transform
from federation.logical import WireType
from federation.results.formats.protocol import Columns, ShownColumn, problem_facts
from federation.results.formats.text_cells import TextColumn, join_lines, json_cells, plain_text
from gateway.reading.query.described_columns import column_shown_as
from gateway.reading.query.geojson_problems import NoGeometry, NotAPlace
from policies.given import transforms_of

if TYPE_CHECKING:
    from gateway.reading.query.sql_prepare import PreparedSql
    from gateway.reading.query.streaming import Outgoing

ContoursOf = Callable[[Collection[str]], Contours | None]
_GEOMETRIES = ("geometry", "geojson", "geom")
_LONGITUDES, _LATITUDES = ("longitude", "lon", "lng"), ("latitude", "lat")
_COMMUNE = "code_commune"
_STILL_A_COMMUNE = frozenset({Transform.CLEAR, Transform.COMMUNE, Transform.NULL})
_KINDS = frozenset(
    {
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
    }
)
_EXACT_DIGITS = 15
"""A program that reads a number as a double keeps so many; beyond, a decimal is a text."""


class GeojsonEncoder:
    """`answer` is what it is the format of: its columns are known once it runs. Longitudes and
    latitudes are those of WGS 84.
    """

    media_type = "application/geo+json"
    extension = "geojson"

    def __init__(self) -> None:
        self.answer: Outgoing | None = None
        self.contours_of: ContoursOf | None = None
        self._columns: Columns = ()
        self._place: Callable[[pa.RecordBatch], pa.Array] | None = None
        self._shown: list[int] = []
        self._around: list[str] = []
        self._contours: Contours | None = None
        self._shapes: dict[str, str | None] = {}
        self._is_first = True

    def begin(self, columns: Columns) -> bytes:
        """Raises NoGeometry."""
        self._columns = columns
        prepared = None if self.answer is None else self.answer.prepared
        geometry = self._place_of(columns, prepared)
        self._shown = [place for place in range(len(columns)) if place != geometry]
        keys = [msgspec.json.encode(columns[place].name).decode() for place in self._shown]
        start = ',\n{"type":"Feature","geometry":'
        if not keys:
            self._around = [start, ',"properties":{}}']
        else:
            first, *others = keys
            between = [f",{key}:" for key in others]
            self._around = [start, f',"properties":{{{first}:', *between, "}}"]
        return b'{"type":"FeatureCollection","features":['

    def batch(self, batch: pa.RecordBatch) -> bytes:
        """Raises NotAPlace."""
        if self._place is None:
            raise TypeError("an answer that has not begun")
        places = TextColumn(self._place(batch))
        cells = [_json(batch.column(place), self._columns[place]) for place in self._shown]
        lines = join_lines([places, *cells], self._around, "null")
        is_first, self._is_first = self._is_first, False
        return lines[1:] if is_first else lines

    def end(self) -> bytes:
        if self._contours is None:
            return b"\n]}"
        return b'\n],"attribution":' + msgspec.json.encode(self._contours.attribution) + b"}"

    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        """Not closed: no reader takes it for a whole collection."""
        facts = msgspec.json.encode(problem_facts(problem, language, request_id, rows))
        return b'\n],"problem":' + facts

    def _place_of(self, columns: Columns, prepared: PreparedSql | None) -> int | None:
        """The number of the column that is the geometry itself, and is no property beside it."""
        geometry = _first(columns, _GEOMETRIES, None, None)
        if geometry is not None and columns[geometry].wire in {WireType.STRING, WireType.JSON}:
            name = columns[geometry].name
            self._place = lambda batch: _geometries(batch.column(geometry), name)
            return geometry
        longitude = _first(columns, _LONGITUDES, "longitude", prepared)
        latitude = _first(columns, _LATITUDES, "latitude", prepared)
        if longitude is not None and latitude is not None:
            self._place = lambda batch: _points(
                batch.column(longitude), batch.column(latitude), columns[longitude].name
            )
            return None
        commune = _commune(columns, prepared)
        if commune is None or self.contours_of is None:
            raise NoGeometry
        self._place = lambda batch: self._communes(batch.column(commune))
        return None

    def _communes(self, codes: pa.Array) -> pa.Array:
        texts = codes.to_pylist()
        new = {code for code in texts if code is not None and code not in self._shapes}
        if new and self._contours is None and self.contours_of is not None:
            # One map for all of the answer: the borders of two differ.
            self._contours = self.contours_of(new)
        for code in new:
            self._shapes[code] = None if self._contours is None else _shape(code, self._contours)
        return pa.array(
            [None if text is None else self._shapes[text] for text in texts], pa.string()
        )


def _first(
    columns: Columns, names: tuple[str, ...], concept: str | None, prepared: PreparedSql | None
) -> int | None:
    """The column of that concept, else of one of those names."""
    for place, column in enumerate(columns):
        source = None if prepared is None else column_shown_as(column.name, prepared)
        if concept is not None and source is not None and source[1].concept == concept:
            return place
    by_name = {column.name.lower(): place for place, column in enumerate(columns)}
    return next((by_name[name] for name in names if name in by_name), None)


def _commune(columns: Columns, prepared: PreparedSql | None) -> int | None:
    """The column of commune codes that are still codes as they are given."""
    for place, column in enumerate(columns):
        source = None if prepared is None else column_shown_as(column.name, prepared)
        if prepared is None or source is None:
            continue
        dataset, own = source
        bound = None if dataset.territory is None else dataset.territory.column
        ways = transforms_of(own.id, prepared.decision.datasets[dataset.id])
        if (own.concept == "commune" or own.id == bound) and _STILL_A_COMMUNE.issuperset(ways):
            return place
    places = [place for place, column in enumerate(columns) if column.name == _COMMUNE]
    is_worked_out = prepared is not None and column_shown_as(_COMMUNE, prepared) is None
    return places[0] if places and is_worked_out else None


def _json(cells: pa.Array, column: ShownColumn) -> TextColumn:
    """A number stays one where programs read it exactly; GeoJSON is read into typed fields."""
    is_number = column.wire is WireType.BIGINT or (
        column.wire is WireType.DECIMAL
        and (column.digits is None or column.digits[0] <= _EXACT_DIGITS)
    )
    if is_number:
        return TextColumn(plain_text(cells, column.wire))
    return json_cells(cells, column.wire)


def _points(longitudes: pa.Array, latitudes: pa.Array, column: str) -> pa.Array:
    """Raises NotAPlace for what is beyond the degrees of the globe."""
    try:
        x, y = (pc.cast(each, pa.float64()) for each in (longitudes, latitudes))
    except pa.ArrowInvalid:
        raise NotAPlace(column=column[:60]) from None
    for degrees, most in ((x, 180.0), (y, 90.0)):
        if pc.any(pc.greater(pc.abs(degrees), most)).as_py() or pc.any(pc.is_nan(degrees)).as_py():
            raise NotAPlace(column=column[:60])
    texts = [pc.cast(each, pa.string()) for each in (x, y)]
    points = pc.binary_join_element_wise(
        '{"type":"Point","coordinates":[', texts[0], ",", texts[1], "]}", ""
    )
    has_both = pc.and_(pc.is_valid(x), pc.is_valid(y))
    return pc.if_else(has_both, points, pa.scalar(None, pa.string()))


def _geometries(texts: pa.Array, column: str) -> pa.Array:
    """Geometries on one line each. Raises NotAPlace for a text that is none."""
    return pa.array([_geometry(text, column) for text in texts.to_pylist()], pa.string())


def _geometry(text: str | None, column: str) -> str | None:
    if text is None:
        return None
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAPlace(column=column[:60]) from None
    if (
        not isinstance(value, dict)
        or value.get("type") not in _KINDS
        or not isinstance(value.get("coordinates"), list)
    ):
        raise NotAPlace(column=column[:60])
    geometry = {"type": value["type"], "coordinates": value["coordinates"]}
    return json.dumps(geometry, separators=(",", ":"))


def _shape(code: str, contours: Contours) -> str | None:
    rings = contours.shapes.get(code)
    if not rings:
        return None
    polygons = polygons_of(rings, contours.degrees_per_unit)
    shape: dict[str, object] = {"type": "MultiPolygon", "coordinates": polygons}
    if len(polygons) == 1:
        shape = {"type": "Polygon", "coordinates": polygons[0]}
    return msgspec.json.encode(shape).decode()
