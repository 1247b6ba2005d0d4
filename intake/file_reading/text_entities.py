"""References of web pages in a text of records or in cells: `L&#39;&eacute;tang`, `1&nbsp;200`.

Each ends with a semicolon, which may also be what parts the fields of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from html.entities import html5

from intake.file_reading.values import Row, Sheet

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_FEWEST = 3


def without_entities(text: str) -> str:
    """The text with the letters that they stand for; as it is where they are few, or where it is a
    page itself.
    """
    if "&" not in text or text.lstrip()[:1] == "<":
        return text
    count = sum(_is_known(match[0]) for match in _ENTITY.finditer(text[: 1 << 18]))
    if count < _FEWEST:
        return text
    return _ENTITY.sub(lambda match: _letter(match[0]), text)


def take_entities_out(sheets: Iterable[Sheet]) -> None:
    """In place: of a workbook's cells, as a text that it was made of had them; where they are few,
    nothing.
    """
    cells: list[tuple[Row, int, str]] = []
    for sheet in sheets:
        for row in sheet.rows:
            for at, cell in enumerate(row):
                if type(cell) is str and "&" in cell and _is_written_so(cell):
                    cells.append((row, at, cell))
    for row, at, cell in cells if len(cells) >= _FEWEST else ():
        # No field is opened in a cell: each reference is its letter.
        row[at] = _ENTITY.sub(lambda match: unescape(match[0]), cell).strip() or None


def _is_written_so(cell: str) -> bool:
    return any(_is_known(match[0]) for match in _ENTITY.finditer(cell))


def _is_known(reference: str) -> bool:
    return reference[1] == "#" or reference[1:] in html5


def _letter(reference: str) -> str:
    """No quotation mark, which would open a field."""
    letter = unescape(reference) if _is_known(reference) else reference
    return reference if letter in {'"', "\n", "\r", "\t"} else letter
