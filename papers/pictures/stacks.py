"""Columns over periods or categories in their order, each one stacked of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from papers.pictures.axis import round_steps
from papers.pictures.markup import Drawn, element, joined
from papers.pictures.palette import INK, NO_DATA, RULE, SHADES, SOFT_INK, Ink
from papers.pictures.picture import Drawing, LegendLine, Picture, Width
from papers.pictures.reader import Reader, decimals_of
from papers.pictures.table import Column, Table

MOST_SERIES = len(SHADES)
_SIZES = {"wide": (720, 300), "narrow": (300, 240)}
_ROOM = 42
"""The width that a label needs, about."""
_LETTER = 7.0
_INKS = {
    1: (SHADES[3],),
    2: (SHADES[4], SHADES[1]),
    3: (SHADES[4], SHADES[2], SHADES[0]),
    4: (SHADES[4], SHADES[3], SHADES[1], SHADES[0]),
    5: tuple(reversed(SHADES)),
}
"""As many as there are series, far apart."""


@dataclass(frozen=True, slots=True)
class Series:
    """One value a column; None is no data."""

    label: str
    values: tuple[float | None, ...]


def stacked_columns(
    reader: Reader,
    title: str,
    of: str,
    labels: Sequence[str],
    series: Sequence[Series],
    unit: str,
    sentence: str | None = None,
) -> Picture:
    """`of` is the header of `labels`. At most five series, of values that add up; a negative one is
    drawn as zero, and stands in the table.

    Raises ValueError for more series.
    """
    if len(series) > MOST_SERIES:
        raise ValueError(f"{len(series)} series, of {MOST_SERIES} at most")
    headers = (Column(of), *(Column(each.label, unit, numeric=True) for each in series))
    rows = tuple(
        (label, *(each.values[place] for each in series)) for place, label in enumerate(labels)
    )
    is_drawable = any(value is not None for each in series for value in each.values)
    inks = _INKS.get(len(series), ())
    legend = tuple(LegendLine(ink, each.label) for ink, each in zip(inks, series, strict=False))
    return Picture(
        reader,
        title,
        sentence or _sentence(reader, labels, series, unit),
        Table(title, headers, rows),
        "chart",
        draw=partial(_draw, reader, tuple(labels), tuple(series), unit) if is_drawable else None,
        legend=legend if len(series) > 1 else (),
    )


def _totals(series: Sequence[Series], count: int) -> list[float | None]:
    columns = [[each.values[place] for each in series] for place in range(count)]
    return [
        sum(value for value in column if value is not None)
        if any(value is not None for value in column)
        else None
        for column in columns
    ]


def _sentence(reader: Reader, labels: Sequence[str], series: Sequence[Series], unit: str) -> str:
    totals = _totals(series, len(labels))
    totalled = [
        (total, label) for total, label in zip(totals, labels, strict=True) if total is not None
    ]
    if not totalled:
        return reader.gettext("Aucune donnée à comparer.")
    decimals = decimals_of(total for total, _ in totalled)
    most, least = max(totalled), min(totalled)
    words = reader.gettext(
        "Le plus : %(high)s (%(high_name)s) ; le moins : %(low)s (%(low_name)s)."
    )
    return words % {
        "high": reader.quantity(most[0], unit, decimals),
        "high_name": most[1],
        "low": reader.quantity(least[0], unit, decimals),
        "low_name": least[1],
    }


@dataclass(frozen=True, slots=True)
class _Frame:
    left: float
    bottom: float
    slot: float
    tall: float

    def height(self, value: float | None) -> float:
        return max(value or 0.0, 0.0) * self.tall


def _draw(
    reader: Reader,
    labels: Sequence[str],
    series: Sequence[Series],
    unit: str,
    of: str,
    width: Width,
) -> Drawing:
    wide, high = _SIZES[width]
    highest = max((total or 0 for total in _totals(series, len(labels))), default=0)
    steps = round_steps(0, highest, about=4)
    marks = [reader.number(step, decimals_of(steps)) for step in steps]
    left, top, bottom = 12 + 7.5 * max(map(len, marks)), 28.0, high - 44.0
    frame = _Frame(left, bottom, (wide - left - 4) / len(labels), (bottom - top) / (steps[-1] or 1))
    rules = [
        _rule(mark, left, wide, bottom - step * frame.tall)
        for mark, step in zip(marks, steps, strict=True)
    ]
    inks = _INKS[len(series)]
    columns = [
        _column(reader, place, label, series, inks, unit, frame, of)
        for place, label in enumerate(labels)
    ]
    is_missing = any(value is None for value in _totals(series, len(labels)))
    parts = (
        element("g", *rules, stroke=RULE, stroke_width=1),
        element("text", unit, x=2, y=14, fill=SOFT_INK),
        *columns,
        element("line", x1=left, x2=wide, y1=bottom, y2=bottom, stroke=SOFT_INK),
        _axis(labels, frame),
    )
    drawn_inks = (*inks, NO_DATA) if is_missing else inks
    return Drawing(wide, high, element("g", joined(parts), font_size=12), drawn_inks)


def _rule(mark: str, left: float, wide: float, y: float) -> Drawn:
    line = element("line", x1=left, x2=wide, y1=y, y2=y)
    text = element(
        "text", mark, x=left - 8, y=y + 4, fill=SOFT_INK, stroke="none", text_anchor="end"
    )
    return joined((line, text))


def _column(
    reader: Reader,
    place: int,
    label: str,
    series: Sequence[Series],
    inks: Sequence[Ink],
    unit: str,
    frame: _Frame,
    of: str,
) -> Drawn:
    """Each part says its name and its value when it is pointed at."""
    gap = min(frame.slot * 0.2, 10)
    x, width = frame.left + frame.slot * place + gap / 2, frame.slot - gap
    if all(each.values[place] is None for each in series):
        title = element("title", f"{label} : {reader.gettext('sans donnée')}")
        return element(
            "rect", title, x=x, y=frame.bottom - 20, width=width, height=20,
            fill=NO_DATA.paint(of), class_=NO_DATA.name,
        )  # fmt: skip
    decimals = decimals_of(each.values[place] for each in series)
    parts = _parts(reader, place, label, series, inks, unit, frame, decimals)
    return joined(
        element(
            "rect",
            element("title", title),
            x=x,
            y=y,
            width=width,
            height=height,
            fill=ink.paint(of),
            class_=ink.name,
            stroke=SOFT_INK,
            stroke_width=0.5,
        )
        for ink, title, y, height in parts
    )


def _parts(
    reader: Reader,
    place: int,
    label: str,
    series: Sequence[Series],
    inks: Sequence[Ink],
    unit: str,
    frame: _Frame,
    decimals: int,
) -> Iterator[tuple[Ink, str, float, float]]:
    base = frame.bottom
    for ink, part in zip(inks, series, strict=True):
        value = part.values[place]
        if value is None:
            continue
        height = frame.height(value)
        base -= height
        name = f"{label}, {part.label}" if len(series) > 1 else label
        yield ink, f"{name} : {reader.quantity(value, unit, decimals)}", base, height


def _axis(labels: Sequence[str], frame: _Frame) -> Drawn:
    """As many labels as have room, each cut to the room that it has."""
    every = next(
        step for step in (1, 2, 3, 4, 6, 12, 26, 52, len(labels) + 1) if frame.slot * step >= _ROOM
    )
    most = max(int(frame.slot * every / _LETTER), 3)
    texts = (
        element(
            "text",
            line if len(line) <= most else f"{line[: most - 1].rstrip()}…",
            x=frame.left + frame.slot * (place + 0.5),
            y=frame.bottom + 18 + 15 * row,
        )
        for place, label in enumerate(labels)
        if place % every == 0
        for row, line in enumerate(_lines(label, most))
    )
    return element("g", *texts, text_anchor="middle", fill=INK)


def _lines(label: str, most: int) -> tuple[str, ...]:
    """A month above its year, where there is no room for both side by side."""
    first, _, last = label.rpartition(" ")
    return (first, last) if first and len(label) > most else (label,)
