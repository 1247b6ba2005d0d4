"""Bars from the greatest to the smallest, each with its name and its value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from papers.pictures.markup import Drawn, element, joined
from papers.pictures.palette import INK, NO_DATA, SOFT_INK, Ink
from papers.pictures.picture import Drawing, Picture, Width
from papers.pictures.reader import Reader, decimals_of
from papers.pictures.table import Column, Table

_LETTER = 8.2
"""Of text of 13 units: the mean width of a letter, bold and with a little to spare."""
_UNKNOWN = 42
"""The length of a hatched bar, which says nothing of a value."""
_PLAIN = Ink("ink-bar", "#8fb3c4")
_STRONG = Ink("ink-bar-strong", "#1f6f5c")


@dataclass(frozen=True, slots=True)
class Bar:
    """`value` None is no data; `strong` is the reader's own among others."""

    label: str
    value: float | None
    strong: bool = False


def ranked_bars(
    reader: Reader,
    title: str,
    bars: Sequence[Bar],
    unit: str,
    of: str,
    sentence: str | None = None,
) -> Picture:
    """`of` names what a bar is, as the header of the table: « Commune ». Bars without data come
    last, negative values go to the left of zero. One bar alone compares nothing, and is not drawn:
    its sentence says it.
    """
    known = sorted((bar for bar in bars if bar.value is not None), key=_rank)
    unknown = [bar for bar in bars if bar.value is None]
    ranked = (*known, *unknown)
    columns = (Column(of), Column(reader.gettext("Valeur"), unit, numeric=True))
    table = Table(title, columns, tuple((bar.label, bar.value) for bar in ranked))
    return Picture(
        reader,
        title,
        sentence or _sentence(reader, known, len(unknown), unit),
        table,
        "chart",
        draw=partial(_draw, reader, ranked, unit) if known and len(ranked) > 1 else None,
    )


def _rank(bar: Bar) -> tuple[float, str]:
    assert bar.value is not None
    return -bar.value, bar.label


def _sentence(reader: Reader, known: Sequence[Bar], unknown: int, unit: str) -> str:
    if not known:
        return reader.gettext("Aucune donnée à comparer.")
    first, last = known[0], known[-1]
    decimals = decimals_of(bar.value for bar in known)
    assert first.value is not None
    assert last.value is not None
    if len(known) == 1:
        words = reader.gettext("%(name)s : %(value)s.")
        value = reader.quantity(first.value, unit, decimals)
        range_in_words = reader.sentence(words, name=first.label, value=value)
    else:
        words = reader.gettext("De %(high)s (%(high_name)s) à %(low)s (%(low_name)s).")
        range_in_words = words % {
            "high": reader.quantity(first.value, unit, decimals),
            "high_name": first.label,
            "low": reader.quantity(last.value, unit, decimals),
            "low_name": last.label,
        }
    if not unknown:
        return range_in_words
    words = reader.gettext("Sans donnée : %(count)s.")
    return f"{range_in_words} {words % {'count': unknown}}"


def _draw(reader: Reader, ranked: Sequence[Bar], unit: str, of: str, width: Width) -> Drawing:
    """Names stand left of the bars where there is room, and above them where there is not."""
    wide = 720 if width == "wide" else 300
    none = reader.gettext("sans donnée")
    decimals = decimals_of(bar.value for bar in ranked)
    texts = [
        none if bar.value is None else reader.quantity(bar.value, unit, decimals) for bar in ranked
    ]
    room = 12 + _LETTER * max(map(len, texts))
    left = 0.0
    if width == "wide":
        left = 12 + min(_LETTER * max(len(bar.label) for bar in ranked), 330)
    values = [bar.value for bar in ranked if bar.value is not None]
    low, high = min(*values, 0.0), max(*values, 0.0)
    # Left of zero a value stands left of its bar.
    first = left + (room if low < 0 else 0)
    scale = (wide - room - first) / ((high - low) or 1)
    zero = first - low * scale
    step, name_height = (30, 0) if width == "wide" else (48, 18)
    rows = [
        _bar(bar, text, wide, left, zero, scale, place * step + name_height, of)
        for place, (bar, text) in enumerate(zip(ranked, texts, strict=True))
    ]
    height = step * len(ranked)
    baseline = element("line", x1=zero, x2=zero, y1=0, y2=height, stroke=SOFT_INK, stroke_width=1)
    inks = (NO_DATA,) if len(values) < len(ranked) else ()
    return Drawing(wide, height, element("g", joined(rows), baseline, font_size=13), inks)


def _bar(
    bar: Bar,
    text: str,
    wide: float,
    left: float,
    zero: float,
    scale: float,
    top: float,
    of: str,
) -> Drawn:
    weight = "bold" if bar.strong else None
    if left:
        most = int((left - 12) / _LETTER)
        name = element(
            "text", _cut(bar.label, most), x=left - 8, y=top + 19, text_anchor="end", fill=INK,
            font_weight=weight,
        )  # fmt: skip
    else:
        label = _cut(bar.label, int(wide / _LETTER))
        name = element("text", label, x=0, y=top - 4, fill=INK, font_weight=weight)
    value = bar.value or 0.0
    length = abs(value) * scale
    ink = NO_DATA if bar.value is None else _STRONG if bar.strong else _PLAIN
    drawn = element(
        "rect",
        element("title", f"{bar.label} : {text}"),
        x=zero if value >= 0 else zero - length,
        y=top + 4,
        width=_UNKNOWN if bar.value is None else max(length, 1),
        height=22,
        fill=ink.paint(of),
        class_=ink.name,
    )
    reach = _UNKNOWN if bar.value is None else length
    after = value >= 0
    shown = element(
        "text",
        text,
        x=zero + reach + 6 if after else zero - length - 6,
        y=top + 19,
        text_anchor=None if after else "end",
        fill=INK if bar.value is not None else SOFT_INK,
        font_weight=weight,
    )
    return joined((name, drawn, shown))


def _cut(label: str, most: int) -> str:
    """The whole name stands in the table."""
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"
