"""Amounts whose free places are filled with signs, as on cheques: `*****152,30`, `=1 500,00=`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from intake.file_reading.number_text import parts_of
from intake.file_reading.values import Cell, Row, Sheet

_FILLS = frozenset("*#_=-–—.…")
_FILLING = r"(?:[*#_…]+|[=–—.-]{2,})"
_AMOUNT = r"(?P<amount>[-−]?\s?(?:[€$£]\s?)?\d(?:[\d .,'\u00a0\u202f\u2009]*\d)?(?:\s?(?:€|EUR))?)"
_FILLED = re.compile(
    rf"\s*(?:{_FILLING}\s*{_AMOUNT}\s*{_FILLING}?|=\s*{_AMOUNT.replace('amount', 'between')}\s*="
    rf"|{_AMOUNT.replace('amount', 'before')}\s*{_FILLING})\s*"
)
_DECIMALS = re.compile(r"[.,]\d\d(?:\D|$)")
_LONGEST, _FEWEST, _MOSTLY = 60, 3, 0.8


def without_fillings(sheet: Sheet) -> Sheet:
    """A copy with the amounts alone, that knows the sheet as it was; the sheet itself where no
    column is filled so.
    """
    amounts = _amounts(sheet.rows)
    columns = {column for column, own in amounts.items() if _are_amounts(sheet.rows, column, own)}
    if not columns:
        return sheet
    rows: list[Row] = list(sheet.rows)
    for column in columns:
        for at, amount in amounts[column].items():
            if rows[at] is sheet.rows[at]:
                rows[at] = list(rows[at])
            rows[at][column] = amount
    return replace(sheet, rows=rows, whole=sheet.whole or sheet)


def _amounts(rows: Sequence[Row]) -> dict[int, dict[int, str]]:
    """By column, the amount of each row whose cell is filled."""
    amounts: dict[int, dict[int, str]] = {}
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if type(cell) is str and (cell[0] in _FILLS or cell[-1] in _FILLS):
                amount = _amount_in(cell)
                if amount is not None:
                    amounts.setdefault(column, {})[at] = amount
    return amounts


def _amount_in(cell: str) -> str | None:
    match = _FILLED.fullmatch(cell) if len(cell) <= _LONGEST else None
    if match is None:
        return None
    amount = str(match["amount"] or match["between"] or match["before"]).strip()
    return amount if parts_of(amount) is not None else None


def _are_amounts(rows: Sequence[Row], column: int, amounts: Mapping[int, str]) -> bool:
    """Nearly all figures of the column are so; with decimals, or of several lengths in a field of
    one: the last four figures of a card are not.
    """
    cells = [(at, row[column]) for at, row in enumerate(rows) if column < len(row)]
    figures = sum(at in amounts or _holds_figures(cell) for at, cell in cells)
    several = sum(_is_widely_filled(rows[at][column]) for at in amounts)
    if several < max(_FEWEST, _MOSTLY * len(amounts)) or len(amounts) < _MOSTLY * figures:
        return False
    decimals = sum(_DECIMALS.search(amount) is not None for amount in amounts.values())
    widths = Counter(len(str(rows[at][column]).strip()) for at in amounts)
    lengths = {len(amount) for amount in amounts.values()}
    is_padded = max(widths.values()) >= _MOSTLY * len(amounts) and len(lengths) > 1
    return decimals >= _MOSTLY * len(amounts) or is_padded


def _is_widely_filled(cell: Cell) -> bool:
    """Two signs and more: one alone calls a footnote."""
    return sum(sign in _FILLS for sign in str(cell).replace(".", "", 1)) > 1


def _holds_figures(cell: Cell) -> bool:
    if isinstance(cell, str):
        return parts_of(cell) is not None
    return isinstance(cell, int | float)
