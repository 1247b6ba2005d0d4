"""A sheet that adds up the others: a year beside its months. It is never added to its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.fold import fold
from federation.file_reading.added_figures import figures_by_column
from federation.file_reading.sum_rows import sums_among
from federation.file_reading.tables import Table

_LEAST = 3
_NAMES = re.compile(
    r"(cumul|total|totaux|annuel|annee|recap|synthese|ensemble|bilan|general|tous|toutes|"
    r"trimestre|t[1-4]\b|s[12]\b|semestre)"
)


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
    proven = sums_among(len(tables), totals)
    sums.proven = [tables[at] for at in sorted(proven)]
    others = [table for table in tables if table not in sums.proven]
    named = [table for table in others if _NAMES.match(fold(table.sheet.name or ""))]
    if len(named) < len(others) - 1:
        sums.named = named
    return sums
