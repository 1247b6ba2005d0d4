"""A text that went through a spreadsheet: its guards and its references of pages stand in cells.

Covers intake.file_reading.text_entities, intake.file_reading.export_guards,
intake.file_reading.ditto_marks.
"""

import pytest

from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx

TEN = range(1, 11)


def read(rows):
    return read_rows(xlsx({"Feuil1": SheetOf(rows)}), "classeur.xlsx")


def values_of(file, name):
    column = file.named(name)
    return [column.values.get(row.cell(column), row.cell(column)) for row in file.rows()]


def test_references_of_pages_in_cells_are_letters():
    places = ["L&#39;&eacute;tang", "Pr&egrave;s", "Gu&eacute;", "D &amp; fils", "Bois"] * 2
    file = read([["Lieu", "m"], *([place, at] for place, at in zip(places, TEN, strict=True))])
    assert values_of(file, "Lieu")[:5] == ["L'étang", "Près", "Gué", "D & fils", "Bois"]
    assert file.reading.is_checked


def test_one_reference_in_a_workbook_is_what_somebody_wrote():
    file = read([["Lieu", "m"], ["voir &eacute;", 1], *([f"L{at}", at] for at in TEN)])
    assert values_of(file, "Lieu")[0] == "voir &eacute;"


def test_an_apostrophe_guards_a_code_in_a_cell():
    file = read([["INSEE", "m"], *([f"'0{3000 + at}", at] for at in TEN)])
    assert values_of(file, "INSEE")[:2] == ["03001", "03002"]
    assert file.reading.is_checked


def test_an_apostrophe_guards_an_amount_in_a_cell():
    file = read([["Lieu", "DM (€)"], *([f"L{at}", f"'-{at},50"] for at in TEN)])
    assert file.named("DM (€)").column.sum == -60


MARKS = ['"', "d°", "id."]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_alone_in_its_field_repeats_the_cell_above(mark):
    cells = ["Verre", mark, mark, mark, "Bois", mark, "Papier", mark, mark, "Verre"]
    lines = [f"Site {at};{cell};{cell};{at}" for at, cell in zip(TEN, cells, strict=True)]
    file = read_rows("\n".join(["Lieu;Flux;Tri;t", *lines]).encode(), "apports.csv")
    assert (file.reading.rows_kept, file.named("t").column.sum) == (10, 55)
    assert values_of(file, "Flux")[:6] == ["Verre"] * 4 + ["Bois"] * 2


def test_a_mark_that_opens_a_text_of_several_lines_parts_it_from_nothing():
    lines = [f'Site {at};"\nfermé ; ouvert à {at} h\n";{at}' for at in TEN]
    file = read_rows("\n".join(["Lieu;Note;t", *lines]).encode(), "notes.csv")
    assert (file.reading.rows_kept, file.named("t").column.sum) == (10, 55)
