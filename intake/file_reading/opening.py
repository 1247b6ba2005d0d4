"""The bytes of a file to sheets of cells, whatever its kind; nothing is decided about them yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from intake.file_reading.containers import Container, container_of, extension_of
from intake.file_reading.cut_texts import is_cut_short
from intake.file_reading.decimal_commas import join_decimals
from intake.file_reading.delimited import delimiter_of, records_of
from intake.file_reading.encodings import DecodedText, decode, decoded_parts
from intake.file_reading.error_words import mark_errors
from intake.file_reading.export_guards import split_one_column, without_guards
from intake.file_reading.filled_amounts import without_fillings
from intake.file_reading.fixed_width import places_of, rows_at
from intake.file_reading.header_separators import part_header
from intake.file_reading.html_table import read_html
from intake.file_reading.invisible_marks import take_marks_out
from intake.file_reading.json_features import (
    is_json_lines,
    read_features,
    read_json_lines,
)
from intake.file_reading.missing_fields import put_fields_back
from intake.file_reading.no_tables import refuse_no_table
from intake.file_reading.problems import FileTooLarge
from intake.file_reading.quoted_lines import part_quoted_lines
from intake.file_reading.row_names import give_row_names_a_field
from intake.file_reading.spreadsheet_ml import read_spreadsheet_ml
from intake.file_reading.stray_separators import join_fields
from intake.file_reading.symbol_fonts import drawn_without_font
from intake.file_reading.text_entities import take_entities_out, without_entities
from intake.file_reading.twice_encoded import mend_cells, mended
from intake.file_reading.values import Row, Sheet
from intake.file_reading.workbooks import read_workbook

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
    decoded: DecodedText | None = None
    """The text of a delimited file, where another encoding is as likely; None otherwise."""
    plain: str | None = None
    """The text where it is not as its bytes have it: references of web pages stood in it."""

    def parts(self) -> Iterable[str]:
        """The text once more, for a second reader."""
        if self.plain is not None:
            return [self.plain]
        is_text = self.data is not None and self.encoding is not None
        return decoded_parts(self.data or b"", self.encoding or "") if is_text else []


def open_file(data: bytes, name: str, encoding: str | None = None) -> OpenedFile:
    """`encoding`: that which a person says of a text. Raises the problems of `problems`."""
    opened = _open(data, name, encoding)
    if opened.delimiter is None:
        # What a text holds is clean already; a page or a document may write them as references.
        take_marks_out(opened.sheets)
        mend_cells(opened.sheets)
        take_entities_out(opened.sheets)
        for sheet in opened.sheets:
            without_guards(sheet.rows)
    opened.sheets[:] = map(without_fillings, opened.sheets)
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


def _open(data: bytes, name: str, encoding: str | None) -> OpenedFile:
    source = container_of(data, name)
    if source.kind in {"xlsx", "xls", "ods", "parquet"}:
        sheets = [split_one_column(sheet) for sheet in read_workbook(data, source.kind, name)]
        return OpenedFile(source, source.kind, sheets)
    if source.kind == "xml":
        return OpenedFile(source, "xml", read_spreadsheet_ml(data, name))
    decoded = decode(data, encoding)
    text = drawn_without_font(mended(decoded.text))
    plain = without_entities(text)
    opened = _opened_text(source, replace(decoded, text=plain), data, name)
    return opened if plain is text else replace(opened, plain=plain)


def _opened_text(source: Container, decoded: DecodedText, data: bytes, name: str) -> OpenedFile:
    if source.kind in {"geojson", "text"} and is_json_lines(decoded.text):
        sheet = read_json_lines(decoded.text, name)
        return OpenedFile(source, "jsonl", [sheet], encoding=decoded.encoding)
    if source.kind == "geojson":
        sheet = read_features(decoded.text, name)
        return OpenedFile(source, "geojson", [sheet], encoding=decoded.encoding)
    if source.kind == "html":
        sheets = read_html(decoded.text)
        return OpenedFile(source, "html", sheets, encoding=decoded.encoding)
    refuse_no_table(decoded.text, name)
    places = places_of(decoded.text)
    if places is not None:
        sheet = Sheet(name=None, rows=rows_at(decoded.text, places))
        return OpenedFile(source, "fixed", [sheet], encoding=decoded.encoding)
    delimiter = delimiter_of(decoded.text)
    sheet = _delimited(records_of(decoded.text, delimiter), delimiter)
    if not decoded.text.endswith(("\n", "\r")):
        sheet.cut_short = is_cut_short(sheet.rows)
    return OpenedFile(
        source,
        "tsv" if extension_of(name) in {"tsv", "tab"} else "csv",
        [sheet],
        encoding=decoded.encoding,
        delimiter=delimiter,
        data=data,
        decoded=None if decoded.rival is None else decoded,
    )


def _delimited(rows: list[Row], delimiter: str) -> Sheet:
    """With texts joined that hold the delimiter; it knows the rows as the file has them."""
    is_guarded = any(
        isinstance(cell, str) and cell[:1] in {"=", "'", "#", "E"} for row in rows for cell in row
    )
    raw = [list(row) for row in rows] if is_guarded else list(rows)
    is_named = give_row_names_a_field(rows)
    quoted = part_quoted_lines(rows, delimiter)
    is_changed = is_guarded and without_guards(rows)
    is_changed |= mark_errors(rows)
    decimals = join_decimals(rows) if delimiter == "," else []
    is_changed |= part_header(rows, delimiter)
    joined = join_fields(rows, delimiter)
    put_back = put_fields_back(rows)
    if not (joined or put_back or is_changed or decimals or quoted or is_named):
        return Sheet(name=None, rows=rows)
    return Sheet(
        name=None, rows=rows, whole=Sheet(name=None, rows=raw), joined=tuple(joined),
        put_back=tuple(put_back),
        decimals_joined=len(decimals), quoted_lines=tuple(quoted),
    )  # fmt: skip
