"""Tables that fit a page: each column as wide as its words need, and wide tables in several parts.

A part keeps the first columns of words, which say what each row is.
"""

from __future__ import annotations

from dataclasses import replace

from gateway.paper.sheet import Section, Sheet, SheetTable

PORTRAIT, LANDSCAPE = 95, 140
"""How many characters stand beside each other on a line of a table."""
_LEAST, _MOST = 5, 34
_BETWEEN = 2
_MOST_NAMING = 2


def fitted(sheet: Sheet) -> Sheet:
    """With `widths` for every table, none of them wider than a page in landscape."""
    sections = tuple(_fitted(section) for section in sheet.sections)
    return replace(sheet, sections=sections)


def is_wide(sheet: Sheet) -> bool:
    """Whether one of its tables needs landscape."""
    return any(
        sum(table.widths) > PORTRAIT for section in sheet.sections for table in section.tables
    )


def _fitted(section: Section) -> Section:
    tables = tuple(part for table in section.tables for part in _parts(table))
    return replace(section, tables=tables)


def _parts(table: SheetTable) -> list[SheetTable]:
    widths = [_width(table, place) for place in range(len(table.headers))]
    if sum(widths) <= LANDSCAPE:
        return [replace(table, widths=tuple(widths))]
    names = _naming(table, widths)
    parts: list[list[int]] = [[]]
    for place in range(len(widths)):
        if place in names:
            continue
        taken = sum(widths[at] for at in (*names, *parts[-1]))
        if parts[-1] and taken + widths[place] > LANDSCAPE:
            parts.append([])
        parts[-1].append(place)
    return [
        _part(table, sorted([*names, *places]), widths, at, len(parts))
        for at, places in enumerate(parts, 1)
    ]


def _naming(table: SheetTable, widths: list[int]) -> list[int]:
    """The first columns of words, two at most, as long as they leave room for the others."""
    words = [at for at, is_number in enumerate(table.numeric) if not is_number][:_MOST_NAMING]
    while len(words) > 1 and sum(widths[at] for at in words) > LANDSCAPE // 2:
        words.pop()
    return words or [0]


def _part(
    table: SheetTable, places: list[int], widths: list[int], number: int, count: int
) -> SheetTable:
    return SheetTable(
        f"{table.caption} {number}/{count}".strip(),
        tuple(table.headers[at] for at in places),
        tuple(table.numeric[at] for at in places),
        tuple(tuple(row[at] for at in places) for row in table.rows),
        tuple(widths[at] for at in places),
    )


def _width(table: SheetTable, place: int) -> int:
    """Its longest word is never broken; a long text goes on over several lines."""
    cells = [row[place] for row in table.rows]
    words = max((len(word) for text in (table.headers[place], *cells) for word in text.split()),
                default=0)  # fmt: skip
    text = max((len(cell) for cell in cells), default=0)
    wanted = max(words, text if table.numeric[place] else min(text, _MOST))
    return min(max(wanted, _LEAST), _MOST) + _BETWEEN
