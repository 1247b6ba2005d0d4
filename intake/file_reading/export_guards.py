"""Takes off signs that guard values from a spreadsheet, and splits tables in one column.

`="004512"` is the text 004512. A text of records that was pasted into a workbook stands in its
first column, each record in one cell.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from intake.file_reading.cell_text import shown
from intake.file_reading.values import Cell, Row, Sheet

_GUARDED = re.compile(r'="([^"]*)"')
_APOSTROPHE = re.compile(r"'([-+−–(]?\s?\d[\d\s.,/:-]*(?:\)|\s?[€%])?)")
_DELIMITERS = (";", "\t", "|", ",")
_MOSTLY, _FEWEST, _SAMPLED = 0.9, 3, 500


def without_guards(rows: list[Row]) -> bool:
    """Takes them off, in place; whether there were any."""
    has_any = False
    kept: dict[str, str] = {}
    for row in rows:
        for at, cell in enumerate(row):
            if isinstance(cell, str) and cell[:1] in {"=", "'"}:
                match = _GUARDED.fullmatch(cell.strip()) or _APOSTROPHE.fullmatch(cell)
                if match is not None:
                    has_any = True
                    row[at] = kept.setdefault(match[1], match[1]) if match[1].strip() else None
    return has_any


def split_one_column(sheet: Sheet) -> Sheet:
    """The sheet itself where its cells hold no records."""
    if not _stands_in_one(sheet.rows[:_SAMPLED]):
        return sheet
    lines = {
        at: [column for column, cell in enumerate(row) if cell is not None]
        for at, row in enumerate(sheet.rows)
    }
    present = {at: columns for at, columns in lines.items() if columns}
    first = Counter(columns[0] for columns in present.values())
    alone = sum(len(columns) == 1 for columns in present.values())
    if len(present) < _FEWEST or len(first) > 1 or alone < _MOSTLY * len(present):
        return sheet
    texts = {
        at: ",".join(shown(sheet.rows[at][column]) for column in columns)
        for at, columns in present.items()
    }
    delimiter = _delimiter(list(texts.values())[:_SAMPLED])
    if delimiter is None:
        return sheet
    rows: list[Row] = [[] for _ in sheet.rows]
    for at, text in texts.items():
        rows[at] = [_cell(part) for part in _fields(text, delimiter)]
    return replace(sheet, rows=rows, whole=sheet.whole or sheet)


def _stands_in_one(rows: Sequence[Row]) -> bool:
    widths = [sum(cell is not None for cell in row) for row in rows]
    return sum(width == 1 for width in widths) >= _MOSTLY * sum(width > 0 for width in widths)


def _cell(text: str) -> Cell:
    return text if text.strip() else None


def _fields(text: str, delimiter: str) -> Sequence[str]:
    return next(csv.reader([text], delimiter=delimiter), [])


def _delimiter(texts: Sequence[str]) -> str | None:
    """The sign that parts nearly all cells into as many fields."""
    for delimiter in _DELIMITERS:
        widths = Counter(len(_fields(text, delimiter)) for text in texts)
        width, count = widths.most_common(1)[0]
        if width >= _FEWEST and count >= _MOSTLY * len(texts):
            return delimiter
    return None
