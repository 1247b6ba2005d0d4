"""Two tables on one sheet, one under the other: each is a sheet of its own from then on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from catalog.fold import fold
from intake.file_reading.cell_text import header_text, is_day, is_label, is_number
from intake.file_reading.empties import stands_for_nothing
from intake.file_reading.header import Header, find_header
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.row_reasons import sort_rows
from intake.file_reading.units import unit_in_name
from intake.file_reading.values import Cell, Row, Sheet

_LEAST_ROWS, _LEAST_COLUMNS = 2, 2
_FIGURES = frozenset("0123456789+-(€.,")
_MOST_CUTS, _LOOKED_AT = 40, 300
_MOSTLY = 0.8


def split_stacked(sheet: Sheet) -> list[Sheet]:
    """The sheet itself where it holds one table. Rows keep their numbers: above a table that
    stands below, all is empty.

    A blank row, or a row of words among figures, parts two tables where each side has headers of
    its own over rows of its own, and the lower one's names are others, over columns of figures or
    days: rows that only go on would have figures there.
    """
    begins = [0]
    for cut in _cuts(sheet.rows)[:_MOST_CUTS]:
        upper = _between(sheet, begins[-1], min(cut, begins[-1] + _LOOKED_AT))
        lower = _between(sheet, cut, min(len(sheet.rows), cut + _LOOKED_AT))
        below = _headers_of(lower)
        above = _headers_of(upper) or (None if below is None else _card(upper, below))
        if above is not None and below is not None and _is_other(above, lower, below):
            begins.append(cut)
    if len(begins) == 1:
        return [sheet]
    ends = [*begins[1:], len(sheet.rows)]
    return [
        _named(_between(sheet, first, end), first, number)
        for number, (first, end) in enumerate(zip(begins, ends, strict=True), start=1)
    ]


def _cuts(rows: Sequence[Row]) -> list[int]:
    """Indices of rows that something begins on: after a blank one, or words over figures with
    figures above them.
    """
    cuts = []
    was_blank = False
    for at, row in enumerate(rows):
        first = next((cell for cell in row if cell is not None), None)
        # A row that begins with a figure heads nothing.
        if first is not None and at:
            may_head = isinstance(first, str) and first[0] not in _FIGURES
            if was_blank or (may_head and _heads_figures(rows, at)):
                cuts.append(at)
        was_blank = first is None
    return cuts


def _heads_figures(rows: Sequence[Row], at: int) -> bool:
    """Words alone, where the row above has figures and so has the row below, under the words."""
    if at + 1 >= len(rows):
        return False
    row, below = rows[at], rows[at + 1]
    heads = [column for column, cell in enumerate(row) if cell is not None]
    if len(heads) == 1 and at + 2 < len(rows):
        # A title over the headers that begin a table.
        return (
            _are_words(rows[at + 1]) and _has_figures(rows[at - 1]) and _has_figures(rows[at + 2])
        )
    if not _are_words(row) or _are_words(below):
        return False
    above = rows[at - 1] if _several(rows[at - 1]) else rows[at - 2] if at > 1 else []
    under = [column for column in heads if _is_figure(cell_at(below, column))]
    # One word among figures is what somebody wrote instead of a figure, but for a unit.
    names_units = any(unit_in_name(str(row[column])) is not None for column in under)
    return _has_figures(above) and (len(under) > 1 or names_units)


def _several(row: Row) -> bool:
    return sum(cell is not None for cell in row) > 1


def _are_words(row: Row) -> bool:
    words = [cell for cell in row if cell is not None]
    if len(words) < _LEAST_COLUMNS:
        return False
    if not all(isinstance(word, str) and word[0] not in _FIGURES for word in words):
        return False
    texts = [str(word) for word in words]
    return (
        len(set(texts)) == len(texts)
        and all(map(is_label, words))
        and not any(stands_for_nothing(text, among_text=False) for text in texts)
    )


def _has_figures(row: Row) -> bool:
    return any(map(_is_figure, row))


def _is_figure(cell: Cell) -> bool:
    return cell is not None and (is_number(cell) or is_day(cell))


def _between(sheet: Sheet, first: int, end: int) -> Sheet:
    rows: list[Row] = [[] for _ in range(first)] + sheet.rows[first:end]
    return replace(sheet, rows=rows, begins=first, whole=sheet)


def _headers_of(sheet: Sheet) -> Header | None:
    header = find_header(sheet)
    if header is None or not header.rows or len(header.columns) < _LEAST_COLUMNS:
        return None
    return header if len(sort_rows(sheet, header).data) >= _LEAST_ROWS else None


def _card(sheet: Sheet, below: Header) -> Header | None:
    """The headers of a single row that says what the rows below are of, as a meter's number over
    its curve: under more names, all of them others.
    """
    header = find_header(sheet)
    if header is None or not header.rows or len(header.columns) <= len(below.columns):
        return None
    names, others = ({fold(name) for name in each.names.values()} for each in (header, below))
    is_one = len(sort_rows(sheet, header).data) == 1
    return header if is_one and not names & others else None


def _is_other(above: Header, lower: Sheet, below: Header) -> bool:
    names, others = ({fold(name) for name in header.names.values()} for header in (above, below))
    if names == others:
        return False
    is_mostly_other = len(names & others) * 2 < len(others)
    return (is_mostly_other or not _go_on(above, below)) and _stands_over_figures(lower, below)


def _go_on(above: Header, below: Header) -> bool:
    """The same names in the same columns, but for a few: the header is repeated."""
    same = sum(
        fold(name) == fold(above.names.get(column, "")) for column, name in below.names.items()
    )
    return same >= 0.7 * max(len(below.names), len(above.names))


def _stands_over_figures(sheet: Sheet, header: Header) -> bool:
    data = sort_rows(sheet, header).data
    for column in header.columns:
        head = cell_at(sheet.rows[header.rows[-1]], column)
        cells = [cell for at in data if (cell := cell_at(sheet.rows[at], column)) is not None]
        figures = sum(is_number(cell) or is_day(cell) for cell in cells)
        if is_label(head) and cells and figures >= _MOSTLY * len(cells):
            return True
    return False


def _named(sheet: Sheet, first: int, number: int) -> Sheet:
    """After the title that stands over it, where one does."""
    row = sheet.rows[first]
    present = filled(row, range(len(row)))
    title = header_text(row[present[0]]) if len(present) == 1 else ""
    words = title or f"tableau {number}"
    return replace(sheet, name=f"{sheet.name} : {words}" if sheet.name else words)
