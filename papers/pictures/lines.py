"""One line a year over the twelve months: labelled where it ends, broken where a month lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from papers.pictures.axis import round_steps
from papers.pictures.frame import Frame, grid, runs
from papers.pictures.markup import Drawn, decimal_text, element, joined
from papers.pictures.palette import INK, PAPER, SOFT_INK, STROKES, Stroke
from papers.pictures.picture import Drawing, Picture, Width
from papers.pictures.reader import Reader, decimals_of
from papers.pictures.table import Column, Table

MONTHS = 12
_SIZES = {"wide": (720, 320), "narrow": (300, 260)}


@dataclass(frozen=True, slots=True)
class YearLine:
    """`values` from January; None is a month without data."""

    year: int
    values: tuple[float | None, ...]

    def __post_init__(self) -> None:
        if len(self.values) != MONTHS:
            raise ValueError(f"{self.year}: {len(self.values)} values, of twelve months")


def year_lines(
    reader: Reader, title: str, lines: Sequence[YearLine], unit: str, sentence: str | None = None
) -> Picture:
    """At most five years; the last one is drawn strongest and told of in the sentence.

    Raises ValueError for more.
    """
    if len(lines) > len(STROKES):
        raise ValueError(f"{len(lines)} years, of {len(STROKES)} at most")
    newest_first = sorted(lines, key=lambda line: line.year, reverse=True)
    table = Table(
        title,
        (
            Column(reader.gettext("Mois")),
            *(Column(str(line.year), unit, numeric=True) for line in newest_first),
        ),
        tuple(
            (reader.month(place + 1), *(line.values[place] for line in newest_first))
            for place in range(MONTHS)
        ),
    )
    drawable = any(value is not None for line in lines for value in line.values)
    return Picture(
        reader,
        title,
        sentence or _sentence(reader, newest_first, unit),
        table,
        "chart",
        draw=partial(_draw, reader, tuple(newest_first), unit) if drawable else None,
    )


def _sentence(reader: Reader, newest_first: Sequence[YearLine], unit: str) -> str:
    newest = newest_first[0] if newest_first else None
    months = [] if newest is None else [m for m, v in enumerate(newest.values) if v is not None]
    if newest is None or not months:
        return reader.gettext("Aucune donnée pour ces mois.")
    total = sum(value for value in newest.values if value is not None)
    words = reader.gettext("%(year)s : %(total)s en %(months)s mois.")
    first = words % {
        "year": newest.year,
        "total": reader.quantity(total, unit, decimals_of(newest.values)),
        "months": len(months),
    }
    before = next((line for line in newest_first if line.year == newest.year - 1), None)
    if before is None:
        return first
    pairs = [
        (now, then)
        for now, then in zip(newest.values, before.values, strict=True)
        if now is not None and then is not None
    ]
    then_total = sum(then for _, then in pairs)
    if not then_total:
        return first
    part = sum(now for now, _ in pairs) / then_total - 1
    words = reader.ngettext(
        "%(change)s par rapport au même mois de %(year)s.",
        "%(change)s par rapport aux mêmes %(count)s mois de %(year)s.",
        len(pairs),
    )
    compared = words % {
        "change": reader.change(part),
        "count": len(pairs),
        "year": before.year,
    }
    return f"{first} {compared}"


def _draw(
    reader: Reader, newest_first: Sequence[YearLine], unit: str, _of: str, width: Width
) -> Drawing:
    wide, high = _SIZES[width]
    values = [value for line in newest_first for value in line.values if value is not None]
    steps = round_steps(min(values), max(values))
    labels = [reader.number(step, decimals_of(steps)) for step in steps]
    left = 12 + 7.5 * max(map(len, labels))
    frame = Frame(left, wide - 62, 32, high - 28, steps[0], steps[-1], MONTHS)
    strokes = dict(zip((line.year for line in newest_first), STROKES, strict=False))
    parts = [
        grid(frame, steps, labels, unit),
        _months(reader, frame, width),
        *(
            _line(reader, line, strokes[line.year], frame, unit, strong=line is newest_first[0])
            for line in reversed(newest_first)
        ),
        _labels(newest_first, strokes, frame),
    ]
    return Drawing(wide, high, joined(parts))


def _months(reader: Reader, frame: Frame, width: Width) -> Drawn:
    shown = range(MONTHS) if width == "wide" else range(0, MONTHS, 3)
    texts = (
        element("text", reader.month(place + 1), x=frame.x(place), y=frame.bottom + 20)
        for place in shown
    )
    return element("g", *texts, fill=SOFT_INK, font_size=12, text_anchor="middle")


def _line(
    reader: Reader, line: YearLine, stroke: Stroke, frame: Frame, unit: str, *, strong: bool
) -> Drawn:
    path = "".join(
        "M" + "L".join(f"{decimal_text(frame.x(p))} {decimal_text(frame.y(v))}" for p, v in run)
        for run in runs(line.values)
        if len(run) > 1
    )
    decimals = decimals_of(line.values)
    points = [
        element(
            "g",
            element(
                "title",
                f"{reader.month(place + 1)} {line.year} : {reader.quantity(value, unit, decimals)}",
            ),
            marker(stroke, frame.x(place), frame.y(value), 4.5 if strong else 3.5),
        )
        for place, value in enumerate(line.values)
        if value is not None
    ]
    drawn = element(
        "path",
        d=path,
        fill="none",
        stroke_width=3 if strong else 2,
        stroke_dasharray=stroke.dashes,
        stroke_linejoin="round",
    )
    return element("g", drawn if path else None, *points, stroke=stroke.colour, fill=stroke.colour)


def marker(stroke: Stroke, x: float, y: float, size: float) -> Drawn:
    if stroke.marker == "disc":
        return element("circle", cx=x, cy=y, r=size)
    if stroke.marker == "ring":
        return element("circle", cx=x, cy=y, r=size, fill=PAPER, stroke_width=1.5)
    corners = {
        "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        "triangle": ((0, -1.2), (1.1, 0.9), (-1.1, 0.9)),
        "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    }[stroke.marker]
    points = " ".join(
        f"{decimal_text(x + size * dx)},{decimal_text(y + size * dy)}" for dx, dy in corners
    )
    return element("polygon", points=points, stroke_width=1)


def _labels(newest_first: Sequence[YearLine], strokes: dict[int, Stroke], frame: Frame) -> Drawn:
    """Each at the height of its line's last point, moved apart where they would overlap."""
    ends = [
        (frame.y(run[-1][1]), line.year)
        for line in newest_first
        if (run := next(reversed(list(runs(line.values))), None)) is not None
    ]
    texts, lowest = [], frame.top - 4.0
    for y, year in sorted(ends):
        place = max(y + 4, lowest)
        lowest = place + 16
        stroke = strokes[year]
        key = marker(stroke, frame.right + 14, place - 4, 4)
        texts.append(element("g", key, stroke=stroke.colour, fill=stroke.colour))
        weight = "bold" if year == newest_first[0].year else None
        texts.append(
            element(
                "text",
                str(year),
                x=frame.right + 24,
                y=place,
                fill=stroke.colour,
                font_weight=weight,
            )
        )
    return element("g", *texts, font_size=13, fill=INK)
