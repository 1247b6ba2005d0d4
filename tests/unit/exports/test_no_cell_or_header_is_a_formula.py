"""No cell and no header of a file that leaves is run by a spreadsheet, blanks before it or not.

Covers catalog.exports.formulas, catalog.exports.csv_text, gateway.console.mutualised.exports.
"""

import csv
import io
import re
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from catalog.exports.csv_text import write_csv
from catalog.exports.open_table import Field, read_lines, write_head, write_line
from federation.logical import WireType
from federation.results.formats.csv_text import FrenchExcelEncoder
from federation.results.formats.protocol import ShownColumn
from gateway.console.mutualised.exports import table_csv, workbook
from papers.pictures.table import Column, Table
from papers.rows_files import RowsCsv
from papers.workbook_cells import add_sheet, new_workbook, write_cell, write_texts
from tests.unit.pictures.test_figures_stand_in_tables_and_files import FRENCH, english

RUN = (
    '=HYPERLINK("http://evil.example";"cliquez")',
    " =1+1",
    "\u00a0+1",
    "\ufeff@SUM(A1)",
    "-2+3",
    "\t=1",
    "\r=1",
    " \n=1",
    "＝1+1",
    "\u2003=1+1",
    "\u200e\u202e@SUM(A1)",
    "\x0b=1+1",
    "\x00\x1f-1+1",
    "\u2060\u3000＋1",
    "+t",
    "@import",
)
LEFT = ("a=1", "\u2212 1", "\u2003texte", "35276", "l'eau", " texte", "É-co")


def _cells(content):
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def _table(text):
    column = {"label": {"fr": text, "en": text}, "unit": "", "type": "string", "name": "a"}
    return {"columns": [column], "rows": [[text]], "label": {"fr": "Table", "en": "Table"}}


def _written(text):
    """Each file of people's that holds the text as a header and as a cell."""
    yield _cells(write_csv([[text], [text]]))
    rows = RowsCsv([text], "fr")
    rows.add([[text]])
    yield _cells(rows.close(()))
    yield _cells(table_csv(_table(text), "fr"))
    shown = Table(text, (Column(text), Column("Valeur")), ((text, 1.0),))
    for reader in (FRENCH, english()):
        separator = ";" if reader is FRENCH else ","
        file = io.StringIO(shown.csv(reader).removeprefix("\ufeff"), newline="")
        yield [row[:1] for row in csv.reader(file, delimiter=separator)]
    encoder = FrenchExcelEncoder()
    head = encoder.begin((ShownColumn(text, WireType.STRING),))
    batch = pa.record_batch({"a": pa.array([text])})
    yield _cells(head + encoder.batch(batch) + encoder.end())


@pytest.mark.parametrize("text", RUN)
def test_a_formula_is_text_in_every_header_and_cell(text):
    for rows in _written(text):
        assert rows == [[f"'{text}"], [f"'{text}"]]


@pytest.mark.parametrize("text", LEFT)
def test_any_other_text_is_left_as_it_is(text):
    for rows in _written(text):
        assert rows == [[text], [text]]


@pytest.mark.parametrize("text", [*RUN, *LEFT, "'=1", " '", "''"])
def test_a_table_that_is_read_back_gives_the_text(text):
    file = io.StringIO(newline="")
    write_head(file, [Field("a", "string")])
    write_line(file, [text])
    file.seek(0)
    assert list(read_lines(file)) == [["a"], [text]]


def test_a_workbook_holds_no_formula():
    figure = {
        "label": {"fr": "=1+1", "en": "=1+1"},
        "value": None,
        "unit": "=1",
        "year": None,
        "reason": None,
    }
    result = {"figures": [figure], "tables": {"t": _table("=1+1")}, "sources": []}
    with zipfile.ZipFile(io.BytesIO(workbook(result, "fr"))) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert sheets
        assert not any(b"<f>" in archive.read(name) for name in sheets)


ROOT = Path(__file__).parents[3]
FOR_PROGRAMS = {"gateway/cli/catalog_commands.py", "gateway/cli/query_commands.py"}
"""What a command writes in plain CSV changes no text, as `text/csv` does."""
READ_BACK = {"intake/file_reading/turned_tables.py"}
"""What our own reader reads back at once leaves for nobody."""


def test_no_other_file_of_people_s_is_written_without_the_rule():
    writers = {
        str(path.relative_to(ROOT))
        for package in (
            "gateway",
            "papers",
            "services_run",
            "intake",
            "catalog",
            "federation",
            "policies",
            "schema",
        )
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"csv\.(Dict)?[wW]riter\(", path.read_text("utf-8"))
    }
    for name in writers - FOR_PROGRAMS - READ_BACK:
        assert re.search(r"\bguarded\b", (ROOT / name).read_text("utf-8")), name


@pytest.mark.parametrize("text", RUN)
def test_a_workbook_shows_every_text_as_text(text):
    content = io.BytesIO()
    with new_workbook(content) as book:
        sheet = add_sheet(book, text.strip() or "1")
        write_texts(sheet, 0, [text.replace("\x00", "")])
        write_cell(sheet, 1, 0, text.replace("\x00", ""), numeric=True)
    with zipfile.ZipFile(io.BytesIO(content.getvalue())) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
            assert b"TargetMode" not in archive.read(name)
