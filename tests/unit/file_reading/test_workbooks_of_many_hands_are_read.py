"""Years over columns, years shown as days, long numbers, short lying tables, months over days.

Covers intake.file_reading.years_as_days, intake.file_reading.numbered_columns.
"""

import io
import zipfile
from xml.sax.saxutils import escape

import pytest

from intake.deposits.row_batches import rows_as_table
from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, Styled, xlsx

TEN = range(1, 11)


def read(rows, merges=()):
    return read_rows(xlsx({"Feuil1": SheetOf(rows, merges=merges)}), "classeur.xlsx")


def test_years_that_stand_over_columns_name_them():
    rows = [[None, "2024", None, "2025", None], ["Site", "Nb", "t", "Nb", "t"]]
    file = read([*rows, *([f"S{at}", at, at, at, at] for at in TEN)], ("B1:C1", "D1:E1"))
    assert [c.name for c in file.reading.columns] == [
        "Site", "2024 Nb", "2024 t", "2025 Nb", "2025 t"
    ]  # fmt: skip


def test_years_under_a_format_of_days_are_years():
    rows = [["Site", "Année"], *([f"S{at}", Styled(2010 + at, 1)] for at in TEN)]
    column = read(rows).named("Année").column
    assert (column.type, column.min, column.max) == ("integer", 2011, 2020)


def test_numbers_that_a_workbook_cannot_keep_are_told():
    rows = [["Contrat", "Repère"], *([f"C{at}", 22123456789012345.0 + at * 1000] for at in TEN)]
    file = read(rows)
    assert (file.named("Repère").column.sum, file.named("Repère").column.unread) == (None, 10)
    assert not file.reading.is_checked


def test_three_lines_that_lie_are_stood_up():
    rows = [
        ["Site", *(f"S{at}" for at in TEN)], ["Commune", *("Bruz" for _ in TEN)],
        ["Surface (m2)", *TEN], ["Mise en service", *(Styled(45_000 + at, 1) for at in TEN)],
    ]  # fmt: skip
    file = read(rows)
    assert (file.reading.rows_kept, file.named("Surface (m2)").column.sum) == (10, 55)


def test_two_columns_printed_in_two_blocks_are_one_list():
    rows = [["Rue", "m", None, "Rue", "m"], *([f"r{at}", at, None, f"s{at}", at] for at in TEN)]
    file = read(rows)
    assert (file.reading.rows_kept, file.named("m").column.sum) == (20, 110)


def test_a_month_alone_is_the_title_of_its_days():
    days = [[at, f"S{at}", at * 3] for at in TEN]
    rows = [["Jour", "Site", "Entrées"], ["JANVIER 2025"], *days, ["FEVRIER 2025"], *days]
    assert read(rows).reading.rows_kept == 20


FORMATS = {
    '0"h"00': ([730, 830, 1215], ["07:30:00", "08:30:00", "12:15:00"]),
    '"35"000': ([238, 239, 5], ["35238", "35239", "35005"]),
    '"BC-2025-"0000': ([1, 22, 333], ["BC-2025-0001", "BC-2025-0022", "BC-2025-0333"]),
    '0.0" kg"': ([1.5, 2.5, 3.5], ["1.500", "2.500", "3.500"]),
}


@pytest.mark.parametrize("code", FORMATS)
def test_words_among_the_figures_of_a_format_are_read_as_they_show(code):
    cells, shows = FORMATS[code]
    styles = xlsx({"Feuil1": SheetOf([["a"]])})
    with zipfile.ZipFile(io.BytesIO(styles)) as book:
        text = book.read("xl/styles.xml").decode().replace("0.0%", escape(code, {'"': "&quot;"}))
    rows = [["Bon", "Repère"], *([f"B{at}", Styled(cell, 2)] for at, cell in enumerate(cells))]
    data = xlsx({"Feuil1": SheetOf(rows)}, {"xl/styles.xml": text})
    table = rows_as_table(read_rows(data, "formats.xlsx")).to_pylist()
    assert [str(row["Repère"]) for row in table] == shows


def test_a_row_that_numbers_the_columns_is_no_data():
    head = [["Chapitre", "BP", "DM", "Total"], [None, "(1)", "(2)", "(3)=(1)+(2)"]]
    file = read([*head, *([f"0{10 + at}", at, at, 2 * at] for at in TEN)])
    assert (file.reading.rows_kept, file.named("BP").column.sum) == (10, 55)


def test_minutes_and_seconds_are_no_hours_of_the_day():
    text = "appel;Durée (mm:ss)\n" + "\n".join(f"A{at};{at:02d}:30" for at in TEN)
    assert read_rows(text.encode(), "appels.csv").named("Durée (mm:ss)").column.type == "string"
