"""Ranges turned into days, crossed-out rows, notes on headers, remarks that correct.

Covers intake.file_reading.turned_ranges, intake.file_reading.struck_rows,
intake.file_reading.corrections, intake.file_reading.title_units.
"""

import io
import zipfile
from datetime import date

import pytest

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows
from intake.file_reading.sheet_choice import choose_sheets
from intake.file_reading.title_units import lend_remarks_units
from intake.file_reading.values import Sheet
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx


def read(rows, **by_code):
    text = "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows)
    return read_rows(text.encode(), "export.csv", answers=ReadingAnswers(by_code))


def asked(file):
    return [(question.code, question.column) for question in file.reading.questions]


SIZES = ["03-mai", "06-oct", "nov-14", "15-17"] * 3


def test_ranges_that_a_spreadsheet_turned_into_days_are_asked_about_and_put_back():
    rows = [["Lot", "Effectif"], *[[f"L{at}", size] for at, size in enumerate(SIZES)]]
    file = read(rows)
    assert asked(file) == [("number_as_date", "Effectif")]
    assert set(file.named("Effectif").values.values()) == {"3-5", "6-10", "11-14", "15-17"}
    kept = read(rows, number_as_date={"Effectif": "as_stored"})
    assert "nov-14" in kept.named("Effectif").values.values()


@pytest.mark.parametrize("name", ["Date", "Livraison"])
def test_days_among_days_are_no_ranges(name):
    rows = [["Lot", name], *[[f"L{at}", f"{at + 1:02d}/03/2025"] for at in range(9)]]
    assert asked(read(rows)) == []
    assert read(rows).named(name).column.min == "2025-03-01"


def test_native_days_beside_a_range_are_ranges():
    rows = [["Âge", "Nb"], [date(2025, 5, 3), 4], [date(2014, 11, 1), 5], ["15-17", 6]]
    choice = choose_sheets([Sheet("S", rows)], ReadingAnswers())
    assert choice.tables[0].rows.data == [1, 2, 3]


STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts>'
    '<font/><font><strike/></font></fonts><cellXfs><xf/><xf fontId="1"/></cellXfs></styleSheet>'
)


def _crossed_out(rows, struck):
    """The workbook's own bytes, with a style on each cell of those rows."""
    source = zipfile.ZipFile(io.BytesIO(xlsx({"S": SheetOf(rows)})))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/styles.xml":
                data = STYLES.encode()
            if name == "xl/worksheets/sheet1.xml":
                text = data.decode()
                for row in struck:
                    for column in "AB":
                        text = text.replace(f'r="{column}{row}"', f'r="{column}{row}" s="1"')
                data = text.encode()
            archive.writestr(name, data)
    return target.getvalue()


def test_crossed_out_rows_stay_until_somebody_says_that_they_are_cancelled():
    data = _crossed_out([["Salle", "Prix"], *[[f"s{at}", at] for at in range(1, 9)]], (4, 7))
    file = read_rows(data, "salles.xlsx")
    assert (asked(file), file.named("Prix").column.sum) == ([("struck_rows", None)], 36)
    assert not file.reading.is_checked
    answers = ReadingAnswers({"struck_rows": {"": "aside"}})
    settled = read_rows(data, "salles.xlsx", answers=answers)
    assert settled.named("Prix").column.sum == 27


def test_a_note_on_a_header_gives_the_unit():
    sheet = Sheet("S", [["Site", "Garde"], *[[f"s{at}", at] for at in range(5)]],
                  remarks={(1, 2): "Temps passé, en heures"})  # fmt: skip
    tables = choose_sheets([sheet], ReadingAnswers()).tables
    (doubt,) = lend_remarks_units(tables)
    assert (tables[0].header.units, doubt.column) == ({1: "h"}, "Garde")


def test_a_remark_that_corrects_a_figure_of_its_row_is_told():
    rows = [["N°", "Dû (€)", "Note"], *[[at, f"{at},50", None] for at in range(1, 9)]]
    rows[4][2] = "lire 45,00 et non 4,50"
    rows[6][2] = "payé en 2 fois"
    told = {(note.code, note.column) for note in read(rows).reading.notes}
    assert ("correction", "Dû (€)") in told
