"""Lines that are a part of the line above: `dont refus de tri`. Its figures hold theirs already."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Sequence
from itertools import accumulate

from catalog.fold import fold
from intake.file_reading.added_figures import figures_by_column
from intake.file_reading.cell_text import shown
from intake.file_reading.header import Header
from intake.file_reading.row_cells import filled
from intake.file_reading.row_reasons import Rows
from intake.file_reading.sum_rows import SumRows
from intake.file_reading.values import Reason, Sheet

PARTS, PART_ROWS = "parts_of_lines", "part_rows"
_PART = re.compile(r"(dont|y compris|parmi lesquels|of which|including|incl)\b")


def find_parts_of_lines(sheet: Sheet, header: Header, rows: Rows) -> SumRows:
    """`plain` where a written total adds up the other rows alone; else they are asked about."""
    parts = [at for at in rows.data if _PART.match(_first(sheet, header, at))]
    of = dict.fromkeys(parts, 1)
    others = [at for at in rows.data if at not in of]
    if not parts or len(parts) >= len(others) or rows.data[0] in of:
        return SumRows()
    if not _are_within(sheet, header, rows.data, of) and not (
        rows.data[-len(parts) :] == parts and _are_within_all(sheet, header, others, parts)
    ):
        return SumRows()
    is_plain = _has_total_of(sheet, header, rows, others)
    return SumRows(plain=parts, of=of) if is_plain else SumRows(doubtful=parts, of=of)


def _first(sheet: Sheet, header: Header, at: int) -> str:
    present = filled(sheet.rows[at], header.columns)
    return fold(shown(sheet.rows[at][present[0]])).strip(" :*-–.•>") if present else ""


def _are_within(sheet: Sheet, header: Header, data: Sequence[int], parts: Container[int]) -> bool:
    """No part is larger than the line that it is a part of."""
    columns = figures_by_column(sheet, header, data)
    line = data[0]
    for at in data:
        if at not in parts:
            line = at
        elif any(
            abs(figures[at]) > abs(figures[line])
            for figures, _ in columns.values()
            if at in figures and line in figures
        ):
            return False
    return bool(columns)


def _are_within_all(
    sheet: Sheet, header: Header, others: Sequence[int], parts: Sequence[int]
) -> bool:
    """Below all rows, `dont communes rurales` is a part of them together."""
    columns = figures_by_column(sheet, header, [*others, *parts])
    return bool(columns) and all(
        abs(figures[at]) <= sum(abs(figures.get(row, 0)) for row in others)
        for figures, _ in columns.values()
        for at in parts
        if at in figures
    )


def _has_total_of(sheet: Sheet, header: Header, rows: Rows, others: Sequence[int]) -> bool:
    totals = [row.row - 1 for row in rows.ignored if row.reason is Reason.TOTAL]
    columns = figures_by_column(sheet, header, [*others, *totals])
    above = [bisect_left(others, total) for total in totals]
    for figures, _ in columns.values():
        sums = [0, *accumulate(figures.get(at, 0) for at in others)]
        for total, count in zip(totals, above, strict=True):
            # A total may stand above the rows that it adds up.
            if figures.get(total) and figures.get(total) in {sums[count], sums[-1]}:
                return True
    return False
