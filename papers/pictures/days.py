"""One line over days, broken where a day has no value, with the days of what it is about shaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from catalog.day_words import day_in_words
from papers.pictures.axis import round_steps
from papers.pictures.frame import Frame, grid, runs
from papers.pictures.markup import Drawn, decimal_text, element, joined
from papers.pictures.palette import RULE, SOFT_INK, STROKES
from papers.pictures.picture import Drawing, Picture, Width
from papers.pictures.reader import Reader, decimals_of
from papers.pictures.table import Column, Table

_SIZES = {"wide": (720, 300), "narrow": (300, 240)}
_MOST_DAYS = 400
_BEFORE = timedelta(days=60)
_LABELS = {"wide": 5, "narrow": 2}


@dataclass(frozen=True, slots=True)
class Span:
    """Days that are shaded; `last` None: they go on."""

    first: date
    last: date | None


def day_line(
    reader: Reader,
    title: str,
    values: dict[date, float | None],
    unit: str,
    span: Span | None = None,
) -> Picture:
    """400 days of `values` at most: from two months before the span, else the last ones. A day that
    is not there has no value.
    """
    days = _days(values, span)
    rows = tuple((day_in_words(day, reader.language), values.get(day)) for day in days)
    columns = (
        Column(reader.gettext("Jour")),
        Column(reader.gettext("Valeur"), unit, numeric=True),
    )
    is_drawn = any(value is not None for _, value in rows)
    line = [(day, values.get(day)) for day in days]
    return Picture(
        reader,
        title,
        _sentence(reader, line, unit, span),
        Table(title, columns, rows),
        "chart",
        draw=partial(_draw, reader, line, unit, span) if is_drawn else None,
    )


def _days(values: dict[date, float | None], span: Span | None) -> list[date]:
    if not values:
        return []
    first, last = min(values), max(values)
    most = timedelta(days=_MOST_DAYS - 1)
    if span is None:
        first = max(first, last - most)
    else:
        first = min(max(first, span.first - _BEFORE), last)
        last = min(last, first + most)
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def _sentence(
    reader: Reader, line: Sequence[tuple[date, float | None]], unit: str, span: Span | None
) -> str:
    values = [(value, day) for day, value in line if value is not None]
    if not values:
        return reader.gettext("Aucune valeur pour ces jours.")
    most, day = max(values)
    sentence = reader.sentence(
        reader.gettext("Entre le %(first)s et le %(last)s ; le plus, %(most)s, le %(day)s."),
        first=day_in_words(line[0][0], reader.language),
        last=day_in_words(line[-1][0], reader.language),
        most=reader.quantity(most, unit, decimals_of(value for value, _ in values)),
        day=day_in_words(day, reader.language),
    )
    if span is None:
        return sentence
    first = day_in_words(span.first, reader.language)
    if span.last is None:
        words = reader.gettext("Le fond gris commence le %(first)s.") % {"first": first}
    else:
        words = reader.gettext("Le fond gris va du %(first)s au %(last)s.") % {
            "first": first,
            "last": day_in_words(span.last, reader.language),
        }
    return f"{sentence} {words}"


def _draw(
    reader: Reader,
    line: Sequence[tuple[date, float | None]],
    unit: str,
    span: Span | None,
    _of: str,
    width: Width,
) -> Drawing:
    wide, high = _SIZES[width]
    values = [value for _, value in line]
    numbers = [value for value in values if value is not None]
    steps = round_steps(min(numbers), max(numbers))
    labels = [reader.number(step, decimals_of(steps)) for step in steps]
    left = 12 + 7.5 * max(map(len, labels))
    frame = Frame(left, wide - 12, 32, high - 28, steps[0], steps[-1], len(line))
    days = [day for day, _ in line]
    content = (
        _shade(frame, days, span),
        grid(frame, steps, labels, unit),
        _axis(frame, days, _LABELS[width]),
        _line(frame, values),
    )
    return Drawing(wide, high, joined(part for part in content if part is not None))


def _shade(frame: Frame, days: Sequence[date], span: Span | None) -> Drawn | None:
    if span is None or span.first > days[-1]:
        return None
    first = max((span.first - days[0]).days, 0)
    last = len(days) - 1 if span.last is None else min((span.last - days[0]).days, len(days) - 1)
    if last < first:
        return None
    return element(
        "rect",
        x=frame.x(first),
        y=frame.top,
        width=max(frame.x(last) - frame.x(first), 2),
        height=frame.bottom - frame.top,
        fill=RULE,
        fill_opacity=0.5,
        stroke="none",
    )


def _axis(frame: Frame, days: Sequence[date], count: int) -> Drawn:
    """The first and the last day, and as many between them as have room."""
    places = sorted({round(at * (len(days) - 1) / (count - 1)) for at in range(count)})
    anchors = {places[0]: "start", places[-1]: "end"}
    texts = (
        element(
            "text",
            f"{days[place].day:02}/{days[place].month:02}/{days[place].year % 100:02}",
            x=frame.x(place),
            y=frame.bottom + 20,
            text_anchor=anchors.get(place, "middle"),
        )
        for place in places
    )
    return element("g", *texts, fill=SOFT_INK, font_size=12)


def _line(frame: Frame, values: Sequence[float | None]) -> Drawn:
    """A day whose neighbours have no value is a point."""
    stroke = STROKES[0]
    path = "".join(
        "M" + "L".join(f"{decimal_text(frame.x(p))} {decimal_text(frame.y(v))}" for p, v in run)
        for run in runs(values)
        if len(run) > 1
    )
    points = [
        element("circle", cx=frame.x(run[0][0]), cy=frame.y(run[0][1]), r=2)
        for run in runs(values)
        if len(run) == 1
    ]
    drawn = element("path", d=path, fill="none", stroke_width=2, stroke_linejoin="round")
    return element("g", drawn if path else None, *points, stroke=stroke.colour, fill=stroke.colour)
