"""Shapes of communes: outer rings with their holes, a point within, a box that meets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Ring = Sequence[Point]
Polygon = list[list[Point]]
"""The outer ring, then its holes."""


@dataclass(frozen=True, slots=True)
class Box:
    """West, south, east, north, of whatever coordinates; one over the antimeridian is two."""

    west: float
    south: float
    east: float
    north: float

    @property
    def corners(self) -> tuple[Point, ...]:
        return (
            (self.west, self.south),
            (self.east, self.south),
            (self.east, self.north),
            (self.west, self.north),
        )

    def holds(self, x: float, y: float) -> bool:
        return self.south <= y <= self.north and self.west <= x <= self.east

    def meets_bounds(self, other: Box) -> bool:
        return (
            other.north >= self.south
            and other.south <= self.north
            and other.east >= self.west
            and other.west <= self.east
        )

    def widened(self, by: float) -> Box:
        return Box(self.west - by, self.south - by, self.east + by, self.north + by)


def bounds_of(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def polygons(rings: Sequence[Ring]) -> list[Polygon]:
    """Rings by the even-odd rule: a ring within an odd number of others is a hole of the least of
    those around it. Outer rings turn left, holes right (RFC 7946).
    """
    around = [
        [other for other in range(len(rings)) if other != own and _is_within(ring, rings[other])]
        for own, ring in enumerate(rings)
    ]
    outer = {
        own: [_turned(rings[own], left=True)]
        for own in range(len(rings))
        if len(around[own]) % 2 == 0
    }
    for own, others in enumerate(around):
        if len(others) % 2:
            nearest = max(
                (each for each in others if each in outer), key=lambda each: len(around[each])
            )
            outer[nearest].append(_turned(rings[own], left=False))
    return list(outer.values())


def point_within(rings: Sequence[Ring]) -> Point:
    """The middle of the largest ring where it lies within, else of the widest span there."""
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    x, y = _middle(largest)
    crossings = sorted(_crossings(rings, y))
    spans = list(zip(crossings[::2], crossings[1::2], strict=False))
    if not spans or any(start < x < end for start, end in spans):
        return x, y
    start, end = max(spans, key=lambda span: span[1] - span[0])
    return (start + end) / 2, y


def meets(rings: Sequence[Ring], box: Box) -> bool:
    """True where the area and the box have a point in common."""
    if any(box.holds(x, y) for ring in rings for x, y in ring):
        return True
    if any(is_inside(rings, *corner) for corner in box.corners):
        return True
    return any(
        _crosses(ring[place], ring[place + 1], box)
        for ring in rings
        for place in range(len(ring) - 1)
    )


def is_inside(rings: Sequence[Ring], x: float, y: float) -> bool:
    return sum(crossing > x for crossing in _crossings(rings, y)) % 2 == 1


def _crosses(one_end: Point, other_end: Point, box: Box) -> bool:
    """Clips the edge to the box (Liang and Barsky 1984)."""
    (x, y), (dx, dy) = one_end, (other_end[0] - one_end[0], other_end[1] - one_end[1])
    begin, end = 0.0, 1.0
    for step, gap in (
        (-dx, x - box.west),
        (dx, box.east - x),
        (-dy, y - box.south),
        (dy, box.north - y),
    ):
        if step == 0:
            if gap < 0:
                return False
            continue
        at = gap / step
        if step < 0:
            begin = max(begin, at)
        else:
            end = min(end, at)
    return begin <= end


def _crossings(rings: Sequence[Ring], y: float) -> list[float]:
    return [
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for ring in rings
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 > y) != (y2 > y)
    ]


def _is_within(ring: Ring, other: Ring) -> bool:
    """Rings do not cross, but may touch: the middle of an edge says it where a corner cannot."""
    (x1, y1), (x2, y2) = ring[0], ring[1]
    return is_inside([other], (x1 + x2) / 2, (y1 + y2) / 2)


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _middle(ring: Ring) -> Point:
    area = _area(ring)
    if area == 0:
        return ring[0]
    x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        part = x1 * y2 - x2 * y1
        x += (x1 + x2) * part
        y += (y1 + y2) * part
    return x / (6 * area), y / (6 * area)


def _turned(ring: Ring, *, left: bool) -> list[Point]:
    return list(ring) if (_area(ring) > 0) is left else list(reversed(ring))
