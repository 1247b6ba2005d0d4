"""A header that comes again in the middle with its columns in another order: the rows below it are
put under the first header's names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from catalog.fold import fold
from intake.file_reading.cell_text import header_text
from intake.file_reading.header import Header
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.values import Row, Sheet

_LEAST = 3


def with_columns_aligned(sheet: Sheet, header: Header) -> tuple[Sheet, list[int]]:
    """(the sheet, or a copy that knows it; the rows from 0 of the headers in another order)."""
    if len(header.rows) != 1 or len(header.columns) < _LEAST:
        return sheet, []
    first = sheet.rows[header.rows[0]]
    ours = {fold(header_text(first[at])): at for at in filled(first, header.columns)}
    if len(ours) < _LEAST:
        return sheet, []
    initials = frozenset(str(first[at])[:1].lower() for at in ours.values())
    headers: list[int] = []
    rows: list[Row] = list(sheet.rows)
    places: Mapping[int, int] = {}
    for at in range(header.first_data, len(rows)):
        row = rows[at]
        moved = _places(row, ours, initials)
        if moved is not None:
            places = {} if all(to == source for to, source in moved.items()) else moved
            if places:
                headers.append(at)
                rows[at] = _moved(row, places)
        elif places and len(filled(row, range(len(row)))) > 1:
            rows[at] = _moved(row, places)
    if not headers:
        return sheet, []
    return replace(sheet, rows=rows, whole=sheet.whole or sheet), headers


def _places(
    row: Row, ours: Mapping[str, int], initials: frozenset[str]
) -> Mapping[int, int] | None:
    """By column of the first header, where it stands here; None for what is no header."""
    # Nearly every row of data has a cell that begins otherwise than any header.
    for cell in row:
        if cell is not None and (not isinstance(cell, str) or cell[0].lower() not in initials):
            return None
    present = [at for at, cell in enumerate(row) if cell is not None]
    if len(present) != len(ours):
        return None
    theirs = {fold(header_text(row[at])): at for at in present}
    return {ours[name]: at for name, at in theirs.items()} if theirs.keys() == ours.keys() else None


def _moved(row: Row, places: Mapping[int, int]) -> Row:
    """The row in the first header's order; cells under no name go to the right, to be told."""
    width = max(*places, *places.values()) + 1
    moved: Row = [None] * width
    for to, source in places.items():
        moved[to] = cell_at(row, source)
    taken = set(places.values())
    rest: Sequence[int] = [at for at in range(len(row)) if at not in taken and row[at] is not None]
    return [*moved, *(row[at] for at in rest)]
