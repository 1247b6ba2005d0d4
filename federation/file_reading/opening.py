"""The bytes of a file to sheets of cells, whatever its kind; nothing is decided about them yet."""

from __future__ import annotations

from dataclasses import dataclass

from federation.file_reading.containers import Container, container_of, extension_of
from federation.file_reading.delimited import delimiter_of, records_of
from federation.file_reading.encodings import decode
from federation.file_reading.html_table import read_html
from federation.file_reading.json_features import read_features
from federation.file_reading.problems import FileTooLarge
from federation.file_reading.values import Row, Sheet
from federation.file_reading.workbooks import read_workbook

MOST_COLUMNS = 1_000
MOST_ROWS = 1_048_576


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """`container` as the reading says it; `data` only of delimited text, to be read once more."""

    source: Container
    container: str
    sheets: list[Sheet]
    encoding: str | None = None
    delimiter: str | None = None
    data: bytes | None = None


def open_file(data: bytes, name: str) -> OpenedFile:
    """Raises the problems of `problems`."""
    opened = _open(data, name)
    for sheet in opened.sheets:
        widest = max((_width(row) for row in sheet.rows), default=0)
        if widest > MOST_COLUMNS or len(sheet.rows) > MOST_ROWS:
            raise FileTooLarge(
                file=name,
                why_fr=f"{len(sheet.rows)} lignes et {widest} colonnes, pour {MOST_ROWS} et"
                f" {MOST_COLUMNS} au plus",
                why_en=f"{len(sheet.rows)} rows and {widest} columns, of {MOST_ROWS} and"
                f" {MOST_COLUMNS} at most",
            )
    return opened


def _width(row: Row) -> int:
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return width


def _open(data: bytes, name: str) -> OpenedFile:
    source = container_of(data, name)
    if source.kind in {"xlsx", "xls", "ods", "parquet"}:
        return OpenedFile(source, source.kind, read_workbook(data, source.kind, name))
    decoded = decode(data)
    if source.kind == "geojson":
        sheet = read_features(decoded.text, name)
        return OpenedFile(source, "geojson", [sheet], encoding=decoded.encoding)
    if source.kind == "html":
        sheet = read_html(decoded.text)
        return OpenedFile(source, "html", [sheet], encoding=decoded.encoding)
    delimiter = delimiter_of(decoded.text)
    return OpenedFile(
        source,
        "tsv" if extension_of(name) in {"tsv", "tab"} else "csv",
        [Sheet(name=None, rows=records_of(decoded.text, delimiter))],
        encoding=decoded.encoding,
        delimiter=delimiter,
        data=data,
    )
