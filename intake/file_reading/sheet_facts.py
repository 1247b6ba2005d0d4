"""Facts that an xlsx says about its cells and its reader leaves out, from the sheets' own XML.

Errors of formulas, hidden rows and columns, formats: and a count and a sum of every column's bare
numbers, by which the other reader's are checked.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter, defaultdict
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

from intake.file_reading.formula_texts import gives_a_figure
from intake.file_reading.number_formats import (
    CellFonts,
    Formats,
    Mask,
    cell_fonts,
    mask_of,
    shown_by,
)

_NUMBER_FORMATS = {9: "0%", 10: "0.00%", **dict.fromkeys((14, 15, 16, 17, 22), "yyyy"),
                   **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "hh")}  # fmt: skip
_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_PIECE = 1 << 16
_HEAD_ROWS = 60
_MOST_EXACT = 10**15
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class SheetTooWide(Exception):  # noqa: N818 - it ends the reading with one word, not an error
    """The rectangle from A1 to the last cell holds more cells than can be read."""


def xlsx_facts(data: bytes, densest: int) -> dict[str, dict[str, Any]]:
    """By sheet name. Raises SheetTooWide, and KeyError or ValueError on a broken workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {}
        codes = _format_codes(archive)
        formats = list(map(_kind, codes))
        shows = list(map(shown_by, codes))
        fonts = cell_fonts(archive)
        masks = {str(at): mask for at, code in enumerate(codes) if (mask := mask_of(code))}
        facts = {
            name: _SheetXml(formats, shows, fonts, masks, densest).read(archive, path)
            for name, path in _sheet_paths(archive)
        }
        zeros = [sheet.pop("zeros") for sheet in facts.values()]
        formulas = sum(sheet["formulas"] for sheet in facts.values())
        if formulas and sum(map(len, zeros)) == formulas and _is_to_be_computed(archive):
            # A program that computes nothing writes 0 for each, and has the workbook do it later.
            for sheet, own in zip(facts.values(), zeros, strict=True):
                sheet["uncomputed"] += own
                for _, column, _ in own:
                    sheet["counted"][str(column)][0] -= 1
        return facts


def _is_to_be_computed(archive: zipfile.ZipFile) -> bool:
    return any(
        at.tag.endswith("}calcPr") and at.get("fullCalcOnLoad") in {"1", "true"}
        for at in _tree(archive, "xl/workbook.xml").iter()
    )


def _tree(archive: zipfile.ZipFile, path: str) -> ET.Element:
    text = archive.read(path)
    if b"<!DOCTYPE" in text[:1000]:
        raise ValueError("a document type is never part of a workbook")
    return ET.fromstring(text)  # noqa: S314 - without a document type there is nothing to expand


def _sheet_paths(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    relations = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in _tree(archive, "xl/_rels/workbook.xml.rels")
    }
    paths = []
    for sheet in _tree(archive, "xl/workbook.xml").iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        target = next((at for key, at in sheet.attrib.items() if key.endswith("}id")), "")
        path = relations.get(target, "").lstrip("/")
        path = path if path.startswith("xl/") else f"xl/{path}"
        if path in archive.namelist():
            paths.append((sheet.get("name", ""), path))
    return paths


def _format_codes(archive: zipfile.ZipFile) -> list[str]:
    """By style number."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = _tree(archive, "xl/styles.xml")
    own = {
        int(fmt.get("numFmtId", 0)): fmt.get("formatCode", "")
        for fmt in styles.iter()
        if fmt.tag.endswith("}numFmt")
    }
    cells = next((at for at in styles.iter() if at.tag.endswith("}cellXfs")), None)
    numbers = [int(style.get("numFmtId", 0)) for style in (cells if cells is not None else ())]
    return [own.get(number, _NUMBER_FORMATS.get(number, "")) for number in numbers]


def _kind(code: str) -> str:
    """`percent`, `day`, the zeros of a padded code, or nothing."""
    plain = _QUOTED.sub("", code).split(";")[0]
    if "%" in plain:
        return "percent"
    if re.search(r"[ymdhs]", plain, re.IGNORECASE) and "general" not in plain.lower():
        return "day"
    return plain if re.fullmatch(r"0{2,}", plain) else ""


class _SheetXml:
    """One pass over a sheet, a piece at a time."""

    def __init__(
        self, formats: list[str], shows: list[tuple[str, int] | None], fonts: CellFonts,
        masks: dict[str, Mask], densest: int,
    ) -> None:  # fmt: skip
        self._struck, self._symbols = fonts.struck, fonts.symbols
        self._masks = masks
        self.drawn: list[tuple[int, int, str]] = []
        self.masked: list[tuple[int, int, str]] = []
        self._struck_cells: Counter[int] = Counter()
        self._cells: Counter[int] = Counter()
        self._formats = formats
        self.shown = Formats(shows)
        self._densest = densest
        self.errors: list[tuple[int, int, str]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.sums: dict[int, list[float]] = defaultdict(lambda: [0, 0.0])
        self.percents: dict[int, int] = defaultdict(int)
        self.pads: dict[int, int] = {}
        self.formulas = 0
        self.uncomputed: list[tuple[int, int, bool]] = []
        self._adds: dict[int, bool] = {}
        """By column, whether its last formula with a text gives a figure; others go on with it."""
        self.zeros: list[tuple[int, int, bool]] = []
        self._is_formula = False
        self._value: str | None = None
        self._row = self._column = self._last_row = self._last_column = 0
        self._type = self._style = self._row_text = ""
        self._names: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        """By letters; a cell's reference is read whole where its row is another than the last."""
        self._text: list[str] | None = None

    def read(self, archive: zipfile.ZipFile, path: str) -> dict[str, Any]:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            with archive.open(path) as xml:
                while piece := xml.read(_PIECE):
                    parser.Parse(piece, False)
                parser.Parse(b"", True)
        except expat.ExpatError as broken:
            raise ValueError(str(broken)) from broken
        folder, _, leaf = path.rpartition("/")
        relations = f"{folder}/_rels/{leaf}.rels"
        is_pivot = relations in archive.namelist() and b"pivotTable" in archive.read(relations)
        return {
            "errors": self.errors,
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
            "merges": self.merges,
            "counted": {str(at): pair for at, pair in self.sums.items()},
            "percent": [at for at, n in self.percents.items() if n > self.sums[at][0] / 2],
            "padded": {str(at): width for at, width in self.pads.items()},
            "formulas": self.formulas,
            "uncomputed": self.uncomputed,
            "zeros": self.zeros,
            "struck_rows": [
                row for row, count in self._struck_cells.items() if count == self._cells[row]
            ],
            "drawn": self.drawn,
            "texts": self.masked,
            "formats": {str(at): runs for at, runs in self.shown.runs.items()},
            "is_pivot": is_pivot,
            "remarks": _remarks(archive, relations, folder),
        }

    @staticmethod
    def _refuse(*_: object) -> None:
        raise ValueError("a document type is never part of a sheet")

    def _start(self, tag: str, at: dict[str, str]) -> None:
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = tag.rpartition("}")[2]
        # Nearly all of a sheet is cells and their values.
        if name == "c":
            self._cell(at)
        elif name == "v":
            if self._struck:
                self._cells[self._row] += 1
                self._struck_cells[self._row] += self._style in self._struck
            # The texts of cells are the other reader's.
            self._text = [] if self._type in {"n", "e"} else None
        else:
            self._start_other(name, at)

    def _start_other(self, name: str, at: dict[str, str]) -> None:
        match name:
            case "row":
                self._row = int(at.get("r", self._row + 1))
                self._row_text = str(self._row)
                self._column = 0
                if at.get("hidden") in {"1", "true"}:
                    self.hidden_rows.append(self._row)
            case "f":
                self.formulas += 1
                self._is_formula, self._text = True, []
            case "col" if at.get("hidden") in {"1", "true"}:
                last = min(int(at.get("max", 0)), int(at.get("min", 1)) + 2_000)
                self.hidden_columns.extend(range(int(at.get("min", 1)), last + 1))
            case "mergeCell":
                top_left, _, bottom_right = at.get("ref", "A1").partition(":")
                self.merges.append((*_at(top_left), *_at(bottom_right or top_left)))

    def _cell(self, at: dict[str, str]) -> None:
        reference = at.get("r")
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip("0123456789")
            column = self._columns.get(letters)
            if column is None or reference[len(letters) :] != self._row_text:
                self._row, column = _at(reference)
                self._row_text, self._columns[letters] = str(self._row), column
            self._column = column
        self._type, self._style = at.get("t", "n"), at.get("s", "")
        self._is_formula, self._value = False, None
        if self._style in self._symbols and self._type in {"s", "str", "inlineStr"}:
            self.drawn.append((self._row, self._column, self._symbols[self._style]))
        if self._row > self._last_row or self._column > self._last_column:
            self._last_row = max(self._last_row, self._row)
            self._last_column = max(self._last_column, self._column)
            if self._last_row * self._last_column > self._densest:
                raise SheetTooWide

    def _data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        name = self._names[tag]
        if self._is_formula and name == "c":
            self._end_formula()
        if self._text is None or name not in {"v", "f"}:
            return
        if name == "f":
            formula, self._text = "".join(self._text), None
            if formula:
                self._adds[self._column] = gives_a_figure(formula)
            return
        value, self._text = "".join(self._text), None
        self._value = value
        if self._type == "e":
            self.errors.append((self._row, self._column, value))
        elif self._type == "n" and value:
            self._number(float(value))

    def _end_formula(self) -> None:
        self._is_formula = False
        place = self._row, self._column, self._adds.get(self._column, False)
        if self._type == "n" and not self._value:
            self.uncomputed.append(place)
        elif self._type == "n" and self._value == "0":
            self.zeros.append(place)

    def _number(self, value: float) -> None:
        kind = self._kinds.get(self._style)
        if kind is None:
            style = int(self._style or 0)
            kind = self._formats[style] if style < len(self._formats) else ""
            self._kinds[self._style] = kind
        if kind == "day":
            return
        mask = self._masks.get(self._style)
        if mask is not None and value.is_integer() and abs(value) < _MOST_EXACT:
            self.masked.append((self._row, self._column, mask.shows(value)))
            return
        total = self.sums[self._column]
        total[0] += 1
        total[1] += value
        self.shown.add(self._row, self._column, int(self._style or 0))
        if kind == "percent":
            self.percents[self._column] += 1
        elif kind:
            self.pads[self._column] = len(kind)


def _remarks(archive: zipfile.ZipFile, relations: str, folder: str) -> list[tuple[int, int, str]]:
    """(row, column, text) of the notes that stand on cells of the first rows."""
    if relations not in archive.namelist():
        return []
    remarks: list[tuple[int, int, str]] = []
    for relation in _tree(archive, relations):
        if not relation.get("Type", "").endswith("/comments"):
            continue
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(
            f"{folder}/{target}"
        )  # fmt: skip
        if path not in archive.namelist():
            continue
        for comment in _tree(archive, path).iter():
            if comment.tag.endswith("}comment"):
                row, column = _at(comment.get("ref", "A1"))
                if row <= _HEAD_ROWS:
                    remarks.append((row, column, "".join(comment.itertext())[:200]))
    return remarks


def _at(reference: str) -> tuple[int, int]:
    """`BC12` to (12, 55)."""
    column = 0
    letters = reference.rstrip("0123456789")
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    row = int(reference[len(letters) :] or 1)
    if not (1 <= row <= _LAST_ROW and 1 <= column <= _LAST_COLUMN):
        raise ValueError("a cell outside of any sheet")
    return row, column
