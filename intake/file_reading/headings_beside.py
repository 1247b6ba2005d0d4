"""Headings that a report prints one or two cells away from the values that they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intake.file_reading.row_cells import cell_at
from intake.file_reading.values import Row

_FARTHEST, _LEAST, _HALF = 2, 2, 0.5


def with_headings_moved(
    rows: Sequence[Row], columns: Sequence[int], names: Mapping[int, str]
) -> tuple[dict[int, str], list[str]]:
    """(the names by column, each over its values; those that were moved): a heading over nothing
    goes to the column without a heading beside it, to the right first. One such heading alone
    proves nothing.
    """
    counts = {at: sum(cell_at(row, at) is not None for row in rows) for at in columns}
    fullest = max(counts.values(), default=0)
    moved = dict(names)
    headings: list[str] = []
    for step in (1, -1):
        for at in columns:
            if not moved.get(at) or counts[at]:
                continue
            target = _values_beside(at, step, moved, counts)
            if target is not None and counts[target] >= _HALF * fullest:
                moved[target], moved[at] = moved[at], ""
                headings.append(moved[target])
    return (moved, headings) if len(headings) >= _LEAST else (dict(names), [])


def _values_beside(
    at: int, step: int, names: Mapping[int, str], counts: Mapping[int, int]
) -> int | None:
    """The nearest column with values, if it has no heading."""
    for column in range(at + step, at + step * (_FARTHEST + 1), step):
        if names.get(column):
            return None
        if counts.get(column):
            return column
    return None
