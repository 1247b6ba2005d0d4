"""Columns past the last header that hold the last headed ones again: `Nom; Prénom; Voix`, then
another candidate's name and votes under no header, as results of elections are published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from intake.file_reading.cell_text import sort_of
from intake.file_reading.row_cells import cell_at
from intake.file_reading.values import Row

_LEAST, _SAMPLED, _MOSTLY, _SORTS = 3, 200, 0.9, 2


def with_names_repeated(
    rows: Sequence[Row], columns: Sequence[int], names: Mapping[int, str]
) -> dict[int, str]:
    """The names, and those of the last headed columns over each group of bare ones whose cells are
    of the same sorts, one by one, in words and figures.
    """
    headed = [at for at in columns if names[at]]
    bare = [at for at in columns if headed and at > headed[-1]]
    repeated = dict(names)
    sorts = {at: _sort(rows[:_SAMPLED], at) for at in [*headed, *bare]}
    bare = bare[: next((place for place, at in enumerate(bare) if not sorts[at]), len(bare))]
    for size in range(min(len(headed), len(bare)), _LEAST - 1, -1):
        model = headed[-size:]
        if len(bare) % size or len({sorts[at] for at in model}) < _SORTS:
            continue
        pairs = [(at, model[place % size]) for place, at in enumerate(bare)]
        if all(sorts[at] and sorts[at] == sorts[of] for at, of in pairs):
            repeated.update({at: names[of] for at, of in pairs})
            break
    return repeated


def _sort(rows: Sequence[Row], column: int) -> str:
    """Of nearly all cells of the column; "" where it is empty or of several."""
    counts = Counter(sort_of(cell) for row in rows if (cell := cell_at(row, column)) is not None)
    if not counts:
        return ""
    sort, count = counts.most_common(1)[0]
    return sort if count >= _MOSTLY * counts.total() else ""
