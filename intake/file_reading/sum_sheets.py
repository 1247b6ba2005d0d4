"""A sheet that adds up the others: a year beside its months. It is never added to its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from catalog.fold import fold
from intake.file_reading.added_figures import figures_by_column
from intake.file_reading.cell_text import shown
from intake.file_reading.row_cells import filled
from intake.file_reading.sum_rows import sums_among
from intake.file_reading.tables import Table

_LEAST = 3
_NAMES = re.compile(
    r"(cumul|total|totaux|annuel|annee|recap|synthese|ensemble|bilan|general|tous|toutes|"
    r"trimestre|t[1-4]\b|s[12]\b|semestre)"
)


_SUMS = re.compile(r"(cumul|total|totaux|annuel|recap|synthese|ensemble|bilan|general|saison)")
_LEAST_ROWS = 3


@dataclass(slots=True)
class SumSheets:
    """`proven` by arithmetic; `named` by their names alone."""

    proven: list[Table] = field(default_factory=list)
    named: list[Table] = field(default_factory=list)


def find_sum_sheets(tables: Sequence[Table]) -> SumSheets:
    """Of sheets that are read together."""
    sums = SumSheets()
    if len(tables) < _LEAST:
        return sums
    totals: dict[int, tuple[dict[int, int], bool]] = {}
    for at, table in enumerate(tables):
        for column, (figures, is_quantity) in figures_by_column(
            table.sheet, table.header, table.rows.data, least=1
        ).items():
            totals.setdefault(column, ({}, is_quantity))[0][at] = sum(figures.values())
    proven = sums_among(len(tables), totals) | _by_their_rows(tables)
    sums.proven = [tables[at] for at in sorted(proven)]
    others = [table for table in tables if table not in sums.proven]
    named = [table for table in others if _SUMS.match(fold(table.sheet.name or ""))]
    named = named or [table for table in others if _NAMES.match(fold(table.sheet.name or ""))]
    if len(named) < len(others) - 1:
        sums.named = named
    return sums


def _by_their_rows(tables: Sequence[Table]) -> set[int]:
    """Sheets each of whose rows is the sum of the rows of that name on all the others."""
    rows = [_figures_by_name(table) for table in tables]
    proven = set()
    for at, own in enumerate(rows):
        if len(own) < _LEAST_ROWS:
            continue
        others = [each for place, each in enumerate(rows) if place != at]
        fits = sum(
            figures == _added(other.get(name) for other in others) and any(figures.values())
            for name, figures in own.items()
        )
        if fits == len(own):
            proven.add(at)
    return proven if len(proven) == 1 else set()


def _figures_by_name(table: Table) -> dict[str, dict[int, int]]:
    """By the words of each row, its figures in thousandths; none where two rows are named alike."""
    columns = figures_by_column(table.sheet, table.header, table.rows.data, least=1)
    named: dict[str, dict[int, int]] = {}
    for at in table.rows.data:
        row = table.sheet.rows[at]
        words = [shown(row[one]) for one in filled(row, table.header.columns) if one not in columns]
        name = " ".join(words)
        if not name or name in named:
            return {}
        named[name] = {one: figures.get(at, 0) for one, (figures, _) in columns.items()}
    return named


def _added(rows: Iterable[dict[int, int] | None]) -> dict[int, int]:
    total: dict[int, int] = {}
    for row in rows:
        for column, value in (row or {}).items():
            total[column] = total.get(column, 0) + value
    return total
