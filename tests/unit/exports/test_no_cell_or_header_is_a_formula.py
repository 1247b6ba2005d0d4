"""No cell and no header of a file that leaves is run by a spreadsheet, blanks before it or not.

Covers catalog.exports.formulas, catalog.exports.csv_text, gateway.console.mutualised.exports.
"""

import csv
import io
import zipfile

import pyarrow as pa
import pytest

from catalog.exports.csv_text import write_csv
from catalog.exports.open_table import Field, read_lines, write_head, write_line
from federation.logical import WireType
from federation.results.formats.csv_text import FrenchExcelEncoder
from federation.results.formats.protocol import ShownColumn
from gateway.console.mutualised.exports import table_csv, workbook
from gateway.paper.rows_files import RowsCsv

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
)
LEFT = ("a=1", "35276", "l'eau", " texte", "É-co")


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
