"""Values by year beside the straight line that leads from a base to a target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from papers.pictures.axis import round_steps
from papers.pictures.lines import marker
from papers.pictures.markup import Drawn, decimal_text, element, joined
from papers.pictures.palette import INK, RULE, SOFT_INK, STROKES
from papers.pictures.picture import Drawing, Picture, Width
from papers.pictures.reader import Reader, decimals_of
from papers.pictures.table import Column, Table

_SIZES: Final = {"wide": (720, 320), "narrow": (300, 260)}
_LINE, _AIM, _PARTIAL = STROKES[0], STROKES[1], STROKES[4]
_ROOM: Final = 44
"""The width that the label of a year needs."""


@dataclass(frozen=True, slots=True)
class YearValue:
    """None is no data. `months` of a year that is not whole; None for one that is."""

    year: int
    value: float | None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """The straight line, from its base to its target. `expected`: its value by year."""

    base_year: int
    base_value: float
    target_year: int
    target_value: float

    def expected(self, year: int) -> float | None:
        """None before the base; the target's from its year on."""
        if year < self.base_year:
            return None
        if year >= self.target_year:
            return self.target_value
        part = (year - self.base_year) / (self.target_year - self.base_year)
        return self.base_value + (self.target_value - self.base_value) * part


def year_values(
    reader: Reader,
    title: str,
    values: Sequence[YearValue],
    unit: str,
    aim: Aim | None = None,
    sentence: str | None = None,
) -> Picture:
    """In the order of the years; a year that is not there is not filled, and one that is not whole
    is a ring that no line joins.
    """
    drawable = any(each.value is not None for each in values)
    return Picture(
        reader,
        title,
        sentence or _sentence(reader, values, unit),
        _table(reader, title, values, unit, aim),
        "chart",
        draw=partial(_draw, reader, tuple(values), unit, aim) if drawable else None,
        notes=_notes(reader, values, aim),
    )


def _sentence(reader: Reader, values: Sequence[YearValue], unit: str) -> str:
    whole = [each for each in values if each.value is not None and each.months is None]
    if not whole:
        return reader.gettext("Aucune année entière n'a de valeur.")
    last = whole[-1]
    decimals = decimals_of(each.value for each in whole)
    quantity = reader.quantity(last.value or 0.0, unit.rstrip("."), decimals)
    return reader.gettext("%(year)s : %(value)s.") % {"year": last.year, "value": quantity}


def _notes(reader: Reader, values: Sequence[YearValue], aim: Aim | None) -> tuple[str, ...]:
    notes = []
    if aim is not None:
        notes.append(reader.gettext("En tirets : la droite qui mène de la base à la cible."))
    if any(each.months is not None and each.value is not None for each in values):
        notes.append(reader.gettext("Un rond vide est une année dont il manque des mois."))
    return tuple(notes)


def _table(
    reader: Reader, title: str, values: Sequence[YearValue], unit: str, aim: Aim | None
) -> Table:
    headers = [
        Column(reader.gettext("Année")),
        Column(reader.gettext("Valeur"), unit, numeric=True),
        Column(reader.gettext("Mois"), numeric=True),
    ]
    if aim is not None:
        headers.append(Column(reader.gettext("Trajectoire"), unit, numeric=True))
    by_year = {each.year: each for each in values}
    years = sorted(by_year.keys() | (set() if aim is None else {aim.base_year, aim.target_year}))
    rows = []
    for year in years:
        each = by_year.get(year, YearValue(year, None))
        months = 12 if each.months is None and year in by_year else each.months
        row: list[str | float | None] = [str(year), each.value, months]
        rows.append((*row, *([] if aim is None else [aim.expected(year)])))
    return Table(title, tuple(headers), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Frame:
    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float
    first: int
    last: int

    def x(self, year: int) -> float:
        span = max(self.last - self.first, 1)
        return self.left + (self.right - self.left) * (year - self.first) / span

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


def _draw(
    reader: Reader,
    values: Sequence[YearValue],
    unit: str,
    aim: Aim | None,
    _of: str,
    width: Width,
) -> Drawing:
    wide, high = _SIZES[width]
    numbers = [each.value for each in values if each.value is not None]
    years = [each.year for each in values]
    if aim is not None:
        numbers += [aim.base_value, aim.target_value]
        years += [aim.base_year, aim.target_year]
    steps = round_steps(min(numbers), max(numbers))
    labels = [reader.number(step, decimals_of(steps)) for step in steps]
    left = 26 + 7.5 * max(map(len, labels))
    frame = _Frame(left, wide - 26, 32, high - 30, steps[0], steps[-1], min(years), max(years))
    decimals = decimals_of(numbers)
    parts = [
        _grid(frame, steps, labels, unit),
        _years(frame),
        None if aim is None else _aim(reader, aim, unit, decimals, frame),
        _line(reader, values, unit, decimals, frame),
    ]
    return Drawing(wide, high, joined(part for part in parts if part is not None))


def _grid(frame: _Frame, steps: Sequence[float], labels: Sequence[str], unit: str) -> Drawn:
    left = frame.left - 14
    rules = [
        element("line", x1=left, x2=frame.right + 14, y1=frame.y(step), y2=frame.y(step))
        for step in steps
    ]
    texts = [
        element("text", label, x=left - 8, y=frame.y(step) + 4)
        for step, label in zip(steps, labels, strict=True)
    ]
    return joined(
        (
            element("g", *rules, stroke=RULE, stroke_width=1),
            element("g", *texts, fill=SOFT_INK, font_size=12, text_anchor="end"),
            element("text", unit, x=2, y=14, fill=SOFT_INK, font_size=12),
        )
    )


def _years(frame: _Frame) -> Drawn:
    """As many as have room, the last one among them."""
    count = frame.last - frame.first + 1
    slot = (frame.right - frame.left) / max(count - 1, 1)
    every = next(step for step in range(1, count + 2) if slot * step >= _ROOM or step > count)
    texts = (
        element("text", str(year), x=frame.x(year), y=frame.bottom + 20)
        for year in range(frame.last, frame.first - 1, -every)
    )
    return element("g", *texts, fill=INK, font_size=12, text_anchor="middle")


def _aim(reader: Reader, aim: Aim, unit: str, decimals: int, frame: _Frame) -> Drawn:
    ends = ((aim.base_year, aim.base_value), (aim.target_year, aim.target_value))
    path = "L".join(
        f"{decimal_text(frame.x(year))} {decimal_text(frame.y(value))}" for year, value in ends
    )
    names = (reader.gettext("Base"), reader.gettext("Cible"))
    points = [
        element(
            "g",
            element("title", f"{name} {year} : {reader.quantity(value, unit, decimals)}"),
            marker(_AIM, frame.x(year), frame.y(value), 5),
        )
        for name, (year, value) in zip(names, ends, strict=True)
    ]
    line = element("path", d=f"M{path}", fill="none", stroke_width=2, stroke_dasharray=_AIM.dashes)
    return element("g", line, *points, stroke=_AIM.colour, fill=_AIM.colour)


def _line(
    reader: Reader, values: Sequence[YearValue], unit: str, decimals: int, frame: _Frame
) -> Drawn:
    whole = {
        each.year: each.value for each in values if each.value is not None and each.months is None
    }
    path = "".join(
        "M"
        + "L".join(
            f"{decimal_text(frame.x(year))} {decimal_text(frame.y(value))}" for year, value in run
        )
        for run in _runs(whole)
        if len(run) > 1
    )
    points = [
        element("g", _point_title(reader, each, unit, decimals), _marked(each, frame))
        for each in values
        if each.value is not None
    ]
    drawn = element("path", d=path, fill="none", stroke_width=3, stroke_linejoin="round")
    return element("g", drawn if path else None, *points, stroke=_LINE.colour, fill=_LINE.colour)


def _point_title(reader: Reader, each: YearValue, unit: str, decimals: int) -> Drawn:
    words = f"{each.year} : {reader.quantity(each.value or 0.0, unit, decimals)}"
    if each.months is not None:
        rest = reader.gettext("%(count)s mois sur 12") % {"count": each.months}
        words = f"{words} ({rest})"
    return element("title", words)


def _marked(each: YearValue, frame: _Frame) -> Drawn:
    stroke = _LINE if each.months is None else _PARTIAL
    return marker(stroke, frame.x(each.year), frame.y(each.value or 0.0), 4.5)


def _runs(whole: Mapping[int, float]) -> Iterator[list[tuple[int, float]]]:
    """Years that follow each other with a value."""
    run: list[tuple[int, float]] = []
    for year in sorted(whole):
        if run and year != run[-1][0] + 1:
            yield run
            run = []
        run.append((year, whole[year]))
    if run:
        yield run
