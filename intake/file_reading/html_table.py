"""The tables of an HTML page: what some programs export under the name of a workbook.

Cells that span rows or columns take their room, so that each value stays under its header; cells
and rows that are never closed end where the next one begins, as a browser shows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from typing_extensions import override

from intake.file_reading.superscripts import raised
from intake.file_reading.symbol_fonts import drawn, symbol_font
from intake.file_reading.values import Row, Sheet, Span

_MOST_SPANNED = 1_000
_FAMILY = re.compile(r"font-family\s*:\s*([^;]{1,60})", re.IGNORECASE)
_SILENT = frozenset({"script", "style", "head", "title"})


@dataclass(slots=True)
class _Table:
    rows: list[Row] = field(default_factory=list)
    merges: list[Span] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)
    """By column, down to which row (from 0) a cell above reaches."""
    column: int = 0
    text: list[str] | None = None
    across: int = 1
    down: int = 1

    def begin_row(self) -> None:
        self.end_cell()
        self.rows.append([])
        self.column = 0

    def begin_cell(self, across: int, down: int) -> None:
        self.end_cell()
        if not self.rows:
            self.begin_row()
        self.text, self.across, self.down = [], across, down

    def end_cell(self) -> None:
        if self.text is None:
            return
        words, self.text = " ".join("".join(self.text).split()), None
        row, at = self.rows[-1], len(self.rows) - 1
        while self.taken.get(self.column, -1) >= at:
            self.column += 1
        row.extend([None] * (self.column - len(row)))
        row.append(words or None)
        for column in range(self.column, self.column + self.across):
            if self.down > 1:
                self.taken[column] = at + self.down - 1
        if self.across > 1 or self.down > 1:
            right, bottom = self.column + self.across, at + self.down
            self.merges.append(Span(at + 1, self.column + 1, bottom, right))
        self.column += self.across

    @property
    def size(self) -> int:
        return sum(cell is not None for row in self.rows for cell in row)


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._silent = self._raised = 0
        self._fonts: list[str | None] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        table = self._open[-1] if self._open else None
        if tag in _SILENT:
            self._silent += 1
        elif tag == "sup":
            self._raised += 1
        elif tag in {"font", "span"}:
            self._fonts.append(_font_of(dict(attrs)))
        elif tag == "table":
            self.tables.append(_Table())
            self._open.append(self.tables[-1])
        elif table is None:
            return
        elif tag == "tr":
            table.begin_row()
        elif tag in {"td", "th"}:
            spans = dict(attrs)
            self._raised, self._fonts = 0, [_font_of(spans)]
            table.begin_cell(_count(spans.get("colspan")), _count(spans.get("rowspan")))
        elif tag in {"br", "p", "div"} and table.text is not None:
            table.text.append(" ")

    @override
    def handle_data(self, data: str) -> None:
        if not self._open or self._silent or (text := self._open[-1].text) is None:
            return
        font = self._fonts[-1] if self._fonts else None
        if font is not None:
            data = drawn(data, font)
        elif self._raised:
            data = raised(data, "".join(text[-2:]))
        text.append(data)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "sup":
            self._raised = max(0, self._raised - 1)
        elif tag in {"font", "span"}:
            del self._fonts[-1:]
        elif self._open and tag in {"td", "th", "tr"}:
            self._raised, self._fonts = 0, []
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            self._open.pop().end_cell()

    def end(self) -> None:
        self.close()
        for table in self._open:
            table.end_cell()


def _font_of(attributes: Mapping[str, str | None]) -> str | None:
    """The font that draws signs, of `face` or of a style."""
    family = _FAMILY.search(attributes.get("style") or "")
    name = attributes.get("face") or (family[1] if family else "")
    return symbol_font(name.partition(",")[0])


def _count(text: str | None) -> int:
    plain = (text or "").strip()
    is_number = plain.isdecimal() and len(plain) < 9
    return min(max(int(plain), 1), _MOST_SPANNED) if is_number else 1


def read_html(text: str) -> list[Sheet]:
    """Each table that holds more than one cell; none where the page has no such table."""
    parser = _Tables()
    parser.feed(text)
    parser.end()
    tables = [table for table in parser.tables if table.size > 1 and len(table.rows) > 1]
    is_alone = len(tables) == 1
    return [
        Sheet(
            name=None if is_alone else f"Tableau {number}",
            rows=table.rows,
            merges=tuple(table.merges),
        )
        for number, table in enumerate(tables, start=1)
    ]
