"""The geometry of each row as the text of GeoJSON, in the coordinates that are asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from gateway.http.ogc.outlines import Outlines
from gateway.http.ogc.places import Collection as Features
from gateway.http.ogc.places import PlaceKind
from gateway.http.ogc.projections import Crs, from_lambert_93
from gateway.http.ogc.shapes import Box, Ring, bounds_of, meets, point_within, polygons

_MULTI = {"Polygon": "MultiPolygon", "LineString": "MultiLineString"}
_KINDS = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
)
_LONGEST = 2_000_000


@dataclass(slots=True)
class Geometries:
    """`within`: boxes in `box_crs`; a row whose place meets none of them has no text here, as one
    that has no place.
    """

    features: Features
    crs: Crs
    outlines: Outlines
    within: tuple[Box, ...] | None = None
    box_crs: Crs | None = None
    _known: dict[object, str | None] = field(default_factory=dict)

    def texts(self, cells: Iterable[tuple[object, ...]]) -> list[str | None]:
        """Of rows, by the cells of the columns that say their place."""
        return [self._text(each) for each in cells]

    def _text(self, cells: tuple[object, ...]) -> str | None:
        if self.features.kind is PlaceKind.GEOJSON:
            return self._of_geojson(cells[0])
        if cells in self._known:
            return self._known[cells]
        text = self._known[cells] = self._of(cells)
        return text

    def _of(self, cells: tuple[object, ...]) -> str | None:
        if any(each is None for each in cells):
            return None
        kind = self.features.kind
        if kind in {PlaceKind.DEGREES, PlaceKind.METRES}:
            first, second = (float(str(each)) for each in cells)
            if kind is PlaceKind.METRES:
                first, second = from_lambert_93(first, second)
            return self._point(first, second)
        rings = self.outlines.rings(str(cells[0]))
        if not rings:
            return None
        if kind is PlaceKind.COMMUNE_POINT:
            return self._point(*point_within(rings))
        if self._is_outside(rings):
            return None
        shapes = [[self._line(ring) for ring in polygon] for polygon in polygons(rings)]
        return _geometry_text("MultiPolygon", shapes)

    def _point(self, longitude: float, latitude: float) -> str | None:
        if self.within is not None and self.box_crs is not None:
            x, y = self.box_crs.forward(longitude, latitude)
            if not any(box.holds(x, y) for box in self.within):
                return None
        return _geometry_text("Point", self._place(longitude, latitude))

    def _of_geojson(self, cell: object) -> str | None:
        """None for what is no geometry of degrees."""
        if not isinstance(cell, str) or len(cell) > _LONGEST:
            return None
        try:
            geometry = json.loads(cell)
            kind, coordinates = geometry["type"], geometry["coordinates"]
            if kind not in _KINDS:
                return None
            rings = [_points_of(coordinates)]
            if not rings[0] or self._is_outside(rings):
                return None
            placed = _each_point(coordinates, self._place)
        except (ValueError, KeyError, TypeError, IndexError, RecursionError, OverflowError):
            return None
        return _geometry_text(_MULTI.get(kind, kind), [placed] if kind in _MULTI else placed)

    def _is_outside(self, rings: Sequence[Ring]) -> bool:
        """By its outline; of a GeoJSON, whose kinds are many, by its bounds."""
        if self.within is None or self.box_crs is None:
            return False
        turned = [[self.box_crs.forward(*point) for point in ring] for ring in rings]
        bounds = bounds_of([point for ring in turned for point in ring])
        near = [box for box in self.within if box.meets_bounds(bounds)]
        if self.features.kind is PlaceKind.GEOJSON:
            return not near
        return not any(meets(turned, box) for box in near)

    def _line(self, ring: Ring) -> list[list[float]]:
        return [self._place(*point) for point in ring]

    def _place(self, longitude: float, latitude: float, *_height: float) -> list[float]:
        first, second = self.crs.forward(longitude, latitude)
        return [round(first, self.crs.digits), round(second, self.crs.digits)]


def _geometry_text(kind: str, coordinates: Any) -> str:
    return msgspec.json.encode({"type": kind, "coordinates": coordinates}).decode()


def _points_of(coordinates: Any) -> list[tuple[float, float]]:
    if isinstance(coordinates[0], int | float):
        return [(float(coordinates[0]), float(coordinates[1]))]
    return [point for part in coordinates for point in _points_of(part)]


def _each_point(coordinates: Any, place: Callable[..., list[float]]) -> Any:
    if isinstance(coordinates[0], int | float):
        return place(*map(float, coordinates))
    return [_each_point(part, place) for part in coordinates]
