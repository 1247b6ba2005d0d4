"""Rings simplified arc by arc, so that a border is the same for both communes that it parts.

An arc goes from one junction to the next. It is simplified from its lesser end whoever comes along
it, so each commune by itself arrives at the same points.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from math import cos, radians

from catalog.contours.values import Point, Ring


class Simplifier:
    """Douglas and Peucker 1973, with a tolerance in units of latitude."""

    def __init__(self, tolerance: float, degrees_per_unit: float) -> None:
        self._tolerance_squared = tolerance * tolerance
        self._degrees = degrees_per_unit

    def ring(self, ring: Sequence[Point], is_junction: Callable[[Point], bool]) -> Ring:
        """A closed ring; what is left may be a line there and back (`is_flat`)."""
        points = list(ring[:-1])
        ends = [place for place, point in enumerate(points) if is_junction(point)]
        if not ends:
            return tuple(self._closed(points))
        points = points[ends[0] :] + points[: ends[0]]
        stops = [place - ends[0] for place in ends] + [len(points)]
        points.append(points[0])
        simplified = [points[0]]
        for start, stop in itertools.pairwise(stops):
            simplified += self._arc(points[start : stop + 1])[1:]
        return tuple(simplified)

    def _arc(self, arc: list[Point]) -> list[Point]:
        if arc[0] == arc[-1]:
            return self._loop(arc)
        if arc[0] < arc[-1]:
            return self._line(arc)
        return self._line(arc[::-1])[::-1]

    def _loop(self, loop: list[Point]) -> list[Point]:
        """From a junction back to itself."""
        backwards = loop[::-1]
        return self._halves(loop) if loop <= backwards else self._halves(backwards)[::-1]

    def _closed(self, points: list[Point]) -> list[Point]:
        """Without junctions: an island or an enclave. From its least point, the lesser way."""
        start = points.index(min(points))
        ring = [*points[start:], *points[:start], points[start]]
        return self._loop(ring)

    def _halves(self, loop: list[Point]) -> list[Point]:
        squeeze = self._squeeze(loop[0])
        x, y = loop[0]
        far = max(
            range(len(loop)),
            key=lambda i: ((loop[i][0] - x) * squeeze) ** 2 + (loop[i][1] - y) ** 2,
        )
        there, back = loop[: far + 1], loop[far:]
        halves = self._line(there)[:-1] + self._line(back)
        if len(set(halves)) > 2 or far == 0:
            return halves
        # Two points have no inside: the one farthest from their line keeps it open.
        _, aside_there = _farthest(there, 0, len(there) - 1, squeeze)
        _, aside_back = _farthest(back, 0, len(back) - 1, squeeze)
        wider = there if aside_there >= aside_back else back
        place, aside = _farthest(wider, 0, len(wider) - 1, squeeze)
        if aside <= 0:
            return halves
        corner = wider[place]
        ends = (loop[0], corner, loop[far]) if wider is there else (loop[0], loop[far], corner)
        return [*ends, loop[0]]

    def _squeeze(self, point: Point) -> float:
        return cos(radians(point[1] * self._degrees))

    def _line(self, line: list[Point]) -> list[Point]:
        """The ends, and what lies further than the tolerance from the chords."""
        kept = {0, len(line) - 1}
        squeeze = self._squeeze(line[0])
        spans = [(0, len(line) - 1)]
        while spans:
            first, last = spans.pop()
            if last - first < 2:
                continue
            far, distance = _farthest(line, first, last, squeeze)
            if distance > self._tolerance_squared:
                kept.add(far)
                spans += ((first, far), (far, last))
        return [line[place] for place in sorted(kept)]


def _farthest(line: list[Point], first: int, last: int, squeeze: float) -> tuple[int, float]:
    """Of the points between, the one farthest from the chord, and its distance squared."""
    x0, y0 = line[first]
    x: float
    y: float
    dx, dy = (line[last][0] - x0) * squeeze, line[last][1] - y0
    length = dx * dx + dy * dy
    far, greatest = first, -1.0
    for place in range(first + 1, last):
        x, y = (line[place][0] - x0) * squeeze, line[place][1] - y0
        if length:
            along = min(1.0, max(0.0, (x * dx + y * dy) / length))
            x, y = x - along * dx, y - along * dy
        distance = x * x + y * y
        if distance > greatest:
            far, greatest = place, distance
    return far, greatest


def is_flat(ring: Ring) -> bool:
    """True where the ring has no inside: fewer than three corners."""
    return len(set(ring)) < 3


def farthest_from_ends(ring: Sequence[Point], ends: AbstractSet[Point]) -> Point | None:
    """Of a ring that would be flat, the point that keeps it open: farthest from the line through
    the two corners that are left. None: its own points lie on one line.
    """
    corners = sorted(ends)
    (x0, y0), (x1, y1) = corners[0], corners[-1]

    def off_line(point: Point) -> int:
        return abs((x1 - x0) * (point[1] - y0) - (y1 - y0) * (point[0] - x0)) or (
            (point[0] - x0) ** 2 + (point[1] - y0) ** 2 if corners[0] == corners[-1] else 0
        )

    best = max(sorted(set(ring)), key=off_line)
    return best if off_line(best) else None


def without_repeats(points: Iterable[Point]) -> list[Point]:
    """Of points on the grid, those that are not the one before; closed again."""
    line: list[Point] = []
    for point in points:
        if not line or point != line[-1]:
            line.append(point)
    if line and line[0] != line[-1]:
        line.append(line[0])
    return line
