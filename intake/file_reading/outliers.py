"""Figures and days that say "nothing" in figures (-999, 1900-01-01), or are a thousand times off.

The file alone cannot tell for certain: they are asked about, and never added up in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from intake.file_reading.column_units import in_words
from intake.file_reading.names import words_of
from intake.file_reading.typed import MOST_SHOWN, ColumnQuestion
from intake.file_reading.values import Cell
from intake.file_reading.vocabulary import vocabulary

NOTHING, VALUE = "nothing", "value"
DIVIDE, AS_WRITTEN = "rescale", "as_written"
_NINES = re.compile(r"9{3,}(?:\.9+)?")
_NEGATIVE = frozenset({"-1", "-9", "-99", "-999", "-9999", "-99999", "-999999", "-9999999"})
_OTHER = frozenset(
    {
        *("1111111", "12345678", "123456789", "2147483647", "4294967295"),
        *("255", "32767", "3276.7", "327.67", "65535", "6553.5", "655.35"),
    }
)
_GREATEST = frozenset({"32767", "65535", "2147483647", "4294967295", "6553.5", "655.35"})
"""Of a program's whole numbers too: twice, above all else, they are hardly measured."""
_LEAST = frozenset({"-128", "-32768", "-3276.8", "-327.68", "-32767", "-2147483648"})
"""Of a program's whole numbers, the least and the greatest: in tenths and hundredths too."""
_LEAST_OTHERS = 3
_LEAST_SPREAD, _OFTEN, _GAPS = 10, 2, 2
_MAY_REPEAT = vocabulary(
    "montant prix tarif cout total nb nombre qte quantite forfait caution subvention aide prime "
    "dotation budget depense recette credit"
)
_SMALL, _SOME_ROWS = 99, 2
_SIGNED = vocabulary(
    "ecart variation solde evolution evol delta difference temperature temp regularisation avoir "
    "credit debit montant balance"
)
"""Words of columns whose figures may well be a little below zero."""
_FAR = 10
_EMPTY_DAYS = frozenset(
    {
        *(date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1900, 1, 2)),
        *(date(1901, 1, 1), date(1904, 1, 1), date(1970, 1, 1), date(1753, 1, 1), date(1, 1, 1)),
        *(date(1800, 1, 1), date(2099, 12, 31), date(2999, 12, 31), date(9999, 12, 31)),
        *(date(9999, 1, 1), date(2100, 1, 1), date(2999, 1, 1), date(1111, 11, 11)),
    }
)
_SEVERAL_YEARS = 15
_NO_MEASURE = vocabulary("code numero no id index annee an rang ordre longitude latitude lon lat")
_THOUSAND = Decimal(1000)
_GAP, _MOST_FAR, _LEAST_NEAR = 40, 5, 6


def number_sentinels(
    name: str, values: Mapping[Cell, Decimal], counts: Mapping[Cell, int]
) -> list[Cell]:
    """-999 where nothing else is below zero; 9999999 where nothing else is near it."""
    may_fall = bool(set(words_of(name)) & _SIGNED)
    suspects = [
        cell for cell, value in values.items()
        if _is_suspect(value) and not (may_fall and -_SMALL < value < 0)
    ]  # fmt: skip
    if not suspects:
        return _far_and_often(name, values, counts)
    apart = set(suspects)
    others = [value for cell, value in values.items() if cell not in apart]
    if len(others) < _LEAST_OTHERS:
        return []
    low, high = min(others), max(others)
    sentinels = []
    for cell in suspects:
        value = values[cell]
        if value < 0:
            is_far = low >= 0 or value * 2 < low * _FAR
            is_often = counts.get(cell, 1) > _SOME_ROWS or value <= -_SMALL
            if is_far and is_often:
                sentinels.append(cell)
        elif (
            value > _FAR * max(abs(high), Decimal(1))
            or (counts.get(cell, 1) > 2 and value > 3 * high)
            or (
                counts.get(cell, 1) >= _OFTEN
                and value > high
                and f"{value.normalize():f}" in _GREATEST
            )
        ):
            sentinels.append(cell)
    return sentinels or _far_and_often(name, values, counts)


def _far_and_often(
    name: str, values: Mapping[Cell, Decimal], counts: Mapping[Cell, int]
) -> list[Cell]:
    """The least or the greatest of measures, where it comes again and again, and the others are
    near each other and far from it: -127 of a lost probe, 85 among 12 to 20.
    """
    if set(words_of(name)) & (_NO_MEASURE | _MAY_REPEAT) or len(values) < _LEAST_SPREAD:
        return []
    ordered = sorted(values, key=lambda cell: values[cell])
    for cell, rest in ((ordered[0], ordered[1:]), (ordered[-1], ordered[:-1])):
        low, high = values[rest[0]], values[rest[-1]]
        value = values[cell]
        gap = low - value if value < low else value - high
        is_often = counts.get(cell, 1) >= _OFTEN and gap > _GAPS * (high - low)
        if is_often and value and _is_of_a_program(value):
            return [cell]
    return []


def _is_of_a_program(value: Decimal) -> bool:
    """Whole, or of nines."""
    return value == value.to_integral_value() or set(f"{abs(value)}") <= set("9.")


def _is_suspect(value: Decimal) -> bool:
    text = f"{value.normalize():f}"
    if value < 0:
        whole = text.partition(".")[0]
        if text in _LEAST:
            return True
        return whole in _NEGATIVE and (text == whole or set(text) <= set("-9."))
    return _NINES.fullmatch(text) is not None or text in _OTHER


def day_sentinels(values: Mapping[Cell, object]) -> list[Cell]:
    """1900-01-01 among days of this century; never among dates of birth that come near it."""
    days = {cell: _day(value) for cell, value in values.items()}
    suspects = [cell for cell, day in days.items() if day in _EMPTY_DAYS]
    others = [day for day in days.values() if day is not None and day not in _EMPTY_DAYS]
    if not suspects or len(others) < _SOME_ROWS:
        return []
    first, last = min(others).year, max(others).year
    return [
        cell for cell in suspects
        if (day := days[cell]) is not None
        and (day.year < first - _SEVERAL_YEARS or day.year > last + _SEVERAL_YEARS)
    ]  # fmt: skip


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def ask_of_sentinels(cells: list[Cell], shown: list[str]) -> ColumnQuestion:
    """`shown`: the value that each cell would be."""
    pairs = tuple(
        (cell, ("—", text)) for cell, text in zip(cells, shown, strict=True)
    )[:MOST_SHOWN]  # fmt: skip
    return ColumnQuestion("sentinel", tuple(shown[:MOST_SHOWN]), (NOTHING, VALUE), pairs)


def far_figures(
    name: str, values: Mapping[Cell, Decimal], counts: Mapping[Cell, int]
) -> dict[Cell, Decimal]:
    """Cells a thousand times off the rest of the column, and what each would be among them.

    Sorted by size, they stand apart from the others by a wide gap, they are few, and a factor of
    a thousand puts all of them back inside.
    """
    if set(words_of(name)) & _NO_MEASURE:
        return {}
    ordered = sorted(size for size in map(_size, values.values()) if size)
    if len(ordered) <= _LEAST_NEAR:
        return {}
    gap, at = max((after / before, nth) for nth, (before, after) in
                  enumerate(pairwise(ordered), start=1))  # fmt: skip
    if gap < _GAP:
        return {}
    are_high = len(ordered) - at < at
    many, factor = (ordered[:at], 1 / _THOUSAND) if are_high else (ordered[at:], _THOUSAND)
    few = {
        cell: value for cell, value in values.items()
        if (size := _size(value)) and (size >= ordered[at]) is are_high
    }  # fmt: skip
    number = sum(counts.get(cell, 1) for cell in few)
    total = sum(counts.get(cell, 1) for cell, value in values.items() if _size(value))
    if len(many) < _LEAST_NEAR or number * _MOST_FAR > total:
        return {}
    moved = {cell: value * factor for cell, value in few.items()}
    is_inside = all(many[0] / 2 <= abs(value) <= many[-1] * 2 for value in moved.values())
    return moved if is_inside else {}


def _size(value: Decimal) -> float:
    return abs(float(value))


def ask_of_far(moved: Mapping[Cell, Decimal], values: Mapping[Cell, Decimal]) -> ColumnQuestion:
    cells = list(moved)[:MOST_SHOWN]
    shown = tuple((cell, (in_words(moved[cell]), in_words(values[cell]))) for cell in cells)
    examples = tuple(in_words(values[cell]) for cell in cells)
    return ColumnQuestion("magnitude", examples, (DIVIDE, AS_WRITTEN), shown)
