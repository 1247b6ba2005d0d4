"""Rows that begin with a name of their own, over which the header has no field: a program for
statistics (R's `write.table`) writes one name less than the rows have fields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from intake.file_reading.cell_text import is_day, is_label, is_number
from intake.file_reading.names import names_a_code, names_a_day
from intake.file_reading.units import unit_in_name
from intake.file_reading.values import Row

_FEWEST, _MOSTLY, _LOOKED_AT = 3, 0.98, 200


def give_row_names_a_field(rows: list[Row]) -> bool:
    """Puts an empty name before the header, in place; False where the file says no such thing."""
    head = next((at for at, row in enumerate(rows) if any(row)), None)
    if head is None or not all(map(is_label, rows[head])) or len(rows[head]) < 2:
        return False
    width = len(rows[head])
    data = [row for row in rows[head + 1 :] if any(cell is not None for cell in row)]
    widths = Counter(map(len, data))
    if len(data) < _FEWEST or widths[width + 1] < _MOSTLY * len(data):
        return False
    firsts = [row[0] for row in data]
    if None in firsts or len(set(firsts)) < len(firsts):
        return False
    lasts = sum(row[-1] is not None for row in data)
    if not lasts:
        # Each row ends with a separator.
        return False
    is_counted = all(str(first).strip() == str(at) for at, first in enumerate(firsts, start=1))
    if not is_counted and not _fits_better(rows[head], data[:_LOOKED_AT]):
        return False
    rows[head] = [None, *rows[head]]
    return True


def _fits_better(head: Row, data: Sequence[Row]) -> bool:
    """More names agree with what stands one field further than with what stands under them."""
    under, further = (
        sum(_fit(str(name), [row[at + step] for row in data if len(row) > at + step])
            for at, name in enumerate(head))
        for step in (0, 1)
    )  # fmt: skip
    return further > under


def _fit(name: str, cells: Row) -> int:
    """1 where the name tells days or figures and these are such, -1 where they are not."""
    filled = [cell for cell in cells if cell is not None]
    if not filled or names_a_code(name):
        return 0
    if names_a_day(name):
        return 1 if all(map(is_day, filled)) else -1
    if unit_in_name(name) is not None:
        return 1 if all(map(is_number, filled)) else -1
    return 0
