"""Values of areas in five shades, with the line of the legend for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from papers.pictures.fifths import fifths
from papers.pictures.palette import NO_DATA, SHADES, Ink
from papers.pictures.picture import LegendLine
from papers.pictures.reader import Reader, decimals_of


@dataclass(frozen=True, slots=True)
class Shaded:
    """`inks` and `labels` by code; `legend` from the lowest class on."""

    inks: Mapping[str, Ink]
    labels: Mapping[str, str]
    legend: tuple[LegendLine, ...]


def shaded(
    reader: Reader,
    values: Mapping[str, float | None],
    unit: str,
    count_of: Callable[[int], str],
) -> Shaded:
    """`values` by code, None for no data; `count_of` says how many areas: « 12 communes »."""
    numbers = {code: value for code, value in values.items() if value is not None}
    bounds = fifths(numbers.values())
    decimals = decimals_of(numbers.values())
    legend = []
    for rank, bound in enumerate(bounds.bounds):
        inside = [value for value in numbers.values() if bounds.class_of(value) == rank]
        words = _range_in_words(reader, inside, unit, decimals, count_of)
        legend.append(LegendLine(SHADES[bounds.shade_of(bound)], words))
    missing = len(values) - len(numbers)
    if missing:
        words = reader.gettext("sans donnée : %(communes)s") % {"communes": count_of(missing)}
        legend.append(LegendLine(NO_DATA, words))
    none = reader.gettext("sans donnée")
    inks = {
        code: NO_DATA if value is None else SHADES[bounds.shade_of(value)]
        for code, value in values.items()
    }
    labels = {
        code: none if value is None else reader.quantity(value, unit, decimals)
        for code, value in values.items()
    }
    return Shaded(inks, labels, tuple(legend))


def _range_in_words(
    reader: Reader,
    inside: Sequence[float],
    unit: str,
    decimals: int,
    count_of: Callable[[int], str],
) -> str:
    communes = count_of(len(inside))
    low, high = min(inside), max(inside)
    if low == high:
        words = reader.gettext("%(value)s : %(communes)s")
        return words % {"value": reader.quantity(low, unit, decimals), "communes": communes}
    words = reader.gettext("de %(low)s à %(high)s : %(communes)s")
    values = {
        "low": reader.number(low, decimals),
        "high": reader.quantity(high, unit, decimals),
    }
    return words % {**values, "communes": communes}
