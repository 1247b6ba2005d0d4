"""The places of a dataset's rows: two columns of coordinates, a GeoJSON, or the commune."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog.model.dataset import Column, ScalarType
from gateway.reading.walks.readable import Readable

_NUMBERS = frozenset({ScalarType.INTEGER, ScalarType.BIGINT, ScalarType.DECIMAL, ScalarType.FLOAT})
_TEXTS = frozenset({ScalarType.STRING, ScalarType.JSON})
_DEGREES = (("longitude", "latitude"), ("lon", "lat"), ("lng", "lat"))
_METRES = (
    *(("x_l93", "y_l93"), ("x_lambert93", "y_lambert93"), ("x_lambert_93", "y_lambert_93")),
    *(("coord_x", "coord_y"), ("x", "y")),
)
_GEOJSON = ("geometry", "geometrie", "geom", "geojson", "geo_shape")
_POINTS = "_points"
COMMUNE = "commune"


class PlaceKind(StrEnum):
    DEGREES = "degrees"
    METRES = "metres"
    """Of Lambert-93."""
    GEOJSON = "geojson"
    CONTOUR = "contour"
    """Of the commune."""
    COMMUNE_POINT = "commune_point"


@dataclass(frozen=True, slots=True)
class Collection:
    """One dataset with the places of its rows: `columns` are two, or one."""

    id: str
    readable: Readable
    kind: PlaceKind
    columns: tuple[Column, ...]

    @property
    def is_of_points(self) -> bool:
        return self.kind in {PlaceKind.DEGREES, PlaceKind.METRES, PlaceKind.COMMUNE_POINT}

    @property
    def geometry_format(self) -> str:
        """As OGC's schemas call it."""
        if self.is_of_points:
            return "geometry-point"
        return "geometry-multipolygon" if self.kind is PlaceKind.CONTOUR else "geometry-any"

    @property
    def properties(self) -> tuple[Column, ...]:
        """All that is given but the geometry itself."""
        hidden = {each.id for each in self.columns} if self.kind is PlaceKind.GEOJSON else set()
        return tuple(each for each in readable_columns(self.readable) if each.id not in hidden)


def readable_columns(readable: Readable) -> tuple[Column, ...]:
    """Of what is not given at all, all: the law says why."""
    return readable.columns or readable.dataset.columns


def collections_of(readable: Readable) -> tuple[Collection, ...]:
    """None for a dataset without a place; two by its commune: outlines and points."""
    name, columns = str(readable.dataset.name), readable_columns(readable)
    for kind, pair in (
        (PlaceKind.DEGREES, _by_concept(columns, "longitude", "latitude")),
        (PlaceKind.DEGREES, _by_name(columns, _DEGREES)),
        (PlaceKind.METRES, _by_name(columns, _METRES)),
    ):
        if pair is not None:
            return (Collection(name, readable, kind, pair),)
    for column in columns:
        if column.name in _GEOJSON and column.type.scalar in _TEXTS:
            return (Collection(name, readable, PlaceKind.GEOJSON, (column,)),)
    commune = next((each for each in columns if each.concept == COMMUNE), None)
    if commune is None:
        return ()
    return (
        Collection(name, readable, PlaceKind.CONTOUR, (commune,)),
        Collection(f"{name}{_POINTS}", readable, PlaceKind.COMMUNE_POINT, (commune,)),
    )


def dataset_named(collection: str) -> tuple[str, ...]:
    """The datasets that a collection of this name may be of, the first that there is."""
    bare = collection.removesuffix(_POINTS)
    return (collection,) if bare == collection else (collection, bare)


def day_column(readable: Readable) -> Column | None:
    """The column that `datetime` asks of: the day of the territory, else the first of time."""
    columns = readable_columns(readable)
    territory = readable.dataset.territory
    own = None if territory is None else territory.date_column
    times = [
        each
        for each in columns
        if each.type.scalar in {ScalarType.DATE, ScalarType.TIMESTAMP, ScalarType.TIMESTAMP_TZ}
    ]
    return next((each for each in times if each.id == own), times[0] if times else None)


def _by_concept(columns: Sequence[Column], first: str, second: str) -> tuple[Column, ...] | None:
    pair = [
        next((each for each in columns if each.concept == concept and _is_number(each)), None)
        for concept in (first, second)
    ]
    return _both(pair)


def _by_name(
    columns: Sequence[Column], names: Sequence[tuple[str, str]]
) -> tuple[Column, ...] | None:
    numbers = {str(each.name): each for each in columns if _is_number(each)}
    for pair in names:
        both = _both([numbers.get(name) for name in pair])
        if both is not None:
            return both
    return None


def _both(pair: Sequence[Column | None]) -> tuple[Column, ...] | None:
    there = tuple(each for each in pair if each is not None)
    return there if len(there) == 2 else None


def _is_number(column: Column) -> bool:
    return column.type.scalar in _NUMBERS
