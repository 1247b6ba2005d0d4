"""A long file is held once while it is read: its rows, each different cell, and little besides.

Covers intake.file_reading.delimited, intake.file_reading.encodings,
intake.file_reading.workbooks, intake.file_reading.workbook_child,
intake.file_reading.keys, intake.file_reading.second_reader.
"""

import csv
import io
import re
import tracemalloc
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from intake.file_reading import encodings
from intake.file_reading.delimited import records_of
from intake.file_reading.encodings import decode, decoded_parts
from intake.file_reading.reading import read_file, read_rows
from tests.unit.file_reading.workbook_bytes import Styled, xlsx

ROWS = 8_000
HEADS = ["N° bon", "Jour", "Commune", "Flux", "Poids (kg)", "Prix (€)", "Site", "SIRET", "Remarque"]
DAY = 45_000
REMARK = "Benne pleine, vidée au quai de transfert puis lavée, sans rien d'autre à dire"
COMMUNES = ("35003", "35007", "35051")


def rows():
    for at in range(ROWS):
        yield (
            f"P-{at:07d}", DAY + at % 900, COMMUNES[at % 3], "OMR", at % 700, at / 8,
            f"Site {at % 9}", "00000001800010", REMARK,
        )  # fmt: skip


def long_text():
    lines = [";".join(HEADS)]
    for number, day, *rest in rows():
        written = date.fromordinal(date(1899, 12, 30).toordinal() + day).strftime("%d/%m/%Y")
        lines.append(";".join([number, written, *(str(one).replace(".", ",") for one in rest)]))
    return "\r\n".join(lines).encode()


def long_workbook():
    lines = [[number, Styled(day, 1), *rest] for number, day, *rest in rows()]
    return xlsx({"Pesées": [HEADS, *lines]})


@pytest.mark.parametrize(
    ("name", "content", "most"), [("a.csv", long_text, 1_000), ("a.xlsx", long_workbook, 1_000)]
)
def test_a_row_takes_no_more_than_it_must(name, content, most):
    data = content()
    read_rows(b"Jour;Poids (kg)\n01/02/2026;1,5\n02/02/2026;2,5\n", "court.csv")
    tracemalloc.start()
    try:
        read = read_rows(data, name)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read.reading.rows_kept == ROWS
    assert read.reading.reconciled.agrees
    assert peak / ROWS < most


def test_equal_cells_of_a_workbook_are_one_object():
    first, *others = (row.cells for row in read_rows(long_workbook(), "a.xlsx").rows())
    same = next(cells for cells in others if cells[1] == first[1])
    assert (same[1], same[7]) == (date(2023, 3, 15), "00000001800010")
    assert same[1] is first[1]
    assert same[7] is first[7]


def test_a_table_that_begins_beside_the_first_column_keeps_its_places():
    lines = [
        [None, None, "Jour", "Poids (kg)"],
        *([None, None, f"0{n}/01/2026", n] for n in range(1, 8)),
    ]
    read = read_rows(xlsx({"Pesées": [[], [], *lines]}), "a.xlsx")
    assert [column.column.position for column in read.columns] == [3, 4]
    assert [row.number for row in read.rows()] == list(range(4, 11))


def test_rows_that_come_twice_are_told_from_numbers_that_do():
    lines = [f"B-{at:03d};0{at % 9 + 1}/01/2026;{at}" for at in range(60)]
    twice = [lines[3], "B-004;01/01/2026;999"]
    text = "\n".join(["N° bon;Jour;Poids (kg)", *lines, *twice])
    key = read_file(text.encode(), "bons.csv").key
    assert (key.columns, key.duplicate_rows, key.identical) == (["N° bon"], 2, 1)


@given(st.text(st.sampled_from('ab;"\r\n é\x85\u2028'), max_size=60))
def test_records_are_split_where_they_end_and_nowhere_else(text):
    lines = io.StringIO(text, newline="")
    expected = [
        [cell if cell.strip() else None for cell in record]
        for record in csv.reader(lines, delimiter=";")
    ]
    # Lines that part as records do within a cell are of a quotation mark left open.
    cells = [cell for record in expected for cell in record if cell]
    assume(not any(";" in line for cell in cells for line in cell.splitlines()[1:]))
    # A mark that fills its field may repeat the cell above.
    assume(not re.search(r'(?:^|[;\r\n])"(?:[;\r\n]|$)', text))
    assert records_of(text, ";") == expected


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"]
)
@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 1 << 20])
def test_a_text_is_the_same_in_parts(monkeypatch, encoding, at_once):
    monkeypatch.setattr(encodings, "_AT_ONCE", at_once)
    data = "Pesée;Où\r\n« déchets » à côté;1,5\r\nété;2\r\n".encode(encoding)
    decoded = decode(data)
    assert "".join(decoded_parts(data, decoded.encoding)) == decoded.text
