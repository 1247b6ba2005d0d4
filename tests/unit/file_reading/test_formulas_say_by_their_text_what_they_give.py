"""Formulas that a program wrote without results, and letters encoded twice in cells.

Covers intake.file_reading.formula_texts, intake.file_reading.sheet_facts,
intake.file_reading.ods_facts, intake.file_reading.twice_encoded.
"""

import io

import pytest
import xlsxwriter

from intake.file_reading.formula_texts import gives_a_figure
from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import xlsx


@pytest.mark.parametrize(
    ("formula", "is_figure"),
    [
        ("SUM(B6:Y6)", True), ("H3-G3", True), ("E5*1.2", True), ("C3/60", True),
        ("ROUND(A2/12,2)", True), ("[.B2]*[.C2]", True), ('A2&" "&B2', False),
        ("B3+30", False), ("DATE(2025,1,1)", False), ('IF(A1>2,"oui","non")', False),
        ("AND(A1*2>B1,C1)", False), ("VLOOKUP(A2,X!A:B,2,0)", False),
    ],
)  # fmt: skip
def test_a_formula_gives_a_figure_where_it_adds_or_multiplies(formula, is_figure):
    assert gives_a_figure(formula) == is_figure


def test_a_column_of_formulas_without_results_is_of_what_they_would_give():
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Jour", "Matin", "Soir", "Tous", "Nom"])
        for at in range(1, 8):
            sheet.write_row(at, 0, [f"J{at}", at, 2 * at])
            sheet.write_formula(at, 3, f"=SUM(B{at + 1}:C{at + 1})")
            sheet.write_formula(at, 4, f'=A{at + 1}&" !"')
    reading = read_rows(data.getvalue(), "f.xlsx").reading
    kinds = {column.name: (column.type, column.unread) for column in reading.columns}
    assert (kinds["Tous"], kinds["Nom"]) == (("decimal", 7), ("string", 7))
    told = [note.column for note in reading.notes if note.code == "uncomputed_formulas"]
    assert told == ["Tous", "Nom"]


def test_letters_encoded_twice_in_cells_are_put_right():
    rows = [["ArrÃªt", "n"], ["LycÃ©e", 1], ["Mairie", 2], ["Régie", 3]]
    file = read_rows(xlsx({"Feuil1": rows}), "f.xlsx")
    assert file.reading.columns[0].name == "Arrêt"
    assert [row.cells[0] for row in file.rows()] == ["Lycée", "Mairie", "Régie"]
