"""Totals, averages and carried sums by the words that name them, or as bare sums of all above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.fold import fold
from intake.file_reading.cell_text import is_label, shown, sort_of
from intake.file_reading.number_text import Marks, parts_of, value_of
from intake.file_reading.row_cells import cell_at
from intake.file_reading.values import Cell, Reason, Row, Sheet

TOTAL_LABELS = (
    (
        re.compile(
            r"(sous[ -]?tota(l|ux)|s[/.-]?s?[/. -]?total|ss[ -]total|sub[ -]?total|s[/.]t)\b"
        ),
        Reason.SUBTOTAL,
    ),
    (
        re.compile(r"((grand|super)[ -])?tota(l|ux)\b|tot\.|somme\b|cumul\b|ensemble\b|[Σσ∑]"),
        Reason.TOTAL,
    ),
    (
        re.compile(
            r"(moyenne|moy|mediane|average|mean|median|ecart[ -]type)\b|(max|min)(i|imum)?$"
        ),
        Reason.AVERAGE,
    ),
    (re.compile(r"(a reporter|reports?\b|report de)\b"), Reason.CARRIED_FORWARD),
)  # fmt: skip
_OF_ONE_THING = re.compile(r"[a-z][a-z' ()-]{2,40} tota(l|ux|le|les)\b.{0,12}")
"""`Puissance totale`: under rows that fill twice as many cells."""
_BALANCE = re.compile(
    r"(ancien|nouveau) solde\b|solde (initial|final|anterieur|precedent|reporte|a l'ouverture)\b"
    r"|(opening|closing) balance\b"
)
"""Of an account, before its first movement and after its last."""
_MONEY_LINES = re.compile(
    r"(t\.?v\.?a\.?\b|(montant |net )?(ht|ttc)\b|montant tva|(net|reste) a payer|remise\b|acompte)"
)


_STARS, _MOST_STARRED = re.compile(r"\*{1,4}"), 4


@dataclass(slots=True)
class TableShape:
    """The shape of most rows of a table: its columns, their sorts, the cells that a row fills."""

    columns: Sequence[int]
    text_columns: frozenset[int]
    number_columns: frozenset[int]
    sorts: dict[int, str]
    """Of the columns nine tenths of whose cells are of one sort."""
    median: int
    is_even: bool
    """Nine rows of ten have at least half the cells of the median row."""


@dataclass(slots=True)
class Sums:
    """Sums of the rows of data so far; added up only when a row without words asks for them."""

    sheet: Sheet
    columns: frozenset[int]
    data: list[int]
    _totals: dict[int, float] = field(default_factory=dict)
    _added: int = 0

    def so_far(self) -> dict[int, float]:
        for at in self.data[self._added :]:
            for column in self.columns:
                value = _value(cell_at(self.sheet.rows[at], column))
                if value is not None:
                    self._totals[column] = self._totals.get(column, 0.0) + value
        self._added = len(self.data)
        return self._totals


def reason_of_sum(row: Row, present: list[int], shape: TableShape, sums: Sums) -> Reason | None:
    if _is_balance(row, present, shape):
        return Reason.CARRIED_FORWARD
    return _reason_of_total(row, present, shape, sums)


def _reason_of_total(row: Row, present: list[int], shape: TableShape, sums: Sums) -> Reason | None:
    usual = max(len(shape.text_columns) - 1, 0)
    if sum(at in shape.text_columns for at in present) - 1 > 0.34 * usual:
        return None
    label_at = next((at for at in present if is_label(row[at])), None)
    others = [at for at in present if at in shape.text_columns and at != label_at]
    if _is_starred(row, present, shape):
        return Reason.TOTAL
    if label_at is None:
        is_bare = shape.text_columns and not others and len(present) < shape.median
        return Reason.TOTAL if is_bare and _matches(row, present, sums) else None
    label = fold(shown(row[label_at])).strip(" :*-=>.")
    if len(others) > 0.34 * usual:
        return None
    numbers = any(sort_of(row[at]) == "number" for at in present if at != label_at)
    for form, reason in TOTAL_LABELS:
        if form.match(label):
            # `Total` alone over a table whose rows are as bare may be somebody's name.
            is_sparse = len(present) < shape.median or others == [] or not shape.text_columns
            return reason if (numbers or len(present) == 1) and is_sparse else None
    few = max(2, shape.median // 2)
    is_of_one_thing = _OF_ONE_THING.fullmatch(label) is not None and few < shape.median
    is_said = is_of_one_thing or _MONEY_LINES.match(label) is not None
    return Reason.TOTAL if is_said and numbers and len(present) <= few else None


def _is_starred(row: Row, present: list[int], shape: TableShape) -> bool:
    """`* | 425,753 | TO`: stars alone, a figure, its unit, in less than half of the cells."""
    first, rest = present[0], present[1:]
    is_marked = _STARS.fullmatch(shown(row[first]).strip()) is not None
    is_short = 2 * len(present) <= shape.median and len(rest) <= _MOST_STARRED
    numbers = sum(sort_of(row[at]) == "number" for at in rest)
    return is_marked and is_short and numbers > 0 and len(rest) - numbers <= 1


def _is_balance(row: Row, present: list[int], shape: TableShape) -> bool:
    words = (fold(shown(row[at])) for at in present)
    return len(present) < shape.median and any(map(_BALANCE.match, words))


def _matches(row: Row, present: list[int], sums: Sums) -> bool:
    """Each of its numbers is the sum of those above."""
    values = {at: _value(row[at]) for at in present}
    above = sums.so_far()
    return bool(values) and all(
        value is not None
        and at in above
        and abs(value - above[at]) <= 0.005 + 1e-9 * abs(above[at])
        for at, value in values.items()
    )


def _value(cell: Cell) -> float | None:
    if isinstance(cell, int | float):
        return float(cell)
    number = parts_of(cell) if isinstance(cell, str) else None
    if number is None:
        return None
    value = value_of(number, Marks(decimal=",", is_mixed=True))
    return None if value is None else float(value)
