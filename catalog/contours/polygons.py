"""Rings of a commune as the polygons of RFC 7946: each with its holes, in degrees."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from catalog.contours.values import Point, Ring

Position = tuple[float, float]
Polygon = list[list[Position]]
_DECIMALS = 6
"""A tenth of a metre."""


def polygons_of(rings: Sequence[Ring], degrees_per_unit: float) -> list[Polygon]:
    """Outer rings counterclockwise, each followed by its holes, clockwise (section 3.1.6).

    The rings are filled by the even-odd rule: one that lies in an odd number of others is a hole,
    of the smallest that holds it.
    """
    holders = [[other for other in rings if _holds(other, ring)] for ring in rings]
    outer = [ring for ring, held in zip(rings, holders, strict=True) if len(held) % 2 == 0]
    polygons = {id(ring): [_positions(ring, degrees_per_unit, is_hole=False)] for ring in outer}
    for ring, held in zip(rings, holders, strict=True):
        if len(held) % 2:
            around = min(held, key=lambda each: abs(_area(each)))
            holes = polygons.get(id(around))
            if holes is not None:
                holes.append(_positions(ring, degrees_per_unit, is_hole=True))
    return list(polygons.values())


def _holds(outer: Ring, inner: Ring) -> bool:
    """True where the first point of `inner` is within `outer`, which is another ring."""
    if outer is inner:
        return False
    x, y = inner[0]
    is_within = False
    for (x1, y1), (x2, y2) in pairwise(outer):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            is_within = not is_within
    return is_within


def _positions(ring: Ring, degrees_per_unit: float, *, is_hole: bool) -> list[Position]:
    points: Sequence[Point] = ring if (_area(ring) < 0) == is_hole else ring[::-1]
    return [
        (round(x * degrees_per_unit, _DECIMALS), round(y * degrees_per_unit, _DECIMALS))
        for x, y in points
    ]


def _area(ring: Ring) -> int:
    """Twice its area, positive where it turns counterclockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
