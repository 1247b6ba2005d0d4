"""Figures with noughts in front that the rows prove to be figures: `003345` less `003185` is the
`160` beside. A code is no difference of others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice

from intake.file_reading.column_cells import ColumnCells
from intake.file_reading.names import names_a_code
from intake.file_reading.values import Cell

_DIGITS, _PADDED = re.compile(r"\d{2,12}"), re.compile(r"0\d+")
_WHOLE = re.compile(r"-?\d{1,9}")
_MOST_ROWS, _LEAST_ROWS, _NEARLY_ALL, _MOST_COLUMNS = 1_000, 5, 0.95, 6


def mark_padded_figures(
    columns: Sequence[ColumnCells], rows: Callable[[], Iterator[Mapping[int, Cell]]]
) -> None:
    """`rows`: cells by position from 1. Marks both columns of which another is the difference."""
    padded = [column.index + 1 for column in columns if _are_padded(column)]
    if not 1 < len(padded) <= _MOST_COLUMNS:
        return
    sample = list(islice(rows(), _MOST_ROWS))
    proven: set[int] = set()
    for less, more in combinations(padded, 2):
        for column in columns:
            if column.index + 1 not in {less, more} and _parts(sample, less, more, column):
                proven |= {less, more}
    for column in columns:
        column.is_figure = column.index + 1 in proven


def _are_padded(column: ColumnCells) -> bool:
    texts = [cell.strip() for cell in column.cells if isinstance(cell, str)]
    return (
        len(texts) == len(column.cells) >= _LEAST_ROWS
        and all(map(_DIGITS.fullmatch, texts))
        and any(map(_PADDED.fullmatch, texts))
        and not names_a_code(column.name)
    )


def _parts(
    rows: Sequence[Mapping[int, Cell]], first: int, second: int, column: ColumnCells
) -> bool:
    """The column holds by how much they differ, on nearly all rows, and not always as much."""
    position = column.index + 1
    triples = [
        (whole[0], whole[1], whole[2]) for row in rows
        if None not in (whole := [_whole(row.get(at)) for at in (first, second, position)])
    ]  # fmt: skip
    fits = sum(abs(int(a or 0) - int(b or 0)) == abs(int(c or 0)) for a, b, c in triples)
    sizes = {c for _, _, c in triples}
    return (
        len(triples) >= _LEAST_ROWS and len(sizes) > _LEAST_ROWS // 2
        and fits >= _NEARLY_ALL * len(triples)
    )  # fmt: skip


def _whole(cell: Cell) -> int | None:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    text = str(cell).strip() if isinstance(cell, str | float) else ""
    text = text.removesuffix(".0")
    return int(text) if _WHOLE.fullmatch(text) else None
