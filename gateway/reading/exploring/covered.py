"""The communes, the months and the rows that the figures of an exploration are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_COMMUNE, _MONTH = "0", "0"
"""A line that is of one commune, or of one month."""


@dataclass(frozen=True, slots=True)
class CoveredCommune:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Covered:
    """`filled`: the rows whose measure is not empty; `all_rows`: with those that a comparison
    leaves out; `unplaced`: of no commune that the map knows. `months` are their first days.
    """

    rows: int
    filled: int
    all_rows: int
    unplaced: int
    communes: tuple[CoveredCommune, ...]
    months: tuple[str, ...]


def read_covered(lines: Sequence[Sequence[str | None]]) -> Covered:
    """From the lines of `write_coverage`, in any order."""
    rows = filled = all_rows = unplaced = 0
    communes: list[CoveredCommune] = []
    months: list[str] = []
    for not_commune, not_month, code, name, month, count, filled_count, all_count in lines:
        if not_commune == _COMMUNE:
            if code is None:
                unplaced += int(count or 0)
            else:
                communes.append(CoveredCommune(code, name or code))
        elif not_month == _MONTH:
            if month is not None:
                months.append(month[:10])
        else:
            rows, filled, all_rows = int(count or 0), int(filled_count or 0), int(all_count or 0)
    communes.sort(key=lambda commune: commune.code)
    return Covered(rows, filled, all_rows, unplaced, tuple(communes), tuple(sorted(months)))
