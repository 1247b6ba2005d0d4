"""Lines of a header: groups that stand over columns, a third line, units under names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from catalog.fold import fold
from intake.file_reading.cell_text import header_text, is_day, is_label, is_number, is_year
from intake.file_reading.header_lines import may_head
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.series import is_series
from intake.file_reading.superscripts import without_call
from intake.file_reading.units import unit_named
from intake.file_reading.values import Cell, Row, Sheet, Span

_FORMS = re.compile(r"[jmadyhs]{1,4}(?:[/.: -][jmadyhs]{1,4}){1,5}|[jmad]{4,8}")
_OF_FORM = frozenset(
    {"texte", "text", "nombre", "entier", "decimal", "numerique", "date", "booleen", "oui/non",
     "o/n", "code", "sans unite", "sans", "-", "n/a", "s.o."}
)  # fmt: skip
_MOSTLY, _FEWEST_OVER, _SAMPLED = 0.6, 3, 200


def spans_of(sheet: Sheet, at: int) -> list[Span]:
    """Merged cells that reach into the row at `at`, from 0."""
    return [span for span in sheet.merges if span.top <= at + 1 <= span.bottom]


def is_line_of_units(row: Row, columns: Sequence[int]) -> bool:
    """Units under names; beside them the form of a date, or words that send to a column."""
    cells = [row[column] for column in filled(row, columns)]
    units = [cell for cell in cells if _unit(cell) is not None]
    others = [cell for cell in cells if _unit(cell) is None and _says_a_form(cell)]
    is_mostly = len(units) + len(others) >= _MOSTLY * len(cells)
    return bool(units) and is_mostly and not any(map(is_number, cells))


def is_units_row(sheet: Sheet, at: int, columns: Sequence[int]) -> bool:
    """A line of units whose cells do not come again below, as `M` and `S` of a planning do."""
    if at >= len(sheet.rows) or not is_line_of_units(sheet.rows[at], columns):
        return False
    row, below = sheet.rows[at], sheet.rows[at + 1 : at + 1 + _SAMPLED]
    units = [column for column in filled(row, columns) if _unit(row[column]) is not None]
    again = sum(any(cell_at(other, at_) == row[at_] for other in below) for at_ in units)
    return again < _MOSTLY * len(units)


def units_of_line(row: Row, columns: Sequence[int]) -> dict[int, str]:
    """Of `t; €; t; €` under groups of columns, where they are units alone; else none."""
    units = {column: unit for column in columns if (unit := _unit(cell_at(row, column)))}
    return units if len(units) > 1 and len(units) >= _MOSTLY * len(columns) else {}


def _unit(cell: Cell) -> str | None:
    return unit_named(cell.strip().strip("()[]")) if isinstance(cell, str) else None


def _says_a_form(cell: Cell) -> bool:
    """`jj/mm/aaaa`, `voir unité`, `texte`."""
    text = fold(cell).strip(" ()[]") if isinstance(cell, str) else ""
    return bool(_FORMS.fullmatch(text)) or text in _OF_FORM or "unite" in text.split()


def is_third_line(sheet: Sheet, at: int, columns: Sequence[int]) -> bool:
    """Under the second line, which begins after `at`: a merged cell of it stands over several
    columns, or one from above reaches down to this line, and all its cells head columns.
    """
    if at + 3 >= len(sheet.rows):
        return False
    if not any(span.top <= at + 3 and span.bottom > at for span in sheet.merges):
        return _goes_on(sheet, at, columns)
    second, third = sheet.rows[at + 1], sheet.rows[at + 2]
    heads = [third[column] for column in filled(third, columns)]
    spans = [span for span in sheet.merges if span.left - 1 in columns]
    stands_over = any(
        span.top == span.bottom == at + 2 and span.right > span.left
        and cell_at(second, span.left - 1) is not None
        for span in spans
    )  # fmt: skip
    reaches_down = any(span.top <= at + 2 and span.bottom == at + 3 for span in spans)
    return (stands_over or reaches_down) and bool(heads) and all(map(_heads, heads))


def _goes_on(sheet: Sheet, at: int, columns: Sequence[int]) -> bool:
    """Without merged cells: `2023; 2024; 2023; 2024` under two words, and no cell under the first
    name, where each row of data has one.
    """
    second, third = sheet.rows[at + 1], sheet.rows[at + 2]
    present = filled(third, columns)
    texts = [header_text(third[column]) for column in present]
    first = columns[0]
    if cell_at(second, first) is not None or cell_at(third, first) is not None:
        return False
    after = [row for row in sheet.rows[at + 3 : at + 15] if len(filled(row, columns)) > 1]
    are_data = sum(cell_at(row, first) is not None for row in after) >= 0.8 * max(len(after), 1)
    repeats = len(set(texts)) < len(texts) and len(present) > len(filled(second, columns))
    return are_data and bool(after) and repeats and all(_heads(third[at_]) for at_ in present)


def _heads(cell: Cell) -> bool:
    return is_label(cell) or is_year(cell) or is_day(cell)


def with_line_above(sheet: Sheet, rows: list[int], columns: list[int]) -> list[int]:
    """The lines of a header and, where there is one, a line of groups over them."""
    above = rows[0] - 1
    if len(rows) > 1 or above < 0:
        return rows
    upper, lower = sheet.rows[above], sheet.rows[rows[0]]
    present = filled(upper, columns)
    if len(present) < 2 or not all(may_head(upper[at]) for at in present):
        return rows
    merged = [
        span for span in spans_of(sheet, above)
        if span.right > span.left and span.top == span.bottom and span.left - 1 in present
    ]  # fmt: skip
    is_group = (
        merged
        or _counts_under(lower, present, columns)
        or _names_come_again_under(lower, present, columns)
    )
    return [above, *rows] if is_group else rows


def _counts_under(lower: Row, present: list[int], columns: list[int]) -> bool:
    """Each number of `1, 2, … 31` under a letter of its day, and no letter over the first name."""
    return (
        len(present) >= _FEWEST_OVER
        and columns[0] not in present
        and is_series([cell_at(lower, at) for at in present])
    )


def _names_come_again_under(lower: Row, present: list[int], columns: list[int]) -> bool:
    """`t; €` under 2023 and `t; €` again under 2024: without the years they are one."""
    if columns[0] in present:
        return False
    ends = [*present[1:], columns[-1] + 1]
    under = [
        [header_text(cell_at(lower, at)) for at in columns if start <= at < end]
        for start, end in zip(present, ends, strict=True)
    ]
    are_names = all(all(names) and len(set(names)) == len(names) for names in under)
    again = all(set(names) & set(later) for names, later in pairwise(under))
    return are_names and again and max(map(len, under)) > 1


def names_of_lines(
    sheet: Sheet, rows: Sequence[int], columns: Sequence[int]
) -> tuple[dict[int, str], dict[int, str]]:
    """(groups, names) by column: the words over several columns, and all words of each."""
    over: dict[int, dict[int, str]] = {}
    lower = sheet.rows[rows[-1]] if rows else []
    for at in reversed(rows[:-1]):
        over[at] = _groups(sheet, at, lower, columns)
        lower = _filled_line(sheet.rows[at], lower, over[at], columns)
    names: dict[int, str] = {}
    for column in columns:
        parts = [
            over.get(at, {}).get(column)
            or without_call(header_text(cell_at(sheet.rows[at], column)))
            for at in rows
        ]
        names[column] = " ".join(part for part in dict.fromkeys(parts) if part)
    groups = {
        column: " ".join(word for at in rows[:-1] if (word := over[at].get(column)))
        for column in columns
    }
    return {column: words for column, words in groups.items() if words}, names


def _filled_line(
    upper: Row, lower: Row, groups: dict[int, str], columns: Sequence[int]
) -> list[Cell]:
    """The upper line with its words over each column, and the lower one where it says nothing."""
    width = max(columns, default=-1) + 1
    line: list[Cell] = [cell_at(upper, at) for at in range(width)]
    return [groups.get(at) or line[at] or cell_at(lower, at) for at in range(width)]


def _groups(sheet: Sheet, at: int, lower: Row, columns: Sequence[int]) -> dict[int, str]:
    """The words of the line at `at` by the columns that they stand over."""
    upper = sheet.rows[at]
    groups: dict[int, str] = {}
    spans = {span.left - 1: span for span in spans_of(sheet, at) if span.right > span.left}
    one_by_one = not spans and _is_one_by_one(filled(upper, columns), lower)
    farthest = -1 if spans or one_by_one else 1 << 20
    word = ""
    until = -1
    for column in columns:
        own = cell_at(upper, column)
        if own is not None:
            word = header_text(own)
            until = spans[column].right - 1 if column in spans else farthest
            is_over_several = cell_at(lower, column) is not None
            if not is_over_several:
                word = ""
        elif cell_at(lower, column) is None:
            word = ""
        if word and (own is not None or column <= until) and cell_at(lower, column) is not None:
            groups[column] = word
    counts = Counter(groups.values())
    return {column: text for column, text in groups.items() if counts[text] > 1}


def _is_one_by_one(present: Sequence[int], lower: Row) -> bool:
    """Words side by side, each with another under it, stand over their own columns alone."""
    steps = {later - earlier for earlier, later in pairwise(present)}
    has_own = all(cell_at(lower, column) is not None for column in present)
    return len(present) >= _FEWEST_OVER and steps == {1} and has_own
