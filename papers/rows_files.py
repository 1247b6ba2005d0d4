"""Rows as files to keep: a workbook, whose second sheet says what they are; or CSV.

Both are given rows piece by piece, and are bytes once they are closed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, Protocol

from catalog.exports.formulas import guarded
from catalog.model.problem import Language
from papers.workbook_cells import add_sheet, new_workbook, write_cell, write_texts

Cell = str | int | float | Decimal | bool | date | datetime | time | None
_FIRST_YEAR: Final = 1900
"""A spreadsheet knows no earlier day: it stays text."""
_KEPT_MICROSECONDS: Final = 1000
"""A spreadsheet keeps milliseconds: what is finer stays text, and is not rounded to another day."""
_WIDTH: Final = 22
_ABOUT_WIDTH: Final = 90


class RowsFile(Protocol):
    media_type: str

    def add(self, rows: Sequence[Sequence[Cell]]) -> None: ...

    def close(self, about: Sequence[tuple[str, str]]) -> bytes:
        """`about`: what the rows are, whose and under what, as (term, words)."""
        ...


class RowsWorkbook:
    """`sheets`: the names of the sheet of rows and of the one that says what they are."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(self, headers: Sequence[str], sheets: tuple[str, str]) -> None:
        self._target = io.BytesIO()
        self._workbook: Any = new_workbook(self._target)
        self._about = sheets[1]
        self._sheet = add_sheet(self._workbook, sheets[0])
        bold = self._workbook.add_format({"bold": True})
        self._day = self._workbook.add_format({"num_format": "dd/mm/yyyy"})
        self._time = self._workbook.add_format({"num_format": "hh:mm:ss"})
        self._moment = self._workbook.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        write_texts(self._sheet, 0, headers, bold)
        self._bold, self._columns, self._rows = bold, len(headers), 0
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, len(headers) - 1, _WIDTH)

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows:
            self._rows += 1
            for place, value in enumerate(row):
                self._write(place, value)

    def _write(self, place: int, value: Cell) -> None:
        if isinstance(value, datetime | time) and value.microsecond % _KEPT_MICROSECONDS:
            self._sheet.write_string(self._rows, place, value.isoformat())
        elif isinstance(value, date) and value.year >= _FIRST_YEAR:
            style = self._moment if isinstance(value, datetime) else self._day
            self._sheet.write_datetime(self._rows, place, value, style)
        elif isinstance(value, time):
            self._sheet.write_datetime(self._rows, place, value, self._time)
        elif isinstance(value, date):
            self._sheet.write_string(self._rows, place, value.isoformat())
        else:
            numeric = isinstance(value, int | float | Decimal)
            write_cell(self._sheet, self._rows, place, value, numeric=numeric)

    def close(self, about: Sequence[tuple[str, str]]) -> bytes:
        self._sheet.autofilter(0, 0, self._rows, self._columns - 1)
        sheet = add_sheet(self._workbook, self._about)
        wrapped = self._workbook.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, _WIDTH)
        sheet.set_column(1, 1, _ABOUT_WIDTH)
        for row, (term, words) in enumerate(about):
            write_texts(sheet, row, [term], self._bold)
            sheet.write_string(row, 1, words, wrapped)
        return self.closed()

    def add_lines(self, name: str, lines: Sequence[Sequence[str]]) -> None:
        """A sheet of texts, its headers first."""
        sheet = add_sheet(self._workbook, name)
        for row, texts in enumerate(lines):
            write_texts(sheet, row, texts, None if row else self._bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(map(len, lines), default=1), _WIDTH)

    def closed(self) -> bytes:
        self._workbook.close()
        return self._target.getvalue()


class RowsCsv:
    """As the spreadsheet of the language opens it by a double click: in French `;` between cells
    and a comma in numbers. Text that would be a formula has an apostrophe before it.
    """

    media_type = "text/csv; charset=utf-8; header=present"

    def __init__(self, headers: Sequence[str], language: Language) -> None:
        self._is_french = language == "fr"
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text, delimiter=";" if self._is_french else ",")
        self._writer.writerow([guarded(header) for header in headers])

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        self._writer.writerows([self._written(value) for value in row] for row in rows)

    def _written(self, value: Cell) -> str:
        match value:
            case None | bool() | int():
                return "" if value is None else str(value).lower()
            case date() | time():
                return str(value)
            case float() | Decimal():
                number = f"{value:f}" if isinstance(value, Decimal) else repr(value)
                return number.replace(".", ",") if self._is_french else number
        return guarded(value)

    def close(self, about: Sequence[tuple[str, str]]) -> bytes:
        """Of what they are, a table of plain rows has no place to tell."""
        del about
        return b"\xef\xbb\xbf" + self._text.getvalue().encode()
