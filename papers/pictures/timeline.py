"""One bar a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from papers.pictures.axis import round_steps
from papers.pictures.markup import Drawn, element, joined
from papers.pictures.palette import INK, NO_DATA, RULE, SOFT_INK, Ink
from papers.pictures.picture import Drawing, Picture, Width
from papers.pictures.reader import Reader, decimals_of
from papers.pictures.table import Column, Table

_SIZES = {"wide": (720, 240), "narrow": (300, 200)}
ROOM = 36
"""The width that the word of a month, or its value, needs."""
_BAR = Ink("ink-bar-strong", "#1f6f5c")


@dataclass(frozen=True, slots=True)
class MonthValue:
    """`value` None is a month without data, which is not zero."""

    year: int
    month: int
    value: float | None


def month_bars(
    reader: Reader,
    title: str,
    months: Sequence[MonthValue],
    unit: str,
    sentence: str | None = None,
) -> Picture:
    """`months` in their order, none left out. Values are not negative."""
    columns = (
        Column(reader.gettext("Mois")),
        Column(reader.gettext("Valeur"), unit, numeric=True),
    )
    rows = tuple((_named(reader, month), month.value) for month in months)
    return Picture(
        reader,
        title,
        sentence or _sentence(reader, months, unit),
        Table(title, columns, rows),
        "chart",
        draw=partial(_draw, reader, tuple(months), unit) if months else None,
    )


def _named(reader: Reader, month: MonthValue) -> str:
    return f"{reader.month(month.month)} {month.year}"


def _sentence(reader: Reader, months: Sequence[MonthValue], unit: str) -> str:
    known = [month for month in months if month.value is not None]
    if not known:
        return reader.gettext("Aucune donnée pour ces mois.")
    total = sum(month.value or 0 for month in known)
    if not total:
        words = reader.gettext("Rien entre %(first)s et %(last)s.")
        return words % {
            "first": _named(reader, months[0]),
            "last": _named(reader, months[-1]),
        }
    most = max(known, key=lambda month: month.value or 0)
    decimals = decimals_of(month.value for month in known)
    words = reader.gettext(
        "%(total)s entre %(first)s et %(last)s ; le plus en %(month)s : %(most)s."
    )
    return reader.sentence(
        words,
        total=reader.quantity(total, unit, decimals),
        first=_named(reader, months[0]),
        last=_named(reader, months[-1]),
        month=_named(reader, most),
        most=reader.quantity(most.value or 0, unit, decimals),
    )


def _draw(
    reader: Reader, months: Sequence[MonthValue], unit: str, of: str, width: Width
) -> Drawing:
    wide, high = _SIZES[width]
    steps = round_steps(0, max((month.value or 0 for month in months), default=0), about=3)
    labels = [reader.number(step, decimals_of(steps)) for step in steps]
    left, top, bottom = 12 + 7.5 * max(map(len, labels)), 28.0, high - 40.0
    tall = (bottom - top) / steps[-1]
    slot = (wide - left - 4) / len(months)
    rules = [
        joined(
            (
                element("line", x1=left, x2=wide, y1=bottom - step * tall, y2=bottom - step * tall),
                element(
                    "text",
                    label,
                    x=left - 8,
                    y=bottom - step * tall + 4,
                    fill=SOFT_INK,
                    stroke="none",
                    text_anchor="end",
                ),
            )
        )
        for step, label in zip(steps, labels, strict=True)
    ]
    bars = [
        _bar(month, _pointed_at(reader, month, unit), left + slot * place, slot, bottom, tall, of)
        for place, month in enumerate(months)
    ]
    values = _values(reader, months, left, slot, bottom, tall) if slot >= ROOM else None
    parts = (
        element("g", *rules, stroke=RULE, stroke_width=1),
        element("text", unit, x=2, y=14, fill=SOFT_INK),
        *bars,
        values,
        element("line", x1=left, x2=wide, y1=bottom, y2=bottom, stroke=SOFT_INK),
        _axis(reader, months, left, slot, bottom),
    )
    inks = (NO_DATA,) if any(month.value is None for month in months) else ()
    return Drawing(wide, high, element("g", joined(parts), font_size=12), inks)


def _pointed_at(reader: Reader, month: MonthValue, unit: str) -> str:
    """The words of a bar that is pointed at."""
    if month.value is None:
        return f"{_named(reader, month)} : {reader.gettext('sans donnée')}"
    value = reader.quantity(month.value, unit, decimals_of((month.value,)))
    return f"{_named(reader, month)} : {value}"


def _bar(
    month: MonthValue,
    title: str,
    left: float,
    slot: float,
    bottom: float,
    tall: float,
    of: str,
) -> Drawn:
    gap = min(slot * 0.2, 8)
    known = month.value is not None
    height = (month.value or 0) * tall if known else 24
    ink = _BAR if known else NO_DATA
    return element(
        "rect",
        element("title", title),
        x=left + gap / 2,
        y=bottom - height,
        width=slot - gap,
        height=height,
        fill=ink.paint(of),
        class_=ink.name,
    )


def _values(
    reader: Reader,
    months: Sequence[MonthValue],
    left: float,
    slot: float,
    bottom: float,
    tall: float,
) -> Drawn:
    decimals = decimals_of(month.value for month in months)
    texts = (
        element(
            "text",
            reader.number(month.value, decimals),
            x=left + slot * (place + 0.5),
            y=bottom - month.value * tall - 5,
        )
        for place, month in enumerate(months)
        if month.value is not None
    )
    return element("g", *texts, text_anchor="middle", fill=INK)


def _axis(
    reader: Reader, months: Sequence[MonthValue], left: float, slot: float, bottom: float
) -> Drawn:
    """As many months as have room for their word; the year under its first one."""
    every = next(step for step in (1, 2, 3, 6, 12, len(months) + 1) if slot * step >= ROOM)
    texts = []
    year_shown = None
    for place, month in enumerate(months):
        middle = left + slot * (place + 0.5)
        if place % every == 0:
            texts.append(
                element("text", reader.month(month.month), x=middle, y=bottom + 16, fill=SOFT_INK)
            )
            if month.year != year_shown:
                year = str(month.year)
                texts.append(element("text", year, x=middle, y=bottom + 32, fill=INK))
                year_shown = month.year
    return element("g", *texts, text_anchor="middle")
