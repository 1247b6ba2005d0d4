"""Letters that were encoded twice, `Ã©` for `é`: put right, line by line or cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.file_reading.values import Row, Sheet

_TWICE = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u203a\u20ac\u2122]|\u00c5[\u2019\u201c\u00b8]|\u00e2\u20ac"
)
_LINE = re.compile(r"[^\n]*\n?")
_LEAST = 2


def mended(text: str) -> str:
    """The text itself where no such letters are, or where they make no letters."""
    if len(_TWICE.findall(text[: 1 << 20])) < _LEAST:
        return text
    return "".join(_mended_line(match[0]) for match in _LINE.finditer(text))


def mend_cells(sheets: Iterable[Sheet]) -> None:
    """In place; where one cell alone has such letters, nothing."""
    cells: list[tuple[Row, int, str]] = []
    for sheet in sheets:
        for row in sheet.rows:
            for at, cell in enumerate(row):
                if type(cell) is str and not cell.isascii() and _TWICE.search(cell):
                    cells.append((row, at, cell))
    for row, at, cell in cells if len(cells) >= _LEAST else ():
        row[at] = _mended_line(cell)


def _mended_line(line: str) -> str:
    if not _TWICE.search(line):
        return line
    try:
        return b"".join(map(_byte, line)).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return line


def _byte(sign: str) -> bytes:
    """As Windows wrote it; what it has no sign for stayed as it was."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")
