"""Facts that an ods says about its cells and its reader leaves out: the same as of an xlsx."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from typing import Any
from xml.parsers import expat

from intake.file_reading.sheet_facts import SheetTooWide

_PIECE = 1 << 16
_MOST_REPEATED = 20_000
"""A row or column said to repeat more often is the empty rest of the sheet."""


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
                     "formulas": 0, "uncomputed": [], "is_pivot": False},
                )  # fmt: skip
                self._row = 0
                self._next_row = self._first_column = 1
            case "table:table-column":
                times = int(at.get("table:number-columns-repeated", 1))
                if at.get("table:visibility") in {"collapse", "filter"} and times < _MOST_REPEATED:
                    last = self._first_column + times
                    self._sheet["hidden_columns"].extend(range(self._first_column, last))
                self._first_column += times
            case "table:table-row":
                times = int(at.get("table:number-rows-repeated", 1))
                self._row, self._column = self._next_row, 1
                self._next_row += times
                if at.get("table:visibility") in {"collapse", "filter"} and times < _MOST_REPEATED:
                    self._sheet["hidden_rows"].extend(range(self._row, self._next_row))
            case "table:table-cell" | "table:covered-table-cell":
                self._cell(at)
            case "text:p":
                self._text = []

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
                self._sheet["uncomputed"].append((self._row, self._column))
        if down > 1 or across > 1:
            self._sheet["merges"].append(
                (self._row, self._column, self._row + down - 1, self._column + across - 1)
            )
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

    def end(self, tag: str) -> None:
        if tag == "text:p" and self._text is not None:
            shown, self._text = "".join(self._text), None
            if self._sheet.get("errors") and self._sheet["errors"][-1][:2] == [
                self._row,
                self._column - 1,
            ]:
                self._sheet["errors"][-1][2] = shown
