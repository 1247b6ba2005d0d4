"""A table that lies on its side: its headers stand in the first column, one thing a column."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from intake.file_reading.cell_text import is_day, is_label, is_year, sort_of
from intake.file_reading.header import Header
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.row_reasons import Rows
from intake.file_reading.values import Row, Sheet

LYING = "lying_table"
_FEW, _LEAST, _MOST, _MOSTLY = 2, 3, 60, 0.8


def is_lying(sheet: Sheet, header: Header, rows: Rows) -> bool:
    """Of one sort along its rows, of several down each column."""
    columns, data = header.columns[1:], rows.data
    if len(columns) < _FEW or len(data) > _MOST or len(header.rows) != 1:
        return False
    heads = [sheet.rows[header.rows[0]][column] for column in filled(
        sheet.rows[header.rows[0]], columns
    )]  # fmt: skip
    if not heads or any(is_year(cell) or is_day(cell) for cell in heads):
        return False
    if not all(is_label(cell_at(sheet.rows[at], header.columns[0])) for at in data):
        return False
    lines = [
        [sort_of(row[column]) for column in filled(row, columns)]
        for row in (sheet.rows[at] for at in data)
    ]
    lines = [sorts for sorts in lines if len(sorts) > 1]
    sorts = Counter(sorts[0] for sorts in lines if len(set(sorts)) == 1)
    is_even = len(lines) >= _LEAST and sorts.total() >= _MOSTLY * len(lines)
    return is_even and len(sorts) > _FEW and max(sorts.values()) < _MOSTLY * len(lines)


def stood_up(sheet: Sheet, header: Header, rows: Rows) -> Sheet:
    """A copy with a row for each column, that has its number; it knows the sheet as it was."""
    lines = [header.rows[0], *rows.data]
    standing: list[Row] = [[] for _ in range(header.columns[0])]
    for column in range(header.columns[0], header.columns[-1] + 1):
        row: Row = [cell_at(sheet.rows[at], column) for at in lines]
        standing.append(row if column in header.columns else [])
    return replace(
        sheet, rows=standing, whole=sheet.whole or sheet, merges=(), percent=frozenset(),
        hidden_rows=frozenset(), hidden_columns=frozenset(), padded={}, formats={},
    )  # fmt: skip
