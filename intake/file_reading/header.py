"""Finds the start of a table: its columns, its header on one line or two, a table beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from intake.file_reading.cell_text import (
    header_text,
    is_day,
    is_label,
    is_page,
    is_year,
    shown,
    sort_of,
)
from intake.file_reading.empties import stands_for_nothing
from intake.file_reading.header_groups import (
    is_line_of_units,
    is_third_line,
    is_units_row,
    names_of_lines,
    spans_of,
    units_of_line,
    with_line_above,
)
from intake.file_reading.header_lines import (
    are_codes_over_labels,
    are_figures,
    fields_go_on,
    has_forms_of,
)
from intake.file_reading.headings_beside import with_headings_moved
from intake.file_reading.names import distinct_names
from intake.file_reading.repeated_names import with_names_repeated
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.series import is_series
from intake.file_reading.units import unit_named
from intake.file_reading.values import Cell, LeftColumn, Row, Sheet

SAME_TABLE = "same table beside"
_LOOKED_AT = 60
_FEWEST_HEADERS, _HEADERS_WITHIN = 2, 15
_SAMPLED = 200
_LEAST_COUNTED = 7
_STRAY, _STRAY_IN_TEXT = 0.05, 0.3
"""A column without a header, past the last one, that fewer rows fill is a slip of the hand."""


@dataclass(slots=True)
class Header:
    """Indexes count from 0 here. `columns`: those of the table, in order; `names` by column.

    `rows` is empty where the table has no header: its names are `Colonne 1`, …
    """

    columns: list[int]
    names: dict[int, str]
    rows: list[int]
    first_data: int
    units_row: int | None = None
    units: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    """By column, the upper line of a header of two where it stands over several columns."""
    left: list[LeftColumn] = field(default_factory=list)
    units_by_row: set[int] = field(default_factory=set)
    """Columns of which the unit is said by another one, row by row."""
    units_beside: dict[int, str] = field(default_factory=dict)
    """The name of that other one, where the rows count several things."""
    commune_codes: set[int] = field(default_factory=set)
    """Columns of commune codes, known by the names beside them and not by their own."""
    moved: list[str] = field(default_factory=list)
    """Headings that stand beside their values."""


def find_header(sheet: Sheet, *, has_one: bool = False, row: int | None = None) -> Header | None:
    """None for a sheet that holds no table. `has_one`: a person says that its first row is one;
    `row`: that this one is, from 0.
    """
    if sheet.names:
        columns = list(range(len(sheet.names)))
        own = {at: name or f"Colonne {at + 1}" for at, name in enumerate(sheet.names)}
        names = distinct_names(own, columns)
        return Header(columns, names, [], 0) if sheet.rows else None
    if row is not None and 0 <= row < len(sheet.rows) - 1 and any(map(shown, sheet.rows[row])):
        columns, left = _region(sheet.rows[row:])
        return _named(sheet, [row], columns, left) if columns else None
    header = _found_header(sheet)
    if header is None or header.rows or not has_one:
        return header
    columns, left = _region(sheet.rows)
    return _named(sheet, [header.first_data], columns, left)


def _found_header(sheet: Sheet) -> Header | None:
    columns, left = _region(sheet.rows)
    if not columns:
        return None
    lines = [at for at, row in enumerate(sheet.rows) if filled(row, columns)]
    if len(lines) < 2:
        return None
    best: tuple[float, list[int]] | None = None
    for at in lines[:_LOOKED_AT]:
        rows = [] if any(map(is_page, sheet.rows[at])) else _header_at(sheet, at, columns)
        if not rows or (best is not None and fields_go_on(sheet.rows, best[1][-1], at, columns)):
            continue
        share = _coverage(sheet, rows, columns) / len(columns)
        if best is None or share > best[0] + 0.001:
            best = share, rows
        if share >= 0.75 and not _heads_more_below(sheet, rows, columns):
            break
    if best is None or best[0] < 0.4 or not _has_data_below(sheet, best[1][-1], columns):
        return _without_header(sheet, lines, columns, left)
    if _looks_like_data(sheet, best[1], columns):
        return _without_header(sheet, lines, columns, left)
    return _named(sheet, best[1], columns, left)


def _region(rows: list[Row]) -> tuple[list[int], list[LeftColumn]]:
    """The table's columns, and those left aside: empty ones, and a small table to the right."""
    fill: Counter[int] = Counter()
    for row in rows:
        present = [at for at, cell in enumerate(row) if cell is not None]
        if len(present) > 1:
            fill.update(present)
    if not fill:
        fill.update(at for row in rows for at, cell in enumerate(row) if cell is not None)
    if not fill:
        return [], []
    first, last = min(fill), max(fill)
    runs: list[list[int]] = [[]]
    left = []
    for column in range(first, last + 1):
        if fill[column]:
            runs[-1].append(column)
        else:
            left.append(LeftColumn(column + 1, "empty column"))
            runs.append([])
    runs = [run for run in runs if run]
    heights = [sum(1 for row in rows if filled(row, run)) for run in runs]
    main = max(range(len(runs)), key=lambda at: heights[at] * len(runs[at]))
    columns: list[int] = []
    for at, run in enumerate(runs):
        is_high = heights[at] >= 0.5 * heights[main]
        if at != main and _has_same_headers(rows, runs[main], run):
            left.extend(LeftColumn(column + 1, SAME_TABLE) for column in run)
        elif at == main or is_high or len(run) == 1:
            columns.extend(run)
        else:
            left.extend(LeftColumn(column + 1, "another table beside") for column in run)
    return columns, sorted(left, key=lambda column: column.position)


def _has_same_headers(rows: Sequence[Row], main: Sequence[int], run: Sequence[int]) -> bool:
    """One list in two blocks of columns: both begin by the same words, and nothing above the
    second says what else it would be, as a year over the same months does.
    """
    if len(run) != len(main) or len(run) < _FEWEST_HEADERS:
        return False
    for row in rows[:_HEADERS_WITHIN]:
        ours, theirs = ([cell_at(row, at) for at in each] for each in (main, run))
        if all(isinstance(cell, str) for cell in ours) and ours == theirs:
            return len(set(ours)) == len(ours)
        if filled(row, run):
            return False
    return False


def _covered(sheet: Sheet, at: int, columns: Sequence[int]) -> set[int]:
    """Columns over which a row stands; a merged cell stands over several."""
    present = set(filled(sheet.rows[at], columns))
    if len(present) < 2:
        return present
    for span in spans_of(sheet, at):
        if span.left - 1 in present:
            present |= set(range(span.left - 1, span.right)) & set(columns)
    return present


def _coverage(sheet: Sheet, rows: list[int], columns: Sequence[int]) -> int:
    return len(set().union(*(_covered(sheet, at, columns) for at in rows)))


def _header_at(sheet: Sheet, at: int, columns: Sequence[int]) -> list[int]:
    """The header that begins at this row: one row, two, or none."""
    row = sheet.rows[at]
    present = filled(row, columns)
    if len(present) < min(2, len(columns)):
        return []
    labels = sum(1 for column in present if is_label(row[column]))
    are_words = labels >= 0.7 * len(present)
    if not are_words and not _is_line_of_periods(sheet, at, columns, present):
        return []
    if not _is_second_line(sheet, at, columns):
        return [at]
    return [at, at + 1, at + 2] if is_third_line(sheet, at, columns) else [at, at + 1]


def _heads_more_below(sheet: Sheet, rows: list[int], columns: Sequence[int]) -> bool:
    """Letters of days stand over their numbers, and the line of numbers names the rest too; or the
    words of a title over all of the headers.
    """
    below = rows[-1] + 1
    if below >= len(sheet.rows):
        return False
    own = {at for row in rows for at in _covered(sheet, row, columns)}
    if not own < _covered(sheet, below, columns) or not _header_at(sheet, below, columns):
        return False
    is_first_bare = cell_at(sheet.rows[rows[0]], columns[0]) is None
    return is_first_bare or _are_words_over_figures(sheet, below, columns)


def _are_words_over_figures(sheet: Sheet, at: int, columns: Sequence[int]) -> bool:
    """Words alone, in a text, where two columns and more hold figures in each of the next rows."""
    below = sheet.rows[at + 1 : at + 4]
    if sheet.name is not None or len(below) < _FEWEST_HEADERS:
        return False
    row = sheet.rows[at]
    figures = [
        column for column in filled(row, columns)
        if all(sort_of(cell_at(other, column)) in {"number", "day"} for other in below)
    ]  # fmt: skip
    return len(figures) >= _FEWEST_HEADERS and all(
        is_label(row[column]) for column in filled(row, columns)
    )


def _is_line_of_periods(sheet: Sheet, at: int, columns: Sequence[int], present: list[int]) -> bool:
    """`Commune | 2019 | 2020 | 2021`: years and months head columns too; the corner may be empty
    over a column of words.
    """
    row = sheet.rows[at]
    if _words_stand_under(sheet, at, present):
        return _counts_beside_names([row[column] for column in present])
    first, rest = row[present[0]], [row[column] for column in present[1:]]
    if columns[0] not in present:
        below = [cell_at(other, columns[0]) for other in sheet.rows[at + 1 : at + 4]]
        if not below or not all(map(is_label, below)):
            return False
        rest = [row[column] for column in present]
    elif not is_label(first):
        return False
    if len(rest) < 2:
        return False
    if is_series(rest):
        return True
    periods = [header_text(cell) for cell in rest if is_year(cell) or is_day(cell)]
    labels = sum(1 for cell in rest if is_label(cell))
    return len(periods) + labels == len(rest) and len(set(periods)) == len(periods)


def _counts_beside_names(cells: Sequence[Cell]) -> bool:
    """`Enfant | Section | 1 | 2 | … | 31 | Total`: a run of numbers, and names on its sides."""
    numbers = [at for at, cell in enumerate(cells) if not is_label(cell)]
    is_run = bool(numbers) and 0 < numbers[0] == numbers[-1] - len(numbers) + 1
    return is_run and len(numbers) >= _LEAST_COUNTED and is_series([cells[at] for at in numbers])


def _words_stand_under(sheet: Sheet, at: int, present: list[int]) -> bool:
    """Under `Période | 01/01/2025 | 31/03/2025` no figures follow: it tells what was exported."""
    below = next((row for row in sheet.rows[at + 1 :] if len(filled(row, present)) > 1), None)
    if below is None or cell_at(below, present[0]) is None:
        return False
    periods = [column for column in present if not is_label(sheet.rows[at][column])]
    words = [
        cell for column in periods
        if is_label(cell := cell_at(below, column))
        and not stands_for_nothing(str(cell), among_text=False)
    ]  # fmt: skip
    # `HS` under one hour of six is what somebody wrote instead of a figure.
    return 3 * len(words) > len(periods)


def _is_second_line(sheet: Sheet, at: int, columns: Sequence[int]) -> bool:
    if at + 2 >= len(sheet.rows):
        return False
    upper, lower = sheet.rows[at], sheet.rows[at + 1]
    below = filled(lower, columns)
    # Units that stand under names are no names; `t` and `€` under one year are.
    is_of_units = is_line_of_units(lower, columns)
    if not below or (is_of_units and set(below) <= set(filled(upper, columns))):
        return False
    spans = [span for span in spans_of(sheet, at) if span.left - 1 in columns]
    reaches_down = any(span.top == at + 1 and span.bottom == at + 2 for span in spans)
    stands_over = [
        span for span in spans if span.right > span.left and span.bottom == at + 1
        and len(filled(upper, columns)) > 1
    ]  # fmt: skip
    sub = [lower[column] for column in below]
    heads = all(is_label(cell) or is_year(cell) or is_day(cell) for cell in sub)
    if ((reaches_down or stands_over) and heads) or are_codes_over_labels(sheet, at, columns):
        return True
    return _reads_as_second_line(sheet, at, columns, below)


def _reads_as_second_line(sheet: Sheet, at: int, columns: Sequence[int], below: list[int]) -> bool:
    """Without merged cells: nothing under the first header, where each row of data has a cell."""
    upper, lower = sheet.rows[at], sheet.rows[at + 1]
    sub = [lower[column] for column in below]
    after = [row for row in sheet.rows[at + 2 : at + 14] if len(filled(row, columns)) > 1]
    first = columns[0]
    if not after or cell_at(upper, first) is None or cell_at(lower, first) is not None:
        return False
    if sum(cell_at(row, first) is not None for row in after) < 0.8 * len(after):
        return False
    if len(sub) >= _LEAST_COUNTED and is_series(sub):
        # Letters of days, and under them their numbers.
        return True
    if len(set(map(header_text, sub))) < len(sub) and len(filled(upper, columns)) > len(below):
        return False
    if are_figures(sub):
        return False
    return all(
        isinstance(lower[column], str) or is_year(lower[column]) or is_day(lower[column])
        for column in below
    ) and any(
        sort_of(lower[column]) != sort_of(cell_at(row, column)) or isinstance(lower[column], str)
        for column in below
        for row in after[:3]
    )


def _has_data_below(sheet: Sheet, at: int, columns: Sequence[int]) -> bool:
    return any(filled(row, columns) for row in sheet.rows[at + 1 :])


def _looks_like_data(sheet: Sheet, rows: list[int], columns: Sequence[int]) -> bool:
    """A first row of words whose every cell comes again below is no header."""
    if len(rows) > 1 or rows[0] > 0 or len(columns) < 2:
        return False
    head = sheet.rows[rows[0]]
    # Numbers of months or of hours come again among the figures.
    if is_series([cell_at(head, at) for at in columns[1:]]):
        return False
    # A header that each page repeats comes again whole, its columns in another order or not.
    words = {head[at] for at in filled(head, columns)}
    others = [row for row in sheet.rows[1:_SAMPLED] if {*row} - {None} != words]
    again = sum(any(cell_at(row, at) == head[at] for row in others) for at in filled(head, columns))
    return again >= max(2, 0.4 * len(columns)) or has_forms_of(head, others, columns)


def _without_header(
    sheet: Sheet, lines: list[int], columns: list[int], left: list[LeftColumn]
) -> Header | None:
    """A table of which no row is a header: most rows as wide as each other."""
    widths = Counter(len(filled(sheet.rows[at], columns)) for at in lines)
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    if width < 2 or count < 2:
        return None
    first = next(at for at in lines if len(filled(sheet.rows[at], columns)) >= 0.7 * width)
    names = {column: f"Colonne {at}" for at, column in enumerate(columns, start=1)}
    return Header(columns, names, [], first, left=left)


def _named(sheet: Sheet, rows: list[int], columns: list[int], left: list[LeftColumn]) -> Header:
    rows = with_line_above(sheet, rows, columns)
    first_data = rows[-1] + 1
    units_row, units = None, dict[int, str]()
    if is_units_row(sheet, first_data, columns):
        units_row = first_data
        line = sheet.rows[first_data]
        for column in filled(line, columns):
            unit = unit_named(str(line[column]).strip().strip("()[]"))
            if unit is not None:
                units[column] = unit
        first_data += 1
    groups, names = names_of_lines(sheet, rows, columns)
    units = {**units_of_line(sheet.rows[rows[-1]], list(groups)), **units}
    # A field too many in a few lines of a text is a slip of the program that wrote them.
    stray = _STRAY if sheet.name else _STRAY_IN_TEXT
    names, moved = with_headings_moved(sheet.rows[first_data:], columns, names)
    names = with_names_repeated(sheet.rows[first_data:], columns, names)
    kept, empty = _kept_columns(sheet.rows[first_data:], columns, names, stray)
    left.extend(LeftColumn(column + 1, "empty column") for column in empty)
    for column in kept:
        names[column] = names[column] or f"Colonne {column + 1}"
    left.sort(key=lambda column: column.position)
    return Header(
        kept, distinct_names(names, kept), rows, first_data, units_row, units, groups, left,
        moved=moved,
    )  # fmt: skip


def _kept_columns(
    rows: list[Row], columns: list[int], names: dict[int, str], stray: float
) -> tuple[list[int], list[int]]:
    """(columns of the table, empty ones); stray cells past the last header are in neither."""
    last = max((column for column in columns if names[column]), default=-1)
    kept, empty = [], []
    for column in columns:
        count = sum(cell_at(row, column) is not None for row in rows)
        if names[column] or (count and column < last) or count > max(1, stray * len(rows)):
            kept.append(column)
        elif not count:
            empty.append(column)
    return kept, empty
