"""The rows of a page as a GeoJSON FeatureCollection, written as they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, unquote

import msgspec
import pyarrow as pa
from typing_extensions import override

from catalog.model.problem import Language, Problem
from federation.results.formats.protocol import Columns, Encoder
from federation.results.formats.text_cells import TextColumn, join_lines, plain_text
from gateway.http.number_cells import cells_with_numbers
from gateway.http.ogc.geometries import Geometries

GEOJSON_TYPE = "application/geo+json"
Link = dict[str, str]


@dataclass(frozen=True, slots=True)
class FeatureColumns:
    """Places among the columns of a statement: of the key, the geometry and the properties."""

    key: tuple[int, ...]
    geometry: tuple[int, ...]
    properties: tuple[int, ...]


@dataclass(slots=True)
class FeaturesJson(Encoder):
    """`links` is asked once all rows have passed. Where rows are `filtered` by their place, those
    without one are left out.
    """

    columns: FeatureColumns
    geometries: Geometries
    matched: int | None
    links: Callable[[], Sequence[Link]]
    media_type: str = GEOJSON_TYPE
    extension: str = "geojson"
    _shown: Columns = ()
    _rows: int = 0
    _around: list[str] = field(default_factory=list)

    @override
    def begin(self, columns: Columns) -> bytes:
        self._shown = columns
        self._around = self._around_of(columns)
        return b'{"type":"FeatureCollection","features":['

    @override
    def batch(self, batch: pa.RecordBatch) -> bytes:
        lines, rows = self._lines(batch)
        is_first, self._rows = not self._rows, self._rows + rows
        return lines[1:] if is_first else lines

    @override
    def end(self) -> bytes:
        about: dict[str, object] = {
            "numberReturned": self._rows,
            "timeStamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "links": list(self.links()),
        }
        if self.matched is not None:
            about["numberMatched"] = self.matched
        return b"]," + msgspec.json.encode(about)[1:]

    @override
    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        """No closing brace: it is no JSON, and the transfer is broken off."""
        del request_id, rows
        return b'],"problem":' + msgspec.json.encode(problem.sentence(language))

    def single(self, columns: Columns, batch: pa.RecordBatch) -> bytes:
        """The one feature of a batch of one row."""
        self._shown = columns
        self._around = self._around_of(columns)
        return self._lines(batch)[0][1:]

    def _around_of(self, columns: Columns) -> list[str]:
        begin = [',{"type":"Feature"']
        if self.columns.key:
            begin = [',{"type":"Feature","id":', ""]
        begin[-1] += ',"geometry":'
        places = self.columns.properties
        keys = [msgspec.json.encode(columns[each].name).decode() for each in places]
        if not keys:
            return [*begin, ',"properties":{}}']
        between = [',"properties":{' + keys[0] + ":", *("," + key + ":" for key in keys[1:])]
        return [*begin, *between, "}}"]

    def _lines(self, batch: pa.RecordBatch) -> tuple[bytes, int]:
        cells = [batch.column(each).to_pylist() for each in self.columns.geometry]
        geometries = self.geometries.texts(zip(*cells, strict=True))
        if self.geometries.within is not None:
            there = [text is not None for text in geometries]
            batch = batch.filter(pa.array(there))
            geometries = [text for text in geometries if text is not None]
        if not batch.num_rows:
            return b"", 0
        texts = [TextColumn(pa.array(geometries, pa.string()))]
        if self.columns.key:
            texts.insert(0, self._ids(batch))
        texts += [
            cells_with_numbers(batch.column(each), self._shown[each].wire)
            for each in self.columns.properties
        ]
        return join_lines(texts, self._around, "null"), batch.num_rows

    def _ids(self, batch: pa.RecordBatch) -> TextColumn:
        parts = [
            plain_text(batch.column(each), self._shown[each].wire).to_pylist()
            for each in self.columns.key
        ]
        ids = [msgspec.json.encode(feature_id(row)).decode() for row in zip(*parts, strict=True)]
        return TextColumn(pa.array(ids, pa.string()))


def feature_id(key: Sequence[str | None]) -> str:
    """The values of a key as one text: each encoded where there are several, a comma between."""
    values = ["" if each is None else each for each in key]
    return values[0] if len(values) == 1 else ",".join(quote(each, safe=" ") for each in values)


def key_values(feature: str, columns: int) -> tuple[str, ...]:
    """The values of an id; none for what is no id of so many columns."""
    if columns == 1:
        return (feature,)
    parts = tuple(map(unquote, feature.split(",")))
    return parts if len(parts) == columns else ()
