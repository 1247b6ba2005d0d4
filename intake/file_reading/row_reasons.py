"""Tells the rows that are data, and the reason why each other row is not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from catalog.fold import fold
from intake.file_reading.block_names import (
    are_added_up,
    name_of_block,
    name_over_header,
    names_over_rows,
)  # fmt: skip
from intake.file_reading.cell_text import (
    header_text,
    is_label,
    is_page,
    row_text,
    shown,
    sort_of,
)
from intake.file_reading.continued_lines import find_continued
from intake.file_reading.empties import stands_for_nothing
from intake.file_reading.header import Header
from intake.file_reading.page_heads import find_page_heads, mentions_a_page, names_a_page
from intake.file_reading.record_ends import ends_records
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.total_labels import TOTAL_LABELS, Sums, TableShape, reason_of_sum
from intake.file_reading.values import Cell, IgnoredRow, Reason, Row, Sheet

_PAGE = re.compile(
    r"(page|p\.|feuille|folio)\s*(n[°o]\s*)?\d+(\s*(/|sur|of|de)\s*\d+)?|\d+\s*/\s*\d+|- \d+ -"
)
_NOTE = re.compile(
    r"(\*|\((?:\d|\*+)\)|\d\)|nota\b|notes?\b|nb\b|sources?\b|lecture\b|legende\b|champ\b|attention\b|remarques?\s*:|[a-z.]{1,5}\s*[:=]\s)"
)
_PRINTED = re.compile(
    r"(edite|edition|imprime|impression|extrait|extraction|exporte|export|genere|etabli|arrete)e?s?"
    r"( (le|du|par|au)\b|\s*:|$)|(date d'|utilisateur\b|nombre (de|d')|nb (de )?lignes)"
)
"""Lines that a program prints under its table: when, by whom, how many lines."""
_MONTH = re.compile(r"[a-z]{3,9}\.? (?:19|20)\d\d")
_RULE = re.compile(r"[-=_+*]{3,}|:?-{2,}:?")
_DRAWN = " =*-_#~>"
"""Signs that set off a title: `=== Secteur nord ===`."""
_SAMPLED, _SENTENCE = 400, 5
_OF_PAGES = frozenset({Reason.TITLE, Reason.PAGE, Reason.REPEATED_HEADER})


@dataclass(slots=True)
class Rows:
    """`data`: indexes from 0; the rest by row number. `groups`: the label over each data row."""

    data: list[int] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    questions: dict[str, list[int]] = field(default_factory=dict)
    """By the code of a question, the rows that it is about."""

    def leave(self, sheet: Sheet, indexes: Collection[int], reason: Reason) -> None:
        """Takes rows out of the data, with the reason for it."""
        gone = set(indexes)
        if not gone:
            return
        if self.groups:
            kept = zip(self.data, self.groups, strict=True)
            self.groups = [group for at, group in kept if at not in gone]
        self.data = [at for at in self.data if at not in gone]
        self.ignored += [IgnoredRow(at + 1, reason, row_text(sheet.rows[at])) for at in gone]
        self.ignored.sort(key=lambda ignored: ignored.row)


def sort_rows(sheet: Sheet, header: Header) -> Rows:
    rows = Rows()
    rows.ignored += _comments(sheet)
    titles: set[str] = set()
    named = _name_over(sheet, header)
    for at in range(header.rows[0] if header.rows else header.first_data):
        row = sheet.rows[at]
        if not any(cell is not None for cell in row):
            rows.blank += _blank(sheet, at)
            continue
        if at != named:
            titles.add(_plain(row))
        rows.ignored.append(IgnoredRow(at + 1, Reason.TITLE, row_text(row)))
    if header.units_row is not None:
        text = row_text(sheet.rows[header.units_row])
        rows.ignored.append(IgnoredRow(header.units_row + 1, Reason.UNITS, text))
    shape = _shape(sheet, header)
    heads = [_heads(sheet.rows[at], header) for at in header.rows]
    sums = Sums(sheet, shape.number_columns, rows.data)
    singles: list[int] = []
    for at in range(header.first_data, len(sheet.rows)):
        row = sheet.rows[at]
        present = filled(row, header.columns)
        if not present or all(_is_ruled(row[column]) for column in present):
            rows.blank += _blank(sheet, at)
            continue
        reason = _reason(row, present, shape, heads, titles, sums)
        if reason is not None:
            rows.ignored.append(IgnoredRow(at + 1, reason, row_text(row)))
        elif _is_single(row, present, shape):
            singles.append(at)
        else:
            rows.data.append(at)
    names = _over_repeats(sheet, header, rows, rows.data)
    rows.data = [at for at in rows.data if at not in names]
    singles = sorted([*singles, *names])
    heads_of_pages = find_page_heads(
        sheet, header, [*rows.data, *singles], rows.ignored, shape.median
    )
    singles = [at for at in singles if at not in heads_of_pages]
    rows.leave(sheet, heads_of_pages, Reason.TITLE)
    between = {row.row - 1 for row in rows.ignored if row.reason in _OF_PAGES}
    continued = find_continued(sheet, header, rows.data, singles, shape.median, between)
    singles = [at for at in singles if at not in continued]
    rows.leave(sheet, continued, Reason.CONTINUED)
    _place_singles(sheet, header, rows, singles, shape)
    rows.ignored.sort(key=lambda ignored: ignored.row)
    return rows


def _over_repeats(
    sheet: Sheet, header: Header, rows: Rows, candidates: Collection[int]
) -> set[int]:
    """Words alone over a header that comes again, in a table of two columns as well."""
    again = {row.row - 1 for row in rows.ignored if row.reason is Reason.REPEATED_HEADER}
    may_be = candidates if again and len(header.columns) > 1 else ()
    return {at for at in may_be if at + 1 in again and _over(sheet, header, at) is not None}


def _comments(sheet: Sheet) -> list[IgnoredRow]:
    """Of this table's part of the sheet."""
    whole = sheet.whole or sheet
    end = max(len(sheet.rows), 1)
    return [
        IgnoredRow(at + 1, Reason.NOTE, row_text(whole.rows[at]))
        for at in sorted(sheet.comments)
        if sheet.begins <= at < end
    ]


def _blank(sheet: Sheet, at: int) -> list[int]:
    """Its number, but for a comment."""
    return [] if at in sheet.comments else [at + 1]


def _is_ruled(cell: Cell) -> bool:
    """`-----`, `=====`: a line drawn across the table."""
    return isinstance(cell, str) and _RULE.fullmatch(cell.strip()) is not None


def _plain(row: Row) -> str:
    return fold(" ".join(" ".join(shown(cell).split()) for cell in row if cell is not None))


def _without_digits(text: str) -> str:
    return "".join(sign for sign in text if not sign.isdigit())


def _heads(row: Row, header: Header) -> dict[int, str]:
    return {at: fold(header_text(row[at])) for at in filled(row, header.columns)}


def _shape(sheet: Sheet, header: Header) -> TableShape:
    sample = [
        row for row in sheet.rows[header.first_data : header.first_data + _SAMPLED]
        if len(filled(row, header.columns)) > 1
    ]  # fmt: skip
    # Not by what is told of the table under it.
    rows = [row for row in sample if not _tells_of_others(row, header.columns)] or sample
    sorts = _sorts(sample, header.columns)
    numbers = frozenset(
        at for at, counts in sorts.items() if counts["number"] > counts["text"] + counts["day"]
    )
    texts = frozenset(at for at in sorts if at not in numbers)
    plain = {
        at: sort for at, counts in _sorts(rows, header.columns).items()
        for sort, count in counts.most_common(1) if count >= 0.9 * counts.total()
    }  # fmt: skip
    widths = sorted(len(filled(row, header.columns)) for row in rows) or [0]
    median = widths[len(widths) // 2]
    even = sum(width >= 0.5 * median for width in widths) >= 0.9 * len(widths)
    return TableShape(header.columns, texts, numbers, plain, median, even)


def _sorts(rows: Sequence[Row], columns: Sequence[int]) -> dict[int, Counter[str]]:
    sorts: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for column in filled(row, columns):
            sorts[column][sort_of(row[column])] += 1
    return sorts


def _tells_of_others(row: Row, columns: Sequence[int]) -> bool:
    first = _first_word(row, filled(row, columns))
    return any(form.match(first) for form in (_PRINTED, *(form for form, _ in TOTAL_LABELS)))


def _names_page(row: Row, present: list[int]) -> bool:
    """In one cell, or its word in one and its number in the next."""
    words = [fold(shown(row[at])).strip(" .:") for at in present]
    is_split = any(
        word == "page" and sort_of(row[at]) == "number"
        for word, at in zip(words, present[1:], strict=False)
    )
    return is_split or any(is_page(row[at]) for at in present)


def _is_single(row: Row, present: list[int], shape: TableShape) -> bool:
    """One word alone in a table of many columns, all of whose rows are fuller."""
    if len(present) != 1 or shape.median < 3 or not shape.is_even:
        return False
    cell = row[present[0]]
    # `Janvier 2025` alone is a title of the rows below, and no day of one.
    return is_label(cell) or (isinstance(cell, str) and _MONTH.fullmatch(fold(cell)) is not None)


def _reason(
    row: Row,
    present: list[int],
    shape: TableShape,
    heads: list[dict[int, str]],
    titles: set[str],
    sums: Sums,
) -> Reason | None:
    if _repeats(row, heads):
        return Reason.REPEATED_HEADER
    if titles and is_label(row[present[0]]) and _plain(row) in titles:
        return Reason.TITLE
    if shape.median > len(present) and names_a_page(row, present, shape.median):
        return Reason.PAGE
    if _names_page(row, present) and _without_digits(_plain(row)) in {
        _without_digits(title) for title in titles
    }:
        return Reason.PAGE
    if len(present) <= 2 and len(shape.columns) > 1 and shape.median > len(present):
        # `Page 2/6` alone, or after when it was printed.
        is_printed = len(present) == 1 or _PRINTED.match(_first_word(row, present))
        if is_printed and _PAGE.fullmatch(fold(shown(row[present[-1]]).strip())):
            return Reason.PAGE
    return reason_of_sum(row, present, shape, sums)


def _repeats(row: Row, heads: list[dict[int, str]]) -> bool:
    return any(len(head) > 1 and _is_like(row, head) for head in heads)


def _is_like(row: Row, head: dict[int, str]) -> bool:
    """Seven cells of ten are the header's; a row of data is told from it by its first cells."""
    others = 0
    for at, text in head.items():
        others += _differs(cell_at(row, at), text)
        if others > 0.3 * len(head):
            return False
    return True


def _differs(cell: Cell, text: str) -> bool:
    """From the header's folded text; nearly every cell of data does, at its first letter."""
    if isinstance(cell, str):
        first = cell[:1]
        is_plain = first.isascii() and first.isalnum()
        if (is_plain and first.lower() != text[:1]) or abs(len(cell) - len(text)) > 8:
            return True
    return fold(header_text(cell)) != text


def _place_singles(
    sheet: Sheet, header: Header, rows: Rows, singles: list[int], shape: TableShape
) -> None:
    """A word alone heads the rows below it, or ends the table; many of them are data."""
    sure = _over_repeats(sheet, header, rows, singles)
    others = [at for at in singles if at not in sure]
    are_many = len(others) > 0.34 * (len(rows.data) + 1) and len(others) > 3
    if are_many and _is_scattered(others) and not are_added_up(sheet, others, rows.ignored):
        rows.data = sorted([*rows.data, *singles])
        rows.groups = []
        return
    last = rows.data[-1] if rows.data else -1
    labels = _names_of_blocks(sheet, header, rows, singles)
    for at in singles:
        row = sheet.rows[at]
        text = row_text(row)
        if at in labels:
            reason = Reason.GROUP
        elif at > last:
            reason = Reason.NOTE if _NOTE.match(fold(text).strip()) else Reason.FOOTER
        elif _heads_a_table(sheet, header, at):
            reason = Reason.TITLE
        else:
            reason = Reason.GROUP
            labels[at] = text.strip(_DRAWN) or text
        rows.ignored.append(IgnoredRow(at + 1, reason, text))
    _end_of_table(sheet, header, rows, shape)
    if labels:
        rows.groups = names_over_rows(labels, rows.data)


def _names_of_blocks(
    sheet: Sheet, header: Header, rows: Rows, singles: Sequence[int]
) -> dict[int, str]:
    """The words over each header, where the header comes again under other words."""
    over = {
        at: _over(sheet, header, at) or row_text(sheet.rows[at])
        for at in singles
        if _heads_a_table(sheet, header, at)
    }
    are_two = any(at + 1 in over for at in over)
    first = _name_over(sheet, header)
    if first is not None:
        over[first] = _over(sheet, header, first) or ""
        if are_two and first and (name := name_of_block(sheet.rows[first - 1])) is not None:
            over[first - 1] = name
    if len(set(over.values())) < 2:
        return {}
    rows.ignored = [
        IgnoredRow(row.row, Reason.GROUP, row.text) if row.row - 1 in over else row
        for row in rows.ignored
    ]
    return over


def _over(sheet: Sheet, header: Header, at: int) -> str | None:
    return name_over_header(sheet.rows[at], len(header.columns))


def _name_over(sheet: Sheet, header: Header) -> int | None:
    """The row of one word right above the first header, or above a blank row."""
    begin = header.rows[0] if header.rows else header.first_data
    for at in range(begin - 1, max(begin - 3, -1), -1):
        present = filled(sheet.rows[at], range(len(sheet.rows[at])))
        if present:
            is_name = _over(sheet, header, at) is not None
            return at if is_name and not mentions_a_page(row_text(sheet.rows[at])) else None
    return None


def _is_scattered(singles: list[int]) -> bool:
    return singles[-1] - singles[0] > len(singles)


def _heads_a_table(sheet: Sheet, header: Header, at: int) -> bool:
    heads = [_heads(sheet.rows[row], header) for row in header.rows]
    following = sheet.rows[at + 1 : at + 3]
    return any(_repeats(row, heads) for row in following)


def _end_of_table(sheet: Sheet, header: Header, rows: Rows, shape: TableShape) -> None:
    """Short lines under a blank one, after the last full row: `Édité le | 02/04/2025`."""
    while tail := _tail(sheet, header, rows, shape):
        del rows.data[-len(tail) :]
        for at in tail:
            text = row_text(sheet.rows[at])
            reason = Reason.NOTE if _NOTE.match(fold(text).strip()) else Reason.FOOTER
            rows.ignored.append(IgnoredRow(at + 1, reason, text))


def _tail(sheet: Sheet, header: Header, rows: Rows, shape: TableShape) -> list[int]:
    """The last rows up to a gap, if each of them ends the table; or a printed line without one."""
    tail: list[int] = []
    for before, at in zip(reversed(rows.data[:-1]), reversed(rows.data), strict=False):
        row = sheet.rows[at]
        present = filled(row, header.columns)
        if not (is_label(row[present[0]]) and _ends(row, present, shape)):
            break
        tail.append(at)
        if at - before > 1 or _PRINTED.match(_first_word(row, present)):
            return tail
    at = rows.data[-1] if len(rows.data) > 1 else -1
    return [at] if ends_records(sheet, header, rows.data, shape.median) else []


def _first_word(row: Row, present: list[int]) -> str:
    return fold(shown(row[present[0]])).strip(" :*-")


def _ends(row: Row, present: list[int], shape: TableShape) -> bool:
    """In a table of few columns, where a line is as short as a row, its cells are of another sort
    than those above.
    """
    if shape.median >= 4:
        return len(present) <= max(2, shape.median // 4)
    if len(present) == 1 and shape.median > 1:
        text = fold(shown(row[present[0]])).strip()
        return _NOTE.match(text) is not None or len(text.split()) >= _SENTENCE
    is_odd = any(_is_of_another_sort(row[at], shape.sorts.get(at)) for at in present)
    return len(present) <= 2 and is_odd


def _is_of_another_sort(cell: Cell, sort: str | None) -> bool:
    own = sort_of(cell)
    if own == "text" and stands_for_nothing(shown(cell), among_text=False):
        return False
    return sort is not None and own != sort
