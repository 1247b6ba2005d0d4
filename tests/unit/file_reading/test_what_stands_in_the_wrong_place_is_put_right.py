"""Texts that hold the separator, amounts of several rows, postal codes, estimates.

Covers intake.file_reading.stray_separators, intake.file_reading.column_cells,
intake.file_reading.code_and_name, intake.file_reading.footnote_marks,
intake.file_reading.missing_fields, intake.file_reading.header_separators.
"""

import pytest

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx


def read(lines, **by_code):
    return read_rows("\n".join(lines).encode(), "export.csv", answers=ReadingAnswers(by_code))


def told(file):
    return {(note.code, note.column) for note in file.reading.notes}


STALLS = [f"{at},Rue {'ABC'[at % 3]},2025-03-{at + 1:02d},{at}.5" for at in range(12)]


def test_a_text_with_the_separator_in_it_is_joined_where_the_rest_fits():
    lines = ["id,place,day,length (m)", *STALLS, "12,Rue B, near the well,2025-03-20,4.5"]
    file = read(lines)
    assert [(one.type, one.filled) for one in file.reading.columns] == [
        ("string", 13), ("string", 13), ("date", 13), ("decimal", 13),
    ]  # fmt: skip
    assert file.named("length (m)").column.sum == 76.5
    assert list(file.rows())[-1].cells[1] == "Rue B, near the well"
    assert ("stray_separators", None) in told(file)


def test_two_texts_that_may_both_hold_the_separator_are_set_aside_and_the_figures_kept():
    lines = [f"{at};Nom{at};Lieu{at};{at}" for at in range(20)]
    file = read(["n;titre;salle;places", *lines, "20;Contes;Hall;Annexe;30"])
    assert file.named("places").column.sum == 220
    assert {cell.why for cell in file.reading.unread_cells} == {"field_too_many"}
    assert not file.reading.is_checked


def test_what_stands_behind_a_whole_record_stays_unread():
    file = read(["id;lot;v", *[f"{at};n{at};{at}{';x' if at == 4 else ''}" for at in range(30)]])
    assert [cell.why for cell in file.reading.unread_cells] == ["beyond_the_header"]


def _merged(name, values):
    rows = [["Équipe", "Tâche", name]]
    rows += [[f"E{at // 2}", f"t{at}", values[at // 2] if at % 2 == 0 else None] for at in range(8)]
    merges = tuple(f"{letter}{row}:{letter}{row + 1}" for row in (2, 4, 6, 8) for letter in "AC")
    data = xlsx({"Suivi": SheetOf(rows, merges=merges)})
    return read_rows(data, "suivi.xlsx")


@pytest.mark.parametrize(("name", "count"), [("Dépense (€)", 4), ("Taux (%)", 8), ("Prix HT", 8)])
def test_an_amount_of_several_rows_counts_once_and_a_rate_holds_for_each(name, count):
    file = _merged(name, [10.5, 20.5, 30.5, 40.5])
    assert file.named(name).column.filled == count
    assert (("merged_once", name) in told(file)) is (count == 4)


def test_a_postal_code_is_shown_as_written_and_counted_for_no_commune():
    lines = ["35085;Combourg", "35265;Saint-Domineuc", "35337;Tinténiac", "35190;La Mézière"]
    file = read(["INSEE;Commune", *lines, *lines])
    assert file.named("INSEE").column.distinct == 4
    by_code = next(one for one in file.reading.communes if one.column == "INSEE")
    assert by_code.counts == {"current": 6, "postal_code_false_friend": 2}
    assert by_code.detail["postal_code_false_friend"]["35190"].now == "35177"


@pytest.mark.parametrize(
    ("legend", "code"),
    [("* valeur estimée faute de relevé", "provisional"), ("* hors week-end", "footnote_marks")],
)
def test_a_mark_that_the_foot_explains_as_an_estimate_is_told_as_one(legend, code):
    rows = [f"j{at};{at}0{'*' if at in {3, 7} else ''}" for at in range(1, 13)]
    file = read(["Jour;Passages", *rows, "", legend])
    assert file.named("Passages").column.sum == 780
    assert (code, None) in told(file)


GRANTS = [
    f"D{at};SARL Roc;{at + 1:02d}/03/2025;{at % 9 + 11}/04/2025;{at}00,00;{at}50,00;soldé"
    for at in range(20)
]
HEADER = "Dossier;Entreprise;Reçu le;Décidé le;Demande (€);Accord (€);État"


def test_a_field_that_was_not_written_is_put_back_where_the_rest_fits():
    lines = [*GRANTS[:10], "D99;SARL Roc;10/03/2025;70,00;;en cours", *GRANTS[10:]]
    file = read([HEADER, *lines])
    assert file.named("Décidé le").column.filled == 20
    assert file.named("Demande (€)").column.sum == 19_070
    row = [one.cells for one in file.rows()][10]
    assert row[3] is None
    assert row[6] == "en cours"
    assert ("missing_fields", None) in told(file)


def test_two_fields_that_were_not_written_are_put_back_too():
    lines = [*GRANTS[:10], "D99;SARL Roc;70,00;80,00;en cours", *GRANTS[10:]]
    file = read([HEADER, *lines])
    row = [one.cells for one in file.rows()][10]
    assert (row[2], row[3], row[6]) == (None, None, "en cours")
    assert file.named("Demande (€)").column.sum == 19_070
    assert ("missing_fields", None) in told(file)


def test_a_record_without_its_last_fields_alone_stays_as_it_stands():
    file = read([HEADER, *GRANTS, "D99;SARL Roc;30/03/2025;01/04/2025;70,00"])
    assert file.named("Demande (€)").column.sum == 19_070
    assert "missing_fields" not in {code for code, _ in told(file)}


def test_a_short_record_whose_values_fit_nowhere_is_no_silent_figure():
    file = read([HEADER, *GRANTS, "D99;12/03/2025;SARL Roc;x;y;70,00"])
    assert "field_missing" in {cell.why for cell in file.reading.unread_cells}
    assert not file.reading.is_checked


def test_a_header_parted_by_another_sign_than_its_rows_keeps_its_names():
    file = read([HEADER.replace(";", ","), *GRANTS])
    assert [one.name for one in file.reading.columns] == HEADER.split(";")
    assert file.reading.rows_kept == 20
