"""Tables of text that a spreadsheet opens and that are read back to the byte.

CSV as `csv_text` writes it: UTF-8 with a mark, `;` between cells, CR LF. What has no value is an
empty cell, an empty text is `""`; a text that a spreadsheet would run, or that begins with an
apostrophe, has one more apostrophe in front.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from catalog.exports.formulas import is_formula

Cell = str | int | bool | None
_BOM = "\ufeff"
_END = "\r\n"
_QUOTED = re.compile(r'[;"\r\n]')
_TEXTS = {True: "true", False: "false"}


@dataclass(frozen=True, slots=True)
class Field:
    """`kind`: string, integer or boolean, as a table schema (Frictionless) names them."""

    name: str
    kind: str


def write_head(file: TextIO, fields: Sequence[Field]) -> None:
    file.write(_BOM + ";".join(field.name for field in fields) + _END)


def write_line(file: TextIO, cells: Sequence[Cell]) -> None:
    file.write(";".join(_written(cell) for cell in cells) + _END)


def read_lines(file: TextIO) -> Iterator[list[str | None]]:
    """Each line's cells, the head's first. The file is opened with `newline=""`. Raises ValueError
    for what was not written so.
    """
    text = file.read(1)
    if text != _BOM:
        raise ValueError("no mark of UTF-8")
    for line in _lines(file):
        yield list(_cells(line))


def read_cell(text: str | None, field: Field) -> Cell:
    """Raises ValueError."""
    if text is None:
        return None
    if field.kind == "integer":
        return int(text)
    if field.kind == "boolean":
        return {"true": True, "false": False}[text]
    return text


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _TEXTS[cell]
    if isinstance(cell, int):
        return str(cell)
    is_marked = cell.lstrip(" \n")[:1] == "'"
    text = f"'{cell}" if is_marked or is_formula(cell) else cell
    if not text or _QUOTED.search(text):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def _lines(file: TextIO) -> Iterator[str]:
    """A line may hold ends of lines, between quotes."""
    kept = ""
    for part in file:
        kept += part
        if kept.endswith(_END) and kept.count('"') % 2 == 0:
            yield kept.removesuffix(_END)
            kept = ""
    if kept:
        raise ValueError("the last line is cut")


def _cells(line: str) -> Iterator[str | None]:
    at = 0
    while True:
        if line[at : at + 1] == '"':
            end = at + 1
            while line[end : end + 2] == '""' or line[end] != '"':
                end += 2 if line[end : end + 2] == '""' else 1
            text: str | None = _plain(line[at + 1 : end].replace('""', '"'))
            end += 1
        else:
            end = line.find(";", at)
            end = len(line) if end < 0 else end
            text = _plain(line[at:end]) if end > at else None
        yield text
        if end >= len(line):
            return
        if line[end] != ";":
            raise ValueError("a quote in the middle of a cell")
        at = end + 1


def _plain(text: str) -> str:
    begins = text.lstrip(" \n")[:1]
    return text[1:] if begins == "'" and text.startswith("'") else text
