"""Lines that a program prints at the head of each page, in the middle of a table: the body's name,
the day, the title, each beside a page number or a header that is repeated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from catalog.fold import fold
from intake.file_reading.cell_text import is_day, is_number, row_text, shown
from intake.file_reading.continued_lines import goes_on
from intake.file_reading.header import Header
from intake.file_reading.row_cells import filled
from intake.file_reading.values import IgnoredRow, Reason, Row, Sheet

_PAGE = re.compile(
    r"(?:page|p\.|feuillet|feuille|folio)\s*(?:n[°o]\s*)?:?\s*\d+(?:\s*(?:/|sur|of|de)\s*\d+)?"
)
_OF_PAGES = re.compile(r"\b\d+\s*/\s*\d+\b")
_NEAR = frozenset({Reason.PAGE, Reason.REPEATED_HEADER})


def names_a_page(row: Row, present: Sequence[int], median: int) -> bool:
    """`Page 2` in one of few cells, the others no figures."""
    if not 1 <= len(present) <= max(2, median // 2):
        return False
    texts = [fold(shown(row[at])).strip(" -") for at in present]
    if not any(_PAGE.fullmatch(text) for text in texts):
        return False
    return all(
        _PAGE.fullmatch(text) or is_day(row[at]) or not is_number(row[at])
        for text, at in zip(texts, present, strict=True)
    )


def mentions_a_page(text: str) -> bool:
    """`Journal, page 2`."""
    return _PAGE.search(fold(text)) is not None


def find_page_heads(
    sheet: Sheet, header: Header, rows: Collection[int], ignored: Iterable[IgnoredRow], median: int
) -> set[int]:
    """Of `rows`, those that are printed at the head of pages; none without a break of pages."""
    left = list(ignored)
    heads = {row.row - 1 for row in left if row.reason in _NEAR}
    if not heads:
        return set()
    short = {
        at for at in rows
        if len(filled(sheet.rows[at], header.columns)) <= max(1, min(3, median // 2))
    }  # fmt: skip
    texts = Counter(_text(sheet.rows[at]) for at in short)
    texts.update(_text(sheet.rows[row.row - 1]) for row in left if row.reason is Reason.TITLE)
    may_be = {
        at for at in short
        if (texts[_text(sheet.rows[at])] > 1 or _is_moment(sheet.rows[at], header))
        and not goes_on(sheet.rows[at], header)
    }  # fmt: skip
    page_rows: set[int] = set()
    pending = sorted(heads)
    while pending:
        at = pending.pop()
        for neighbour in (_next(sheet, at, -1), _next(sheet, at, 1)):
            if neighbour in may_be and neighbour not in page_rows:
                page_rows.add(neighbour)
                pending.append(neighbour)
    return page_rows


def _text(row: Row) -> str:
    """The text of a row, alike on each page but for the page's number: `Feuillet | 2 / 4`."""
    return _OF_PAGES.sub("#", fold(row_text(row)))


def _is_moment(row: Row, header: Header) -> bool:
    """A day alone, or a line that mentions a page."""
    present = filled(row, header.columns)
    if len(present) == 1 and is_day(row[present[0]]):
        return True
    return any(mentions_a_page(shown(row[at])) for at in present)


def _next(sheet: Sheet, at: int, step: int) -> int:
    """The next row that is not blank, upwards or downwards."""
    at += step
    while 0 <= at < len(sheet.rows) and all(cell is None for cell in sheet.rows[at]):
        at += step
    return at
