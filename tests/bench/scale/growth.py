"""How each cost grows with the number of bodies: as a table of text, and as a drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

Measured = Mapping[int, Mapping[str, float]]
"""By number of bodies, then by name."""


@dataclass(frozen=True)
class Measure:
    """`within`: the aim at a thousand bodies."""

    name: str
    what: str
    unit: str
    within: float | None = None


MEASURES = (
    Measure("start_s", "start of a process, processor time", "s", 5),
    Measure("start_wall_s", "  the same by the clock, of a machine that others use", "s"),
    Measure("rss_mb", "memory of a process that has started", "MB", 700),
    Measure("rss_busy_mb", "  the same after all of this", "MB", 700),
    Measure("document_cold", "a document never seen, all that comes before the engine", "ms", 10),
    Measure("change_seen", "one changed dataset seen by another process", "ms", 30),
    Measure("document_after_change", "  the first document after it", "ms"),
    Measure(
        "decision_cold_p95", "decision, cold, of ten datasets and 50 agreements, p95", "ms", 10
    ),
    Measure("decision_cold_median", "  the same, median", "ms"),
    Measure("discovery_cached", "discovery when cached, of every dataset", "ms", 50),
    Measure("discovery_first", "discovery of whoever asks first, decided anew", "ms"),
    Measure("discovery_another", "  the same, of a colleague then", "ms"),
    Measure("search_cached", "search among all datasets, whole answer", "ms", 50),
    Measure("search_first", "  the same, of whoever asks first", "ms"),
    Measure("schema_first", "schema of one organisation, whole answer", "ms", 50),
    Measure("schema_cached", "  the same, cached", "ms"),
)
AIMED_BODIES = 1000


def write_growth(measured: Measured) -> str:
    sizes = sorted(measured)
    head = ("bodies", *(f"{size:,}" for size in sizes), "aim", "")
    lines = [head, *(_line(each, measured, sizes) for each in MEASURES)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 0 < place <= len(sizes) else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _line(measure: Measure, measured: Measured, sizes: Sequence[int]) -> tuple[str, ...]:
    values = [measured[size][measure.name] for size in sizes]
    aim = "" if measure.within is None else f"≤ {measure.within:g} {measure.unit}"
    at_size = measured.get(AIMED_BODIES)
    met = ""
    if measure.within is not None and at_size is not None:
        met = "met" if at_size[measure.name] <= measure.within else "missed"
    return (f"{measure.what} ({measure.unit})", *(_written(value) for value in values), aim, met)


def _written(value: float) -> str:
    """In three figures, thousands whole."""
    return f"{value:,.0f}" if value >= _THOUSAND else f"{value:.3g}"


_THOUSAND = 1_000
_WIDE, _HIGH, _LEFT, _TOP, _GAP = 300, 150, 46, 34, 26
_ACROSS = 3
_INK, _SOFT, _LINE, _AIM = "#1e1e1e", "#666666", "#000091", "#b34000"


def draw_growth(measured: Measured) -> str:
    """An SVG: one small picture a measure, both axes logarithmic, its aim as a broken line."""
    sizes = sorted(measured)
    drawn = [each for each in MEASURES if not each.what.startswith("  ")]
    rows = math.ceil(len(drawn) / _ACROSS)
    width, height = _ACROSS * (_WIDE + _GAP), rows * (_HIGH + _TOP + _GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        '<g font-family="sans-serif" font-size="11">',
        "<title>What grows with the number of bodies</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for place, measure in enumerate(drawn):
        x, y = place % _ACROSS * (_WIDE + _GAP), place // _ACROSS * (_HIGH + _TOP + _GAP)
        parts.append(f'<g transform="translate({x} {y})">')
        parts.extend(_picture(measure, [(size, measured[size][measure.name]) for size in sizes]))
        parts.append("</g>")
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _picture(measure: Measure, points: Sequence[tuple[int, float]]) -> Iterator[str]:
    shown = [max(value, 0.001) for _, value in points]
    bounds = [*shown, *([] if measure.within is None else [measure.within])]
    low, high = math.floor(math.log10(min(bounds))), math.ceil(math.log10(max(bounds)) + 0.01)
    first, last = math.log10(points[0][0]), math.log10(points[-1][0])

    def across(bodies: float) -> float:
        return _LEFT + (_WIDE - _LEFT - 10) * (math.log10(bodies) - first) / (last - first or 1)

    def down(value: float) -> float:
        return _TOP + _HIGH - 24 - (_HIGH - 40) * (math.log10(value) - low) / (high - low or 1)

    title = escape(f"{measure.what.partition(',')[0]} ({measure.unit})")
    yield f'<text x="4" y="16" fill="{_INK}">{title}</text>'
    for power in range(low, high + 1):
        y = down(10**power)
        yield f'<path d="M{_LEFT} {y:.1f}H{_WIDE - 10}" stroke="#dddddd"/>'
        yield (
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" '
            f'fill="{_SOFT}">{10.0**power:g}</text>'
        )
    for bodies, _ in points:
        yield (
            f'<text x="{across(bodies):.1f}" y="{_TOP + _HIGH - 6}" text-anchor="middle" '
            f'fill="{_SOFT}">{bodies:,}</text>'
        )
    if measure.within is not None:
        y = down(measure.within)
        yield f'<path d="M{_LEFT} {y:.1f}H{_WIDE - 10}" stroke="{_AIM}" stroke-dasharray="5 4"/>'
    path = " ".join(
        f"{across(bodies):.1f},{down(value):.1f}"
        for (bodies, _), value in zip(points, shown, strict=True)
    )
    yield f'<polyline points="{path}" fill="none" stroke="{_LINE}" stroke-width="2"/>'
    for (bodies, _), value in zip(points, shown, strict=True):
        yield f'<circle cx="{across(bodies):.1f}" cy="{down(value):.1f}" r="3" fill="{_LINE}"/>'
        yield (
            f'<text x="{across(bodies):.1f}" y="{down(value) - 7:.1f}" text-anchor="middle" '
            f'fill="{_INK}">{_written(value)}</text>'
        )
