"""A mark among figures, a guard before an amount, the limits of a program's numbers.

Covers intake.file_reading.empties, intake.file_reading.filled_amounts,
intake.file_reading.footnote_marks.
"""

import pytest

from intake.file_reading.reading import read_rows


def column_of(name, cells):
    lines = [f"lieu;{name}", *(f"Halle {at};{cell}" for at, cell in enumerate(cells))]
    return read_rows("\n".join(lines).encode(), "salles.csv")


@pytest.mark.parametrize("mark", ["x", "X", "//", "×", "n.s."])
def test_a_mark_among_figures_is_an_empty_cell(mark):
    file = column_of("Quai", [12, mark, 8, 20, "", mark, 31])
    column = file.named("Quai").column
    assert (column.type, column.filled, column.sum, column.unread) == ("integer", 4, 71, 0)
    assert column.format["null"] == [mark]
    is_told = "empty_marks" in {note.code for note in file.reading.notes}
    assert is_told == (mark != "n.s.")


def test_letters_of_a_list_and_crosses_stay_what_they_are():
    assert column_of("Zone", ["x", 1, "y", 2, 3]).named("Zone").column.type == "string"
    assert column_of("Ouvert", ["x", "", "x", ""]).named("Ouvert").column.type == "boolean"


def test_an_apostrophe_guards_an_amount_below_zero():
    column = column_of("DM (€)", ["'-450,00", "'-1 775,50", "2 100,00", "'+12,00"])
    assert column.named("DM (€)").column.sum == -113.5


@pytest.mark.parametrize("limit", ["-3276,8", "-327,68", "3276,7", "65535", "-32768"])
def test_the_limit_of_a_programs_numbers_is_asked_about(limit):
    file = column_of("T° salle", [*(f"{18 + at % 5},{at % 10}" for at in range(30)), limit, limit])
    assert [question.code for question in file.reading.questions] == ["sentinel"]
    assert file.named("T° salle").column.max < 25


def test_255_among_figures_of_its_size_is_one():
    assert not column_of("Clés", [120, 190, 255, 210, 140]).reading.questions


@pytest.mark.parametrize("name", ["H. fin", "Début", "Heure"])
def test_hours_of_four_figures_are_no_numbers(name):
    column = column_of(name, ["0030", "1520", "1709", "0905", "2359"]).named(name).column
    assert column.type in {"string", "time"}
    assert column.filled == 5


def test_moments_with_their_own_offsets_are_in_the_order_of_time():
    moments = ["2025-10-26T02:50:00+02:00", "2025-10-26T02:10:00+01:00"]
    column = column_of("debut", moments).named("debut").column
    assert (column.type, [column.min, column.max]) == ("timestamp_tz", moments)


@pytest.mark.parametrize("form", ["*****{}", "{}******", "#####{}", "--{}--", "...{} €", "={}="])
def test_signs_that_fill_the_place_of_an_amount_are_none_of_it(form):
    cells = [form.format(amount) for amount in ("152,30", "28,00", "1 641,24", "60,10")]
    file = column_of("Montant (€)", [*cells, ""])
    column = file.named("Montant (€)").column
    assert (column.type, column.sum, column.unread) == ("decimal", 1_881.64, 0)


def test_the_total_of_filled_amounts_is_a_total():
    amounts = [f"Lot {at};*****{at + 1}0,50" for at in range(8)]
    lines = ["N° chèque;Montant (€)", *amounts, "TOTAL DU LOT;****364,00"]
    file = read_rows("\n".join(lines).encode(), "cheques.csv")
    assert file.named("Montant (€)").column.sum == 364
    assert file.reading.rows_kept == 8


def test_the_last_figures_of_a_card_are_no_amount():
    cells = [f"************{figures}" for figures in (1234, 9876, 4512, 7711, 2040)]
    assert column_of("Carte", cells).named("Carte").column.type == "string"


def test_a_star_that_is_part_of_a_code_stays_in_it():
    cells = [code for code in ("6210", "2130*", "7230") for _ in range(10)]
    column = column_of("Habitat", cells).named("Habitat").column
    assert (column.type, column.distinct) == ("string", 3)
