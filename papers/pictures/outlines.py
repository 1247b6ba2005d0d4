"""The outlines of communes as SVG paths, fitted to a drawing; computed once for each territory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from types import MappingProxyType

from catalog.caches import remembered
from catalog.contours.values import Contours, Ring

WIDTH = 1000
TALLEST = 1100
_MARGIN = 4


@dataclass(frozen=True, slots=True)
class Outlines:
    """Paths by commune code, in a drawing of `WIDTH` by `height`."""

    paths: MappingProxyType[str, str]
    height: float


@dataclass(frozen=True, slots=True)
class _Fit:
    """From the contours' grid to the drawing, north above."""

    west: float
    north: float
    across: float
    down: float
    left: float

    def points(self, ring: Ring) -> list[tuple[int, int]]:
        """In whole units, without the points that fall on the one before."""
        fitted: list[tuple[int, int]] = []
        last = None
        for x, y in ring:
            point = (
                round(self.left + (x - self.west) * self.across),
                round(_MARGIN + (self.north - y) * self.down),
            )
            if point != last:
                fitted.append(point)
                last = point
        return fitted


@remembered(maxsize=64)
def outlines(contours: Contours, codes: frozenset[str]) -> Outlines:
    """Of those codes that have a contour. The projection is plate carrée at the mean latitude:
    at the size of a region its error is less than the width of a border.
    """
    shapes = {code: contours.shapes[code] for code in sorted(codes & contours.shapes.keys())}
    if not shapes:
        return Outlines(MappingProxyType({}), 0)
    fit, height = _fit(contours, [ring for rings in shapes.values() for ring in rings])
    paths = {code: _path(rings, fit) for code, rings in shapes.items()}
    return Outlines(MappingProxyType(paths), height)


def _fit(contours: Contours, rings: Iterable[Ring]) -> tuple[_Fit, float]:
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    squeeze = cos(radians((south + north) / 2 * contours.degrees_per_unit))
    wide, high = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * _MARGIN) / wide, (TALLEST - 2 * _MARGIN) / high)
    left = (WIDTH - wide * scale) / 2
    fit = _Fit(west, north, squeeze * scale, scale, left)
    return fit, high * scale + 2 * _MARGIN


def _path(rings: Iterable[Ring], fit: _Fit) -> str:
    """Relative commands: half the bytes of absolute ones. A ring too small to see is left out,
    unless it is all that the commune has.
    """
    fitted = [fit.points(ring) for ring in rings]
    seen = [points for points in fitted if len(points) > 3] or fitted[:1]
    return "".join(map(_ring, seen))


def _ring(points: list[tuple[int, int]]) -> str:
    if len(points) < 3:
        x, y = points[0]
        return f"M{x - 1} {y - 1}h2v2h-2z"
    steps = []
    (x, y), *others = points
    start = f"M{x} {y}l"
    if others[-1] == points[0]:
        others.pop()
    for ahead_x, ahead_y in others:
        step_x, step_y = ahead_x - x, ahead_y - y
        # A minus sign separates by itself.
        steps.append(f"{step_x} {step_y}" if step_y >= 0 else f"{step_x}{step_y}")
        x, y = ahead_x, ahead_y
    text = steps[0] if steps else ""
    for step in steps[1:]:
        text += step if step[0] == "-" else f" {step}"
    return f"{start}{text}z"
