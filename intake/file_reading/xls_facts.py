"""Facts that an old workbook (.xls) says about its cells and its reader leaves out.

Hidden rows and columns, percentages, cells crossed out, raised calls of notes, signs of a font.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from intake.file_reading.compound_file import stream_of
from intake.file_reading.symbol_fonts import symbol_font
from intake.file_reading.text_runs import PLAIN, TextStyle, read_runs
from intake.file_reading.xls_strings import SharedTexts, short_text

_FONT, _XF, _FORMAT, _SHEET, _SST, _CONTINUE, _BEGIN = 0x31, 0xE0, 0x41E, 0x85, 0xFC, 0x3C, 0x809
_ROW, _COLUMNS, _TEXT, _MANY, _END = 0x208, 0x7D, 0xFD, 0xBD, 0x0A
_CELLS = frozenset({0x203, 0x27E, 0x06, 0x205, 0x204})
_NUMBERS = frozenset({0x203, 0x27E, 0x06})
_PERCENT = {9: "0%", 10: "0.00%"}
_VERSION = 0x600
_SUPERSCRIPT, _STRUCK, _HIDDEN_ROW = 1, 0x08, 0x20


def xls_facts(data: bytes) -> dict[str, dict[str, Any]]:
    """By sheet name; nothing where the file is older or broken: its reader tells."""
    try:
        book = stream_of(data, "Workbook")
        return _Book(book).facts() if book else {}
    except (ValueError, IndexError, struct.error):
        return {}


@dataclass(slots=True)
class _Sheet:
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    cells: Counter[int] = field(default_factory=Counter)
    struck: Counter[int] = field(default_factory=Counter)
    numbers: Counter[int] = field(default_factory=Counter)
    percents: Counter[int] = field(default_factory=Counter)
    texts: list[tuple[int, int, str]] = field(default_factory=list)
    drawn: list[tuple[int, int, str]] = field(default_factory=list)
    crossed_out: list[int] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        return {
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
            "struck_rows": [row for row, count in self.struck.items() if count == self.cells[row]],
            "percent": [at for at, n in self.percents.items() if n > self.numbers[at] / 2],
            "texts": self.texts,
            "drawn": self.drawn,
            "rows_with_struck_runs": self.crossed_out,
        }


class _Book:
    def __init__(self, book: bytes) -> None:
        self._book = book
        self._left = len(book) // 2
        """Records that may be gone through: each part is there once, and a record has four bytes
        at least.
        """
        self._fonts: list[TextStyle] = []
        self._font_of: list[int] = []
        self._format_of: list[int] = []
        self._formats = dict(_PERCENT)
        self._texts: Mapping[int, tuple[str, bool]] = {}
        self._begins: list[tuple[int, str]] = []

    def facts(self) -> dict[str, dict[str, Any]]:
        shared: list[bytes] = []
        last = 0
        for kind, body in self._records(0):
            if kind == _BEGIN and struct.unpack_from("<H", body)[0] != _VERSION:
                return {}
            self._global(kind, body)
            if kind == _SST or (kind == _CONTINUE and last == _SST):
                shared.append(body)
            last = last if kind == _CONTINUE else kind
        if any(font != PLAIN for font in self._fonts):
            self._texts = {
                at: read for at, text, runs in SharedTexts(shared).with_runs()
                if (read := self._read(text, runs)) is not None
            }  # fmt: skip
        return {name: self._sheet(begin).facts() for begin, name in self._begins}

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """To the end of the part that begins there. Raises ValueError where parts overlap."""
        depth = 0
        while at + 4 <= len(self._book):
            self._left -= 1
            if self._left < 0:
                raise ValueError("parts that are gone through again and again")
            kind, size = struct.unpack_from("<HH", self._book, at)
            yield kind, self._book[at + 4 : at + 4 + size]
            depth += (kind == _BEGIN) - (kind == _END)
            if not depth:
                return
            at += 4 + size

    def _global(self, kind: int, body: bytes) -> None:
        if kind == _FONT:
            _, flags, _, _, side = struct.unpack_from("<5H", body)
            symbols = symbol_font(short_text(body, 14))
            is_raised, is_struck = side == _SUPERSCRIPT, bool(flags & _STRUCK)
            self._fonts.append(TextStyle(symbols, is_raised, is_struck))
        elif kind == _XF:
            font, number = struct.unpack_from("<HH", body)
            self._font_of.append(font)
            self._format_of.append(number)
        elif kind == _FORMAT:
            number = struct.unpack_from("<H", body)[0]
            self._formats[number] = short_text(body, 2, wide=True)
        elif kind == _SHEET:
            self._begins.append((struct.unpack_from("<I", body)[0], short_text(body, 6)))

    def _font(self, number: int) -> TextStyle:
        """The fifth number was never given away."""
        return self._fonts[number - (number > 4)]

    def _read(self, text: str, runs: list[tuple[int, int]]) -> tuple[str, bool] | None:
        """(what a person reads there, True where crossed-out runs were left out), if other."""
        ends = [*(begin for begin, _ in runs), len(text)]
        parts = [(text[: ends[0]], PLAIN)] + [
            (text[begin:end], self._font(font))
            for (_, font), (begin, end) in zip(runs, pairwise(ends), strict=True)
        ]
        return read_runs(parts)

    def _sheet(self, begin: int) -> _Sheet:
        sheet = _Sheet()
        for kind, body in self._records(begin):
            if kind == _TEXT:
                self._text_cell(sheet, body)
            elif kind in _CELLS:
                row, column, style = struct.unpack_from("<3H", body)
                self._cell(sheet, row, column, style, is_number=kind in _NUMBERS)
            elif kind == _MANY:
                row, first = struct.unpack_from("<HH", body)
                for place in range((len(body) - 6) // 6):
                    style = struct.unpack_from("<H", body, 4 + 6 * place)[0]
                    self._cell(sheet, row, first + place, style, is_number=True)
            elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _HIDDEN_ROW:
                sheet.hidden_rows.append(struct.unpack_from("<H", body)[0] + 1)
            elif kind == _COLUMNS and struct.unpack_from("<H", body, 8)[0] & 1:
                first, last = struct.unpack_from("<HH", body)
                sheet.hidden_columns.extend(range(first + 1, min(last, 255) + 2))
        return sheet

    def _cell(
        self, sheet: _Sheet, row: int, column: int, style: int, *, is_number: bool
    ) -> TextStyle:  # fmt: skip
        font = self._font(self._font_of[style])
        sheet.cells[row + 1] += 1
        sheet.struck[row + 1] += font.is_struck
        if is_number:
            sheet.numbers[column + 1] += 1
            sheet.percents[column + 1] += "%" in self._formats.get(self._format_of[style], "")
        return font

    def _text_cell(self, sheet: _Sheet, body: bytes) -> None:
        row, column, style, number = struct.unpack_from("<3HI", body)
        font = self._cell(sheet, row, column, style, is_number=False)
        if number in self._texts:
            text, is_left_out = self._texts[number]
            sheet.texts.append((row + 1, column + 1, text))
            if is_left_out:
                sheet.crossed_out.append(row)
        elif font.symbols is not None:
            sheet.drawn.append((row + 1, column + 1, font.symbols))
