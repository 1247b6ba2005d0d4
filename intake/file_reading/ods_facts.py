"""Facts that an ods says about its cells and its reader leaves out: the same as of an xlsx."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from typing import Any
from xml.parsers import expat

from intake.file_reading.formula_texts import gives_a_figure
from intake.file_reading.ods_runs import CellRuns, style_of
from intake.file_reading.sheet_facts import SheetTooWide
from intake.file_reading.text_runs import PLAIN, TextStyle

_PIECE = 1 << 16
_MOST_REPEATED = 20_000
"""A row or column said to repeat more often is the empty rest of the sheet."""

_MOST_TEXTS = 1_000_000
"""Cells of a sheet whose texts are read otherwise than they stand."""


def ods_facts(data: bytes, densest: int) -> dict[str, dict[str, Any]]:
    """By sheet name. Raises SheetTooWide, and KeyError or ValueError on a broken file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = _Content(densest)
        parser = expat.ParserCreate()
        parser.StartElementHandler = content.start
        parser.EndElementHandler = content.end
        parser.CharacterDataHandler = content.data
        parser.StartDoctypeDeclHandler = content.refuse
        try:
            with archive.open("content.xml") as xml:
                while piece := xml.read(_PIECE):
                    parser.Parse(piece, False)
                parser.Parse(b"", True)
        except expat.ExpatError as broken:
            raise ValueError(str(broken)) from broken
    return content.sheets


class _Content:
    """One pass over the content, a piece at a time."""

    def __init__(self, densest: int) -> None:
        self._densest = densest
        self.sheets: dict[str, dict[str, Any]] = {}
        self._sheet: dict[str, Any] = {}
        self._row = self._column = self._next_row = self._first_column = 0
        self._text: list[str] | None = None
        self._styles: dict[str, TextStyle] = {}
        self._style = ""
        self._runs: CellRuns | None = None
        self._is_remark = False
        self._repeated = 1
        self._default: dict[int, str] = {}

    @staticmethod
    def refuse(*_: object) -> None:
        raise ValueError("a document type is never part of a sheet")

    def start(self, tag: str, at: dict[str, str]) -> None:
        match tag:
            case "table:table":
                self._sheet = self.sheets.setdefault(
                    at.get("table:name", ""),
                    {"errors": [], "hidden_rows": [], "hidden_columns": [], "merges": [],
                     "counted": defaultdict(lambda: [0, 0.0]), "percent": [], "padded": {},
                     "formulas": 0, "uncomputed": [], "is_pivot": False, "texts": [],
                     "rows_with_struck_runs": []},
                )  # fmt: skip
                self._row, self._default = 0, {}
                self._next_row = self._first_column = 1
            case "table:table-column":
                self._start_columns(at)
            case "table:table-row":
                times = int(at.get("table:number-rows-repeated", 1))
                self._row, self._column = self._next_row, 1
                self._next_row += times
                if at.get("table:visibility") in {"collapse", "filter"} and times < _MOST_REPEATED:
                    self._sheet["hidden_rows"].extend(range(self._row, self._next_row))
            case "table:table-cell" | "table:covered-table-cell":
                self._cell(at)
            case "text:p":
                if self._text is None and self._runs is not None and self._runs.runs:
                    self._runs.add("\n")
                self._text = []
            case _:
                self._start_other(tag, at)

    def _start_columns(self, at: dict[str, str]) -> None:
        times = int(at.get("table:number-columns-repeated", 1))
        if at.get("table:visibility") in {"collapse", "filter"} and times < _MOST_REPEATED:
            last = self._first_column + times
            self._sheet["hidden_columns"].extend(range(self._first_column, last))
        if (own := at.get("table:default-cell-style-name", "")) in self._styles:
            for column in range(min(times, _MOST_REPEATED)):
                self._default[self._first_column + column] = own
        self._first_column += times

    def _start_other(self, tag: str, at: dict[str, str]) -> None:
        match tag:
            case "style:style":
                self._style = at.get("style:name", "")
            case "style:text-properties":
                style = style_of(at)
                if style != PLAIN:
                    self._styles[self._style] = style
            case "text:span" if self._runs is not None:
                name = at.get("text:style-name", "")
                self._runs.spans.append(self._styles.get(name, PLAIN))
            case "text:s" if self._runs is not None and not self._is_remark:
                self._runs.add(" " * min(int(at.get("text:c", 1)), 99))
            case "text:line-break" if self._runs is not None and not self._is_remark:
                self._runs.add("\n")
            case "office:annotation":
                self._is_remark = True

    def _cell(self, at: dict[str, str]) -> None:
        times = int(at.get("table:number-columns-repeated", 1))
        down = min(int(at.get("table:number-rows-spanned", 1)), _MOST_REPEATED)
        across = min(int(at.get("table:number-columns-spanned", 1)), _MOST_REPEATED)
        kind = at.get("office:value-type", "")
        if at.get("calcext:value-type") == "error":
            self._sheet["errors"].append([self._row, self._column, "#ERR"])
        elif kind in {"float", "currency", "percentage"}:
            self._numbers(float(at.get("office:value", 0)), times, is_percent=kind == "percentage")
        if "table:formula" in at:
            self._sheet["formulas"] += 1
            if not kind and at.get("calcext:value-type") is None:
                adds = gives_a_figure(at["table:formula"].partition("=")[2])
                self._sheet["uncomputed"].append((self._row, self._column, adds))
        if down > 1 or across > 1:
            self._sheet["merges"].append(
                (self._row, self._column, self._row + down - 1, self._column + across - 1)
            )
        own = at.get("table:style-name") or self._default.get(self._column, "")
        self._runs = None
        if kind == "string" and self._styles and "table:formula" not in at:
            self._runs = CellRuns(self._styles.get(own, PLAIN))
        self._repeated = min(times, _MOST_REPEATED)
        if kind and (self._next_row - 1) * (self._column + times - 1) > self._densest:
            raise SheetTooWide
        self._column += times

    def _numbers(self, value: float, times: int, *, is_percent: bool) -> None:
        rows = self._next_row - self._row
        for column in range(self._column, self._column + min(times, _MOST_REPEATED)):
            total = self._sheet["counted"][str(column)]
            total[0] += rows
            total[1] += value * rows
            if is_percent and column not in self._sheet["percent"]:
                self._sheet["percent"].append(column)

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
            if self._runs is not None and not self._is_remark:
                self._runs.add(text)

    def _end_cell(self) -> None:
        read = None if self._runs is None else self._runs.read()
        self._runs = None
        if read is None:
            return
        text, is_left_out = read
        rows = min(self._next_row - self._row, _MOST_REPEATED)
        if len(self._sheet["texts"]) + rows * self._repeated > _MOST_TEXTS:
            raise SheetTooWide
        for row in range(self._row, self._row + rows):
            for column in range(self._column - self._repeated, self._column):
                self._sheet["texts"].append((row, column, text))
            if is_left_out:
                self._sheet["rows_with_struck_runs"].append(row - 1)

    def end(self, tag: str) -> None:
        if tag == "text:span" and self._runs is not None and self._runs.spans:
            self._runs.spans.pop()
        elif tag == "office:annotation":
            self._is_remark = False
        elif tag in {"table:table-cell", "table:covered-table-cell"}:
            self._end_cell()
        if tag == "text:p" and self._text is not None:
            shown, self._text = "".join(self._text), None
            if self._sheet.get("errors") and self._sheet["errors"][-1][:2] == [
                self._row,
                self._column - 1,
            ]:
                self._sheet["errors"][-1][2] = shown
