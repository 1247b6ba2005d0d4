"""The sheets of a workbook of Excel 2003 in XML, which programs still write under the name .xls."""

from __future__ import annotations

from datetime import datetime
from xml.parsers import expat

from intake.file_reading.problems import FileTooLarge, FileUnreadable
from intake.file_reading.values import Cell, ErrorCell, Flag, Row, Sheet, Span

_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_MOST_CELLS = 40_000_000
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def is_spreadsheet_ml(head: bytes) -> bool:
    """By its namespace."""
    return _SPREADSHEET.encode() in head.replace(b"\0", b"")


def read_spreadsheet_ml(data: bytes, name: str) -> list[Sheet]:
    """Raises FileUnreadable and FileTooLarge. A document type is never part of a workbook."""
    content = _Content(name)
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartElementHandler = content.start
    parser.EndElementHandler = content.end
    parser.CharacterDataHandler = content.data
    parser.StartDoctypeDeclHandler = content.refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as broken:
        raise FileUnreadable(
            file=name,
            why_fr="le classeur XML est abîmé ou incomplet",
            why_en="the XML workbook is broken or incomplete",
        ) from broken
    return content.sheets


class _Content:
    """One pass over the document."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.sheets: list[Sheet] = []
        self._merges: list[Span] = []
        self._hidden_rows: list[int] = []
        self._row: Row = []
        self._at = self._column = self._cells = 0
        self._kind = ""
        self._text: list[str] | None = None
        self._filled = 0

    @staticmethod
    def refuse(*_: object) -> None:
        raise ValueError("a document type is never part of a workbook")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition("|")
        if namespace != _SPREADSHEET:
            return
        at = {key.rpartition("|")[2]: value for key, value in attributes.items()}
        match name:
            case "Worksheet":
                self.sheets.append(Sheet(name=at.get("Name"), rows=[]))
                self._merges, self._hidden_rows, self._at = [], [], 0
            case "Row":
                self._begin_row(at)
            case "Cell":
                self._begin_cell(at)
            case "Data":
                self._kind, self._text = at.get("Type", "String"), []

    def _begin_row(self, at: dict[str, str]) -> None:
        index, more = int(at.get("Index", self._at + 1)), int(at.get("Span", 0))
        if not self._at < index <= _LAST_ROW or not 0 <= more <= _LAST_ROW - index:
            raise ValueError("rows go down, to the last one of a sheet")
        rows = self.sheets[-1].rows
        rows.extend([] for _ in range(index - 1 - len(rows)))
        self._row = []
        rows.append(self._row)
        if at.get("Hidden") == "1":
            self._hidden_rows.append(index)
        self._at, self._column = index + more, 0
        rows.extend([] for _ in range(more))

    def _begin_cell(self, at: dict[str, str]) -> None:
        self._column = int(at.get("Index", self._column + 1))
        across, down = int(at.get("MergeAcross", 0)), int(at.get("MergeDown", 0))
        if not 0 < self._column + across <= _LAST_COLUMN or down > _LAST_ROW:
            raise ValueError("a cell outside of any sheet")
        self._cells += self._column - len(self._row)
        if self._cells > _MOST_CELLS:
            raise FileTooLarge(
                file=self._name,
                why_fr="une feuille s'étend trop loin",
                why_en="a sheet reaches too far",
            )
        self._row.extend([None] * (self._column - len(self._row)))
        if across or down:
            span = Span(self._at, self._column, self._at + down, self._column + across)
            self._merges.append(span)
        self._filled, self._column = self._column, self._column + across

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        namespace, _, name = tag.rpartition("|")
        if namespace != _SPREADSHEET:
            return
        if name == "Data" and self._text is not None:
            text, self._text = "".join(self._text), None
            self._row[self._filled - 1] = _cell(self._kind, text)
        elif name == "Worksheet":
            self.sheets[-1].merges = tuple(self._merges)
            self.sheets[-1].hidden_rows = frozenset(self._hidden_rows)


def _cell(kind: str, text: str) -> Cell:
    match kind:
        case "Number":
            number = float(text)
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        case "DateTime":
            return datetime.fromisoformat(text.removesuffix("Z"))
        case "Boolean":
            return Flag.TRUE if text in {"1", "true"} else Flag.FALSE
        case "Error":
            return ErrorCell(text)
    return text if text.strip() else None
