"""The record that ends a program's file: its own letter, how many lines, and little else.

`F;96;LIGNES` under records that all begin with `D`.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.file_reading.cell_text import shown, sort_of
from intake.file_reading.header import Header
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.values import Sheet

_LEAST_ROWS, _SHARE, _LONGEST = 5, 3, 3


def ends_records(sheet: Sheet, header: Header, data: Sequence[int], median: int) -> bool:
    """The last of `data` fills few cells, its kind is in no other row, where all others are of one
    kind, and a cell of it is of another sort than the one above.
    """
    if len(data) <= _LEAST_ROWS or median <= _SHARE:
        return False
    first = header.columns[0]
    last, above = sheet.rows[data[-1]], sheet.rows[data[-2]]
    present = filled(last, header.columns)
    kinds = {shown(cell_at(sheet.rows[at], first)).strip() for at in data[:-1]}
    own = shown(cell_at(last, first)).strip()
    is_kind = len(kinds) == 1 and own not in kinds and 0 < len(own) <= _LONGEST
    is_short = _SHARE * len(present) <= median and all(len(kind) <= _LONGEST for kind in kinds)
    return (
        is_kind
        and is_short
        and any(
            sort_of(last[at]) != sort_of(cell_at(above, at))
            for at in present
            if cell_at(above, at) is not None
        )
    )
