"""One number, large, with the one of a year before beside it."""

from __future__ import annotations

from functools import partial

from papers.pictures.markup import Drawn, element, joined
from papers.pictures.palette import INK, SOFT_INK
from papers.pictures.picture import Drawing, Picture, Width
from papers.pictures.reader import Reader, decimals_of
from papers.pictures.table import Column, Table

_HIGH = {"wide": 120, "narrow": 110}
_WIDE = {"wide": 720, "narrow": 300}
_BAR = 14
_TREND_WIDTH = 200


def big_number(
    reader: Reader,
    title: str,
    value: float,
    unit: str,
    before: float | None = None,
    change: str | None = None,
) -> Picture:
    """`before` is the number of a year before, and `change` the difference in words: « −4 % »."""
    words = reader.quantity(value, unit, decimals_of((value,)))
    sentence = f"{words}."
    if before is not None and change is not None:
        compared = reader.gettext("%(value)s ; un an plus tôt %(before)s, soit %(change)s.")
        sentence = reader.sentence(
            compared,
            value=words,
            before=reader.quantity(before, unit, decimals_of((before,))),
            change=change,
        )
    columns = (
        Column(reader.gettext("Chiffre")),
        Column(reader.gettext("Valeur"), unit, numeric=True),
    )
    rows: tuple[tuple[str | float | None, ...], ...] = ((title, value),)
    if before is not None:
        rows = (*rows, (reader.gettext("Un an plus tôt"), before))
    return Picture(
        reader,
        title,
        sentence,
        Table(title, columns, rows),
        "chart",
        draw=partial(_draw, reader, value, words, before, change),
    )


def _draw(
    reader: Reader,
    value: float,
    words: str,
    before: float | None,
    change: str | None,
    _of: str,
    width: Width,
) -> Drawing:
    size = 56 if width == "wide" else 34
    number = element("text", words, x=0, y=size, font_size=size, font_weight="bold", fill=INK)
    trend = None
    if before is not None and change is not None:
        trend = _trend(reader, value, before, change, size + 14)
    return Drawing(_WIDE[width], _HIGH[width], joined((number, trend)))


def _trend(reader: Reader, value: float, before: float, change: str, top: float) -> Drawn:
    """Two bars of one scale, the year before above, and the difference in words."""
    most = max(abs(value), abs(before)) or 1
    bars = [
        element(
            "rect",
            element("title", reader.number(number, decimals_of((value, before)))),
            x=0,
            y=top + place * (_BAR + 4),
            width=max(abs(number) / most * _TREND_WIDTH, 1),
            height=_BAR,
            class_=name,
            fill=colour,
        )
        for place, (number, name, colour) in enumerate(
            ((before, "ink-bar", "#8fb3c4"), (value, "ink-bar-strong", "#1f6f5c"))
        )
    ]
    text = element(
        "text", change, x=_TREND_WIDTH + 10, y=top + _BAR + 8, font_size=16, fill=SOFT_INK
    )
    return joined((*bars, text))
