"""The outlines of communes or départements as SVG paths, fitted to a drawing; computed once for
each territory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, radians
from types import MappingProxyType

from catalog.caches import remembered
from catalog.cog.departements import departement_of
from catalog.contours.values import Contours, Ring

WIDTH = 1000
TALLEST = 1100
_MARGIN = 4
_INSET, _BETWEEN, _LABEL = 180, 24, 34
_INSETS_A_ROW = 5
_OVERSEAS = ("97", "98")


@dataclass(frozen=True, slots=True)
class Inset:
    """A land far from the others, drawn below them in a frame at a scale of its own."""

    departement: str
    left: float
    top: float
    side: float


@dataclass(frozen=True, slots=True)
class Outlines:
    """Paths by code, in a drawing of `WIDTH` by `height`."""

    paths: MappingProxyType[str, str]
    height: float
    insets: tuple[Inset, ...] = ()


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Fit:
    """From the contours' grid to the drawing, north above."""

    west: float
    north: float
    across: float
    down: float
    left: float
    top: float

    def points(self, ring: Ring) -> list[tuple[int, int]]:
        """In whole units, without the points that fall on the one before."""
        fitted: list[tuple[int, int]] = []
        last = None
        for x, y in ring:
            point = (
                round(self.left + (x - self.west) * self.across),
                round(self.top + (self.north - y) * self.down),
            )
            if point != last:
                fitted.append(point)
                last = point
        return fitted


@remembered(maxsize=24)
def outlines(
    contours: Contours, codes: frozenset[str], *, of_departements: bool = False
) -> Outlines:
    """Of those codes that have a contour. The projection is plate carrée at the mean latitude:
    at the size of a region its error is less than the width of a border. Lands overseas that are
    fewer than the others stand in insets.
    """
    source = contours.departements if of_departements else contours.shapes
    lands: dict[str, dict[str, tuple[Ring, ...]]] = defaultdict(dict)
    for code in sorted(codes):
        if code in source:
            lands[_land(code)][code] = source[code]
    if not lands:
        return Outlines(MappingProxyType({}), 0)
    main = max(lands, key=lambda land: len(lands[land]))
    inner = _Box(_MARGIN, _MARGIN, WIDTH - 2 * _MARGIN, TALLEST - 2 * _MARGIN)
    paths, drawn_height = _fitted(contours, lands.pop(main), inner)
    height = drawn_height + 2 * _MARGIN
    insets = []
    for place, (land, shapes) in enumerate(sorted(lands.items())):
        row, column = divmod(place, _INSETS_A_ROW)
        left = _MARGIN + column * (_INSET + _BETWEEN)
        top = height + _BETWEEN + row * (_INSET + _BETWEEN + _LABEL)
        inset = Inset(land, left, top, _INSET)
        insets.append(inset)
        inside = _Box(left + _MARGIN, top + _MARGIN, _INSET - 2 * _MARGIN, _INSET - 2 * _MARGIN)
        paths |= _fitted(contours, shapes, inside)[0]
    if insets:
        height = insets[-1].top + _INSET + _LABEL
    return Outlines(MappingProxyType(paths), height, tuple(insets))


def _land(code: str) -> str:
    """The département of what lies overseas; "" for what is in Europe."""
    return departement_of(code) if code.startswith(_OVERSEAS) else ""


def _fitted(
    contours: Contours, shapes: Mapping[str, tuple[Ring, ...]], box: _Box
) -> tuple[dict[str, str], float]:
    """The paths, and the height that they take."""
    fit, height = _fit(contours, [ring for rings in shapes.values() for ring in rings], box)
    return {code: _path(rings, fit) for code, rings in shapes.items()}, height


def _fit(contours: Contours, rings: Iterable[Ring], box: _Box) -> tuple[_Fit, float]:
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    squeeze = cos(radians((south + north) / 2 * contours.degrees_per_unit))
    wide, high = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min(box.width / wide, box.height / high)
    left = box.left + (box.width - wide * scale) / 2
    return _Fit(west, north, squeeze * scale, scale, left, box.top), high * scale


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
