"""Amounts whose side stands behind them: `226,05 DB`, `369,71 CR`, as banks print a statement."""

from __future__ import annotations

import re
from dataclasses import replace

from intake.file_reading.header import Header
from intake.file_reading.number_text import parts_of
from intake.file_reading.row_cells import cell_at
from intake.file_reading.values import Row, Sheet

AMOUNT_SIDES = "amount_sides"
_SIDED = re.compile(
    r"(?P<number>[-+(]?\d.*?)\s?(?P<side>CR|DB|DR|DT|CT|(?<=[.,]\d\d )[DC])\.?", re.IGNORECASE
)
_TAKEN_OFF = frozenset({"db", "dr", "dt", "d"})
_LONGEST, _LEAST, _MOSTLY = 40, 3, 0.8


def with_signed_amounts(sheet: Sheet, header: Header) -> tuple[Sheet, list[int]]:
    """A copy where debits have a minus sign, that knows the sheet as the file has it; the rows."""
    changed: dict[int, Row] = {}
    for column in header.columns:
        for at, amount in _signed(sheet, header, column).items():
            changed.setdefault(at, list(sheet.rows[at]))[column] = amount
    if not changed:
        return sheet, []
    kept = [changed.get(at, row) for at, row in enumerate(sheet.rows)]
    return replace(sheet, rows=kept, whole=sheet.whole or sheet), sorted(changed)


def _signed(sheet: Sheet, header: Header, column: int) -> dict[int, str]:
    """By row; none in a column where most cells have no side."""
    signed: dict[int, str] = {}
    others = 0
    most_others = (1 - _MOSTLY) * (len(sheet.rows) - header.first_data)
    for at in range(header.first_data, len(sheet.rows)):
        cell = cell_at(sheet.rows[at], column)
        text = cell.strip() if isinstance(cell, str) and len(cell) <= _LONGEST else ""
        match = _SIDED.fullmatch(text)
        if match is not None and parts_of(match["number"]) is not None:
            is_off = match["side"].lower() in _TAKEN_OFF
            signed[at] = f"-{match['number']}" if is_off else match["number"]
        elif cell is not None:
            others += 1
            if others > most_others:
                return {}
    is_column = len(signed) >= max(_LEAST, _MOSTLY * (len(signed) + others))
    return signed if is_column else {}
