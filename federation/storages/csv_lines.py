"""Lines of a CSV file, by number: those that are left out, and those of a few wanted cells."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.model.dataset import CsvFormat
from federation.storages.beneath import OpenFile
from federation.storages.csv_heads import UTF_16, CsvHead

_MOST_LINES = 10
csv.field_size_limit(10_000_000)


@dataclass(slots=True)
class FoundLines:
    """`left_out` counts them all; `lines` are the numbers of the first ten, from 1; `cells` the
    line of each (position, text) that was looked for and found.
    """

    left_out: int
    lines: list[int]
    cells: dict[tuple[int, str], int]


def find_lines(
    file: OpenFile, head: CsvHead, form: CsvFormat, wanted: Mapping[int, set[str]]
) -> FoundLines:
    """`wanted`: texts by the position of their column. Blocks; reads the file once."""
    found = FoundLines(0, [], {})
    with (
        open(os.dup(file.descriptor), "rb") as raw,  # noqa: PTH123 - a descriptor is no path
        io.TextIOWrapper(raw, encoding=head.encoding, errors=_errors(head), newline="") as text,
    ):
        raw.seek(0)
        for _ in range(form.header_row - 1):
            text.readline()
        reader = csv.reader(text, delimiter=form.delimiter, quotechar=form.quote)
        next(reader, None)
        line = reader.line_num
        for cells in reader:
            if cells:
                _note(cells, line + form.header_row, head, wanted, found)
            line = reader.line_num
    return found


def _errors(head: CsvHead) -> str:
    """Half a character of UTF-16 is no byte to be kept."""
    return "replace" if head.encoding == UTF_16 else "surrogateescape"


def _note(
    cells: list[str], line: int, head: CsvHead, wanted: Mapping[int, set[str]], found: FoundLines
) -> None:
    width = len(head.header)
    # DuckDB takes no notice of empty cells beyond the last column.
    beyond = "".join(cells[width:])
    if len(cells) < width or beyond or any("\udc80" <= c <= "\udcff" for c in "".join(cells)):
        found.left_out += 1
        if len(found.lines) < _MOST_LINES:
            found.lines.append(line)
        return
    for position, texts in wanted.items():
        if cells[position] in texts:
            found.cells.setdefault((position, cells[position]), line)
