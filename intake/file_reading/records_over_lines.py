"""A printed list whose records, and their header, lie over two lines or more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from intake.file_reading.cell_text import shown, sort_of
from intake.file_reading.header import Header
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.values import Row, Sheet

RECORDS_OVER_LINES = "records over lines"
_LINES = (2, 3, 4)
_FEWEST, _LOOKED_AT = 4, 400
_MOSTLY, _HARDLY, _HALF = 0.85, 0.1, 0.5
_EMPTY, _TEXT = "empty", "text"


def lines_of_a_record(sheet: Sheet, header: Header) -> int:
    """The number of lines that each record takes: more than one where lines of other columns come
    by turns, all along the sheet.
    """
    begins = header.rows[0] if header.rows else header.first_data
    lines: list[Row] = []
    for row in sheet.rows[begins:]:
        if len(lines) < _LOOKED_AT and len(filled(row, header.columns)) > 1:
            lines.append(row)
    for count in _LINES:
        if len(lines) >= count * (_FEWEST + 1) and _come_by_turns(lines[count:], header, count):
            return count
    return 1


def _come_by_turns(lines: Sequence[Row], header: Header, count: int) -> bool:
    turns = [lines[turn::count] for turn in range(count)]
    sorts = [[_sort(turn, column) for column in header.columns] for turn in turns]
    if any(sum(sort != _EMPTY for sort in own) < 2 for own in sorts):
        return False
    differ = clash = 0
    for at, column in enumerate(header.columns):
        own = [turn[at] for turn in sorts]
        if None in own:
            continue
        differ += len(set(own)) > 1
        clash += len({*own} - {_EMPTY}) > 1
        if set(own) == {_TEXT} and _share_words(turns, column):
            return False
    are_others = clash > 1 or (clash > 0 and _fill_in_turn(sorts)) or _complete(sorts)
    return are_others and differ >= max(2, _HALF * len(header.columns))


def _sort(lines: Sequence[Row], column: int) -> str | None:
    """The sort of nearly all cells of the column; None where they are of several."""
    cells = [cell for row in lines if (cell := cell_at(row, column)) is not None]
    if len(cells) <= _HARDLY * len(lines):
        return _EMPTY
    sort, often = Counter(map(sort_of, cells)).most_common(1)[0]
    return sort if often >= _MOSTLY * len(cells) and len(cells) >= _HALF * len(lines) else None


def _share_words(turns: Sequence[Sequence[Row]], column: int) -> bool:
    """Values of one column stand on lines of several turns: it is one column for all."""
    values = [{shown(cell_at(row, column)) for row in turn} for turn in turns]
    return any(len(own & values[0]) > _HARDLY * min(len(own), len(values[0])) for own in values[1:])


def _fill_in_turn(sorts: Sequence[Sequence[str | None]]) -> bool:
    """A column is filled on some turns alone."""
    return any(_EMPTY in own and {*own} != {_EMPTY} for own in zip(*sorts, strict=True))


def _complete(sorts: Sequence[Sequence[str | None]]) -> bool:
    """Each turn fills columns of its own, and none is filled on two."""
    return all(sum(sort != _EMPTY for sort in own) == 1 for own in zip(*sorts, strict=True))
