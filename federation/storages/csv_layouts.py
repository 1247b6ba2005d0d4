"""The layout that a CSV file seems to have: its delimiter, the line of its header, its totals."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.fold import fold
from catalog.model.dataset import TotalRows
from federation.storages.csv_heads import DELIMITERS, one_blank

_MOST_ROWS = 500
_MOST_TITLES = 30
_TOTALS = ("total", "sous-total", "sous total")


@dataclass(frozen=True, slots=True)
class Layout:
    """`header` as names are compared, blanks made one; `rows` have as many cells as it."""

    delimiter: str
    header_row: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total_rows: TotalRows | None = None


def guess_layout(head: str, further: Sequence[str] = ()) -> Layout:
    """Of the text that a file begins with, and of pieces further on, each from the start of a line.

    Raises csv.Error.
    """
    delimiter = _delimiter(head)
    numbered = _read(head, delimiter)
    width = _width(numbered)
    line, header = next(
        (each for each in numbered[:_MOST_TITLES] if _is_header(each[1], width)),
        next(
            (each for each in numbered[:_MOST_TITLES] if len(each[1]) == width),
            numbered[0] if numbered else (1, []),
        ),
    )
    rows = [cells for at, cells in numbered if at > line]
    for piece in further:
        # The last ones: totals and notes are at the end.
        rows += [cells for _, cells in _read(piece, delimiter, most=None)[-_MOST_ROWS:]]
    # A piece may begin within a cell of several lines: such a row has another length.
    whole = [tuple(cells) for cells in rows if len(cells) == len(header)]
    names = tuple(one_blank(each) for each in header)
    totals = _totals(names, whole)
    if totals is not None:
        at = names.index(totals.column)
        whole = [cells for cells in whole if cells[at].strip() not in totals.values]
    return Layout(delimiter, line, names, tuple(whole), totals)


def _read(text: str, delimiter: str, most: int | None = _MOST_ROWS) -> list[tuple[int, list[str]]]:
    """Rows that are not blank, each with the number of its first line, from 1."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[tuple[int, list[str]]] = []
    line = 1
    for cells in reader:
        if any(cells):
            found.append((line, cells))
        line = reader.line_num + 1
        if len(found) == most:
            break
    return found


def _delimiter(head: str) -> str:
    """The delimiter that makes the most rows of one length; of two, the one of the longer rows."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            rows = _read(head, delimiter)
        except csv.Error:
            return 0, 0
        width = _width(rows)
        return (sum(len(cells) == width for _, cells in rows), width) if width > 1 else (0, 0)

    return max(DELIMITERS, key=score)


def _width(numbered: Sequence[tuple[int, Sequence[str]]]) -> int:
    """The most common length; of two as common, the longer."""
    lengths = Counter(len(cells) for _, cells in numbered)
    return max(lengths, key=lambda each: (lengths[each], each), default=1)


def _is_header(cells: Sequence[str], width: int) -> bool:
    """Names, each once: no cell of a header is empty or a number."""
    names = [one_blank(each) for each in cells]
    return (
        len(names) == width
        and all(names)
        and len(set(names)) == width
        and not any(
            each[0].isdigit() and each.replace(",", ".").replace(".", "").isdigit()
            for each in names
        )
    )


def _totals(names: Sequence[str], rows: Sequence[Sequence[str]]) -> TotalRows | None:
    """In the first column that has any, and only where it is a column of its own name."""
    for at, name in enumerate(names):
        said = dict.fromkeys(
            cells[at].strip() for cells in rows if fold(cells[at].strip()).startswith(_TOTALS)
        )
        if said and name and names.count(name) == 1 and len(said) < max(2, len(rows) / 2):
            return TotalRows(name, tuple(said))
    return None
