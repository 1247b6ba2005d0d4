"""Letters of an index between the rows of a list: `B` over Béchet and Brun."""

from __future__ import annotations

import re
from itertools import pairwise

from catalog.fold import fold
from intake.file_reading.cell_text import shown
from intake.file_reading.header import Header
from intake.file_reading.row_cells import filled
from intake.file_reading.row_reasons import Rows
from intake.file_reading.values import Reason, Sheet

_LETTER = re.compile(r"[A-Z](?:\s?[-–]\s?[A-Z])?")
_LEAST = 2


def set_letters_aside(sheet: Sheet, header: Header, rows: Rows) -> None:
    """Sets two or more letters aside, each of which begins the first cell of the row under it."""
    letters: list[int] = []
    for at, after in pairwise(rows.data):
        present = filled(sheet.rows[at], header.columns)
        text = shown(sheet.rows[at][present[0]]).strip() if present else ""
        if len(present) != 1 or not _LETTER.fullmatch(text):
            continue
        row = sheet.rows[after]
        below = [shown(row[column]) for column in filled(row, header.columns)]
        if len(below) >= _LEAST and fold(below[0]).strip()[:1] == fold(text[:1]):
            letters.append(at)
    if len(letters) >= _LEAST:
        rows.leave(sheet, letters, Reason.TITLE)
