"""Lines that go on with a text of the row above, as a printed list folds long cells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from intake.file_reading.cell_text import is_label, shown
from intake.file_reading.header import Header
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.values import IgnoredRow, Reason, Row, Sheet

_FULL = 0.95
_BEGINS = "-–—(…&/+,;:"


def find_continued(
    sheet: Sheet, header: Header, data: Sequence[int], singles: Sequence[int], median: int,
    between: Collection[int] = (),
) -> set[int]:  # fmt: skip
    """Rows of few words under a fuller one: their first column is empty where all others have it,
    their words begin in the middle of a sentence, and the cell above has text to go on with.

    `between`: rows that a break of pages puts between the two.
    """
    short = {at for at in [*data, *singles] if _may_continue(sheet.rows[at], header, median)}
    own = [at for at in data if at not in short]
    if not short or len(short) > len(own):
        return set()
    first = header.columns[0]
    full = sum(cell_at(sheet.rows[at], first) is not None for at in own)
    if full < _FULL * len(own):
        return set()
    continued: set[int] = set()
    fuller = set(own)
    for at in sorted(short):
        above = at - 1
        while above in continued or above in between:
            above -= 1
        if above in fuller and all(
            is_label(cell_at(sheet.rows[above], column))
            for column in filled(sheet.rows[at], header.columns)
        ):
            continued.add(at)
    return continued


def _may_continue(row: Row, header: Header, median: int) -> bool:
    return 2 * len(filled(row, header.columns)) < median and goes_on(row, header)


def goes_on(row: Row, header: Header) -> bool:
    """Words in the middle of a sentence alone, and nothing in the first column."""
    present = filled(row, header.columns)
    if not present or present[0] == header.columns[0]:
        return False
    return all(is_label(row[at]) and _is_of_a_sentence(shown(row[at]).strip()) for at in present)


def _is_of_a_sentence(text: str) -> bool:
    return text[:1].islower() or text[:1] in _BEGINS


def with_lines_joined(
    sheet: Sheet, header: Header, data: Collection[int], ignored: Sequence[IgnoredRow]
) -> Sheet:
    """A copy in which each continued text stands in one cell, that knows the sheet as it was."""
    lines = [row.row - 1 for row in ignored if row.reason is Reason.CONTINUED]
    if not lines:
        return sheet
    rows: list[Row] = list(sheet.rows)
    kept = set(data)
    for at in lines:
        above = at - 1
        while above not in kept:
            above -= 1
        row = list(rows[above])
        for column in filled(sheet.rows[at], header.columns):
            row[column] = f"{shown(row[column])} {shown(sheet.rows[at][column]).strip()}"
        rows[above] = row
    return replace(sheet, rows=rows, whole=sheet.whole or sheet)
