"""Forms of which each sheet holds one: the same labels in the same cells, beside other values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from catalog.fold import fold
from intake.file_reading.cell_text import is_label, shown, sort_of
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.values import Row, Sheet

_LEAST_SHEETS, _MOST_LINES, _LEAST_LABELS = 3, 80, 4

_Place = tuple[int, int, str]


def forms_alike(sheets: Sequence[Sheet]) -> set[int]:
    """Indexes of the sheets that are forms of two labels or more a line. A line of labels alone
    heads a table.
    """
    by_lines: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, sheet in enumerate(sheets):
        firsts = _first_cells(sheet)
        if len(firsts) > 1 and len(sheet.rows) <= _MOST_LINES:
            by_lines[firsts].append(at)
    alike: set[int] = set()
    for own in by_lines.values():
        if len(own) >= _LEAST_SHEETS and _are_forms([sheets[at] for at in own]):
            alike |= set(own)
    return alike


def _first_cells(sheet: Sheet) -> tuple[str, ...]:
    """Of the lines that hold more than a title."""
    lines = ((row, filled(row, range(len(row)))) for row in sheet.rows)
    return tuple(fold(shown(row[present[0]])) for row, present in lines if len(present) > 1)


def _are_forms(sheets: Sequence[Sheet]) -> bool:
    fixed = set.intersection(*map(_label_places, sheets))
    labels = {(line, column) for line, column, _ in fixed}
    lines = [(at, row) for at, row in enumerate(sheets[0].rows) if len(_present(row)) > 1]
    paired = [(at, row) for at, row in lines if sum(line == at for line, _ in labels) > 1]
    if len(labels) < _LEAST_LABELS or 2 * len(paired) < len(lines) or not paired:
        return False
    if any(_heads_columns(at, _present(row), labels) for at, row in lines):
        return False
    values = [cell_at(sheet.rows[at], column + 1) for sheet in sheets for at, column in labels]
    return len({sort_of(value) for value in values if value is not None}) > 1


def _heads_columns(line: int, present: Sequence[int], labels: set[tuple[int, int]]) -> bool:
    """Labels side by side, with no room for values between them."""
    is_even = present[-1] - present[0] == len(present) - 1
    return is_even and all((line, column) in labels for column in present)


def _label_places(sheet: Sheet) -> set[_Place]:
    return {
        (at, column, fold(shown(row[column])))
        for at, row in enumerate(sheet.rows)
        for column in _present(row)
        if is_label(row[column])
    }


def _present(row: Row) -> list[int]:
    return filled(row, range(len(row)))
