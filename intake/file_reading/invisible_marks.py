"""Signs that nobody sees: directions of writing, joints of no width, soft hyphens, byte marks.

Programs put them into dates and headers; they are no part of what a cell says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.file_reading.symbol_fonts import drawn_without_font
from intake.file_reading.values import Row, Sheet

_MARKS = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)


def without_marks(text: str) -> str:
    return text if text.isascii() else _MARKS.sub("", text)


def take_marks_out(sheets: Sequence[Sheet]) -> None:
    """In place, of every text; a cell that holds nothing else is empty."""
    for sheet in sheets:
        for row in sheet.rows:
            _take_out_of(row)


def _take_out_of(row: Row) -> None:
    for at, cell in enumerate(row):
        if type(cell) is not str or cell.isascii():
            continue
        text = _MARKS.sub("", cell)
        if text != cell:
            text = text.strip()
        row[at] = drawn_without_font(text) or None
