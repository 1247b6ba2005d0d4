"""Forms one below the other on a sheet: the same labels again and again, each beside its value."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from catalog.fold import fold
from intake.file_reading.cell_text import is_label, shown, sort_of
from intake.file_reading.row_cells import filled
from intake.file_reading.values import Cell, Sheet

_LEAST_FORMS, _LEAST_LABELS, _MOSTLY = 3, 2, 0.8
_MOST_LINES = 5_000
_TEXT = "text"


def are_forms_below(sheet: Sheet) -> bool:
    """At least three forms of two labels or more, in their order, whose values are of several
    sorts, each label's of its own: blocks of figures under names are a table.
    """
    lines = [row for row in sheet.rows[:_MOST_LINES] if any(cell is not None for cell in row)]
    pairs: list[tuple[str, Cell]] = []
    for row in lines:
        present = filled(row, range(len(row)))
        if len(present) > _LEAST_LABELS:
            return False
        if len(present) == _LEAST_LABELS and is_label(row[present[0]]):
            pairs.append((fold(shown(row[present[0]])).strip(" :"), row[present[1]]))
    counts = Counter(label for label, _ in pairs)
    again = {label for label, count in counts.items() if count >= _LEAST_FORMS}
    held = [pair for pair in pairs if pair[0] in again]
    if len(again) < _LEAST_LABELS or len(held) < _MOSTLY * len(lines) / 2:
        return False
    if len(held) < _MOSTLY * len(pairs) or not _are_in_order([label for label, _ in held]):
        return False
    return _have_own_sorts(held)


def _are_in_order(labels: list[str]) -> bool:
    """After each label comes the same one, but for what somebody left out."""
    after: dict[str, Counter[str]] = defaultdict(Counter)
    for label, following in pairwise(labels):
        after[label][following] += 1
    usual = sum(counts.most_common(1)[0][1] for counts in after.values())
    return usual >= _MOSTLY * (len(labels) - 1) and all(
        label not in counts or len(after) == 1 for label, counts in after.items()
    )


def _have_own_sorts(pairs: list[tuple[str, Cell]]) -> bool:
    values: dict[str, list[Cell]] = defaultdict(list)
    for label, value in pairs:
        values[label].append(value)
    sorts = {}
    for label, own in values.items():
        sort, count = Counter(map(sort_of, own)).most_common(1)[0]
        if count < _MOSTLY * len(own):
            return False
        # A header that comes again says the same each time.
        if sort != _TEXT or len(set(map(shown, own))) > 1:
            sorts[label] = sort
    return len(set(sorts.values())) > 1 and _TEXT in sorts.values()
