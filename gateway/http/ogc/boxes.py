"""`bbox` as a condition of the statement, and as what each row is looked at again by.

A box of one system of coordinates is none of another: the statement asks for the rows near it, and
the encoder leaves out those whose place does not meet it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

from catalog.giving_way import give_way
from gateway.http.ogc.outlines import Outlines
from gateway.http.ogc.places import Collection, PlaceKind
from gateway.http.ogc.problems import OgcParameter
from gateway.http.ogc.projections import CRS84, LAMBERT_93, SYSTEMS, Crs
from gateway.http.ogc.shapes import Box, Point, Ring, bounds_of, meets, point_within
from gateway.reading.walks.terms import (
    Always,
    Comparison,
    Condition,
    Every,
    OneOfMany,
    Property,
    Some,
    Value,
    ValueKind,
)

_STEPS = 32
"""Points along each side of a box that is turned: its sides are curves there."""
_MARGIN = 0.02
"""Degrees by which simplified outlines of départements may lie beside those of communes."""
_METRES_OF_A_DEGREE = 120_000
_FLAT, _WITH_HEIGHT = 4, 6


@dataclass(frozen=True, slots=True)
class Bbox:
    """`boxes` in the coordinates of `crs`, easting or longitude first."""

    boxes: tuple[Box, ...]
    crs: Crs

    def is_exact_for(self, kind: PlaceKind) -> bool:
        """True where the condition alone leaves no other row."""
        if kind is PlaceKind.DEGREES:
            return self.crs is not LAMBERT_93
        return kind in {PlaceKind.CONTOUR, PlaceKind.COMMUNE_POINT} or (
            kind is PlaceKind.METRES and self.crs is LAMBERT_93
        )


def read_box(text: str, crs: Crs) -> Bbox:
    """Raises OgcParameter."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise _refused() from None
    if len(numbers) not in {_FLAT, _WITH_HEIGHT} or not all(map(isfinite, numbers)):
        raise _refused()
    half = len(numbers) // 2
    lower, upper = numbers[:2], numbers[half : half + 2]
    if crs.uri.endswith("/4326"):
        # Latitude first, as the system has its axes.
        lower, upper, crs = lower[::-1], upper[::-1], CRS84
    west, south, east, north = *lower, *upper
    if south > north or (west > east and crs is not CRS84):
        raise _refused()
    if west > east:
        return Bbox((Box(west, south, 180.0, north), Box(-180.0, south, east, north)), crs)
    return Bbox((Box(west, south, east, north),), crs)


def box_condition(bbox: Bbox, features: Collection, outlines: Outlines) -> Condition:
    """True of all rows whose place meets a box, and of few others."""
    match features.kind:
        case PlaceKind.DEGREES:
            return _columns_within(features, [_turned(box, bbox.crs, CRS84) for box in bbox.boxes])
        case PlaceKind.METRES:
            boxes = [_turned(box, bbox.crs, LAMBERT_93) for box in bbox.boxes]
            return _columns_within(features, boxes)
        case PlaceKind.GEOJSON:
            return Always(is_true=True)
    is_point = features.kind is PlaceKind.COMMUNE_POINT
    communes = _communes_within(bbox, outlines, is_point=is_point)
    codes = sorted(outlines.codes(communes))
    return OneOfMany(Property(str(features.columns[0].name)), tuple(codes))


def _columns_within(features: Collection, boxes: Sequence[Box]) -> Condition:
    x, y = (Property(str(each.name)) for each in features.columns)
    return Some(
        tuple(
            Every(
                (
                    Comparison(">=", x, _number(box.west)),
                    Comparison("<=", x, _number(box.east)),
                    Comparison(">=", y, _number(box.south)),
                    Comparison("<=", y, _number(box.north)),
                )
            )
            for box in boxes
        )
    )


def _number(value: float) -> Value:
    return Value(ValueKind.NUMBER, format(round(value, 9), ".9f"))


def _turned(box: Box, source: Crs, target: Crs) -> Box:
    """The bounds of the box in another system."""
    if source is target:
        return box
    points = [target.forward(*source.back(*point)) for point in _sides(box)]
    return bounds_of(points)


def _sides(box: Box) -> Iterator[Point]:
    corners = (*box.corners, box.corners[0])
    for (x1, y1), (x2, y2) in pairwise(corners):
        for step in range(_STEPS):
            part = step / _STEPS
            yield x1 + (x2 - x1) * part, y1 + (y2 - y1) * part


def _communes_within(bbox: Bbox, outlines: Outlines, *, is_point: bool) -> Iterator[str]:
    """By the bounds and outlines of their départements first: few communes are looked at."""
    degrees = [_turned(box, bbox.crs, CRS84).widened(_MARGIN) for box in bbox.boxes]
    margin = _MARGIN if bbox.crs is CRS84 else _MARGIN * _METRES_OF_A_DEGREE
    inner = [box.widened(-margin) for box in bbox.boxes]
    for departement in outlines.departements().values():
        if not any(box.meets_bounds(departement.bounds) for box in degrees):
            continue
        turned = [bbox.crs.forward(*point) for point in departement.points]
        if turned and any(all(box.holds(*point) for point in turned) for box in inner):
            yield from departement.communes
            continue
        for code in departement.communes:
            give_way()
            if _is_within(outlines.rings_of_today(code), bbox, is_point=is_point):
                yield code


def _is_within(rings: Sequence[Ring], bbox: Bbox, *, is_point: bool) -> bool:
    if not rings:
        return False
    if is_point:
        x, y = bbox.crs.forward(*point_within(rings))
        return any(box.holds(x, y) for box in bbox.boxes)
    turned = [[bbox.crs.forward(*point) for point in ring] for ring in rings]
    bounds = bounds_of([point for ring in turned for point in ring])
    return any(box.meets_bounds(bounds) and meets(turned, box) for box in bbox.boxes)


def read_crs(uri: str | None, name: str) -> Crs:
    """Raises OgcParameter for a system that is not listed."""
    if uri is None:
        return CRS84
    crs = SYSTEMS.get(uri.strip("[]"))
    if crs is None:
        raise OgcParameter(
            name=name,
            reason_fr="il faut un système de la liste « crs » de la collection",
            reason_en='a system of the collection\'s list "crs" is expected',
        )
    return crs


def _refused() -> OgcParameter:
    return OgcParameter(
        name="bbox",
        reason_fr="quatre nombres (ouest, sud, est, nord) ou six sont attendus",
        reason_en="four numbers (west, south, east, north) or six are expected",
    )
