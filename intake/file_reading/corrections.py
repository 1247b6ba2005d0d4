"""Remarks that correct a figure of their row: « lire 96,00 et non 960,00 »."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from intake.file_reading.cell_text import is_number
from intake.file_reading.doubts import Doubt
from intake.file_reading.number_text import Marks, parts_of, value_of
from intake.file_reading.row_cells import cell_at
from intake.file_reading.tables import Table
from intake.file_reading.values import Cell

_CORRECTS = re.compile(
    r"\blire\b|\bau lieu d|\bet non\b|rectifi|corrig|erron|erreur|instead of|should (?:be|read)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d[\d \u00a0\u202f]{0,12}(?:[.,]\d{1,4})?")
_LONGEST, _MOST_ROWS = 300, 20_000


def told_corrections(tables: Sequence[Table]) -> Iterator[Doubt]:
    """By column of figures, the rows whose remark names the figure that stands there."""
    rows: dict[int, list[int]] = defaultdict(list)
    main = max(tables, key=lambda table: table.size)
    for at in main.rows.data[:_MOST_ROWS]:
        row = main.sheet.rows[at]
        corrected = [value for cell in row for value in _corrected(cell)]
        if corrected:
            for column in main.header.columns:
                cell = cell_at(row, column)
                if is_number(cell) and _value(str(cell)) in corrected:
                    rows[column].append(at)
    for column, own in rows.items():
        numbers = ", ".join(str(at + 1) for at in own[:5]) + ("…" if len(own) > 5 else "")
        yield Doubt("correction", main.header.names[column], (numbers,))


def _corrected(cell: Cell) -> list[float]:
    """The figures of a remark that corrects one."""
    if type(cell) is not str or len(cell) > _LONGEST or not _CORRECTS.search(cell):
        return []
    values = (_value(match[0]) for match in _FIGURE.finditer(cell))
    return [value for value in values if value is not None]


def _value(text: str) -> float | None:
    parts = parts_of(text.strip())
    value = None if parts is None else value_of(parts, Marks(decimal=",", is_mixed=True))
    return None if value is None else float(value)
