"""Lines that begin with a sign of comments, `# Station : Bourg`: what a logger says of its rows."""

from __future__ import annotations

from dataclasses import replace

from intake.file_reading.cell_text import is_label
from intake.file_reading.values import Cell, Row, Sheet

_SIGNS = ("#", "//", "%%", "--", "<!--")
_MOST = 0.5
_LEAST_ROWS = 3


def comments_of(sheet: Sheet) -> frozenset[int]:
    """Indexes of rows; none in a sheet of which they are the half, or hold the headers."""
    comments = {at for at, row in enumerate(sheet.rows) if _is_comment(_first(row))}
    if not comments:
        return frozenset()
    others = [
        at for at, row in enumerate(sheet.rows) if at not in comments and _first(row) is not None
    ]  # fmt: skip
    if len(others) < _LEAST_ROWS or len(comments) > _MOST * len(others):
        return frozenset()
    begin = others[0]
    heads = [at for at in comments if at < begin]
    if heads and not _may_head(sheet.rows[begin]):
        # `#id;name` over rows of data is the header itself.
        comments.discard(max(heads))
    return frozenset(comments)


def without_comments(sheet: Sheet, comments: frozenset[int]) -> Sheet:
    """A copy in which those rows are blank, that knows the sheet as the file has it."""
    if not comments:
        return sheet
    rows: list[Row] = [[] if at in comments else row for at, row in enumerate(sheet.rows)]
    return replace(sheet, rows=rows, whole=sheet.whole or sheet, comments=comments)


def _first(row: Row) -> Cell:
    return next((cell for cell in row if cell is not None), None)


def _is_comment(cell: Cell) -> bool:
    """Words behind the sign: a lone `#`, or `--` for nothing, is none."""
    if type(cell) is not str or not cell.lstrip().startswith(_SIGNS):
        return False
    return any(sign.isalpha() for sign in cell)


def _may_head(row: Row) -> bool:
    present = [cell for cell in row if cell is not None]
    return sum(map(is_label, present)) >= 0.7 * len(present)
