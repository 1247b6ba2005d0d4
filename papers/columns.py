"""Tables that fit a page: each column as wide as its words need, and wide tables in several parts.

A part keeps the first columns of words, which say what each row is.
"""

from __future__ import annotations

from dataclasses import replace

from papers.sheet import Section, Sheet, SheetTable

PORTRAIT, LANDSCAPE = 100, 140
"""The number of characters that stand beside each other on a line of a table."""
_LEAST, _MOST = 5, 34
_BETWEEN = 2
_EASY = 70
"""So many characters are printed larger, and leave headers their room."""
_LINES_OF_A_BLOCK = 40
"""A section that takes less than half a page is not divided between two."""
_MOST_NAMING = 2


def fitted(sheet: Sheet) -> Sheet:
    """With `widths` for every table, none of them wider than a page in landscape."""
    sections = tuple(_fitted(section) for section in sheet.sections)
    return replace(sheet, sections=sections)


def is_wide(sheet: Sheet) -> bool:
    """True where a table of the sheet needs landscape."""
    return any(
        sum(table.widths) > PORTRAIT for section in sheet.sections for table in section.tables
    )


def _fitted(section: Section) -> Section:
    tables = tuple(part for table in section.tables for part in fitted_parts(table))
    made = replace(section, tables=tables)
    return replace(made, is_block=_lines(made) <= _LINES_OF_A_BLOCK)


def _lines(section: Section) -> int:
    """The lines of paper that the section takes, about; each row of a table has its margin."""
    texts = [*section.paragraphs, *section.below, *(fact.value for fact in section.facts)]
    lines = sum(_lines_of(text, PORTRAIT) for text in texts)
    lines += 0 if section.picture is None else len(section.picture.bars) + 1
    for table in section.tables:
        for row in (table.headers, *table.rows):
            pairs = zip(row, table.widths, strict=True)
            lines += 1 + max((_lines_of(cell, width) for cell, width in pairs), default=1)
        lines += sum(_lines_of(note, PORTRAIT) + 1 for note in table.notes if note)
    return lines


def _lines_of(text: str, width: int) -> int:
    # Words that do not fit a line leave it half empty.
    return 1 + len(text) * 3 // (max(width, 1) * 2)


def fitted_parts(table: SheetTable) -> list[SheetTable]:
    """The table with its widths, or parts of it where a page in landscape is too narrow."""
    widths = _eased(table, [_width(table, place) for place in range(len(table.headers))])
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


def _eased(table: SheetTable, widths: list[int]) -> list[int]:
    """Headers stand on one line where there is room for that."""
    room = _EASY - sum(widths)
    if room <= 0:
        return _squeezed(table, widths)
    for at, header in enumerate(table.headers):
        more = min(room, max(len(header) + _BETWEEN - widths[at], 0))
        widths[at] += more
        room -= more
    return widths


def _squeezed(table: SheetTable, widths: list[int]) -> list[int]:
    """Texts go on over several lines where the table fits a page by that, upright before turned."""
    words = [at for at, is_number in enumerate(table.numeric) if not is_number]
    least = {at: min(widths[at], max(_longest_word(table, at), _LEAST) + _BETWEEN) for at in words}
    for room in (PORTRAIT, LANDSCAPE):
        over = sum(widths) - room
        if over <= 0:
            return widths
        if over <= sum(widths[at] - least[at] for at in words):
            return _taken(widths, least, over)
    return widths


def _taken(widths: list[int], least: dict[int, int], over: int) -> list[int]:
    """Less wide by `over` in all, the widest column first."""
    squeezed = list(widths)
    for _ in range(over):
        at = max(
            (place for place in least if squeezed[place] > least[place]),
            key=lambda place: squeezed[place],
        )
        squeezed[at] -= 1
    return squeezed


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
        # A note is about its whole row: it is told once.
        table.notes if number == 1 else (),
    )


def _width(table: SheetTable, place: int) -> int:
    """Its longest word is never broken; a long text goes on over several lines."""
    cells = [row[place] for row in table.rows]
    words = _longest_word(table, place)
    text = max((len(cell) for cell in cells), default=0)
    wanted = max(words, text if table.numeric[place] else min(text, _MOST))
    return min(max(wanted, _LEAST), _MOST) + _BETWEEN


def _longest_word(table: SheetTable, place: int) -> int:
    texts = (table.headers[place], *(row[place] for row in table.rows))
    return max((len(word) for text in texts for word in text.split()), default=0)
