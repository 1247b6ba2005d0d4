"""Puts cells that are laid out for the eye where a table has them, before the rows are judged."""

from __future__ import annotations

from intake.file_reading.continued_lines import with_lines_joined
from intake.file_reading.ditto_marks import with_dittos_repeated
from intake.file_reading.footnote_marks import without_footnote_marks
from intake.file_reading.header import Header
from intake.file_reading.row_reasons import Rows
from intake.file_reading.values import Sheet


def repaired(sheet: Sheet, header: Header, rows: Rows) -> Sheet:
    """The sheet itself where nothing had to be put right; `rows` tell what was."""
    sheet = with_lines_joined(sheet, header, rows.data, rows.ignored)
    sheet = without_footnote_marks(sheet, header, rows)
    return with_dittos_repeated(sheet, header, rows)
