"""Sums at the foot of pages, parts of lines, balances and sides of an account.

Covers intake.file_reading.page_sums, intake.file_reading.parts_of_lines,
intake.file_reading.amount_sides, intake.file_reading.total_labels,
intake.file_reading.sum_rows.
"""

import pytest

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows


def read(lines, answers=None):
    text = "\n".join(lines).encode()
    return read_rows(text, "liste.csv", answers=answers)


def told(file):
    return {note.code for note in file.reading.notes}


def asked(file):
    return [question.code for question in file.reading.questions]


def visits(*feet):
    """Pages of seven visits of 1 to 7 hours; the foot of each, and what stands under the last."""
    lines = ["agent;quartier;jour;motif;heures"]
    for page, foot in enumerate(feet):
        lines += [f"A{at};Nord;0{at}/0{page + 1}/2025;suivi;{at}" for at in range(1, 8)]
        lines.append(f";;;{foot[0]};{foot[1]}")
    return lines


def test_sums_at_the_foot_of_pages_are_no_rows_whatever_they_are_called():
    file = read([*visits(("passées ce mois", 28), ("passées ce mois", 28)), ";;;en tout;56"])
    assert file.reading.rows_kept == 14
    assert file.named("heures").column.sum == 56
    assert "unlabelled_total" in told(file)


def test_rows_with_little_else_that_add_up_nothing_stay():
    file = read(visits(("oubli", 3), ("oubli", 5)))
    assert file.reading.rows_kept == 16


def test_a_line_that_begins_with_a_sigma_is_a_sum():
    days = [f"j{at};{at};{10 - at}" for at in range(1, 6)]
    file = read(["jour;matin;soir", *days, "Σ des jours;15;35"])
    assert file.reading.rows_kept == 5
    assert file.named("soir").column.sum == 35


def test_the_sum_of_a_week_is_found_where_the_first_days_are_zero():
    week = ["lu;0;0;140;31;12", "ma;0;50;0;27;3", "me;0;0;110;9;4", "je;121;0;90;8;51",
            "ve;310;70;60;77;2"]  # fmt: skip
    lines = ["jour;tôt;midi;tard;nuit;aube"]
    for _ in range(3):
        lines += [*week, "la semaine;431;120;400;152;72"]
    file = read(lines, ReadingAnswers({"sum_rows": {"": "aside"}}))
    assert file.reading.rows_kept == 15
    assert file.named("tard").column.sum == 1200


PARTS = ["matière;lieu;tonnes", "papier;quai;30,5", "y compris journaux;;10,5", "verre;quai;20",
         "dont cassé;;4", "bois;quai;9"]  # fmt: skip


def test_parts_of_a_line_that_the_total_leaves_out_are_left_out():
    file = read([*PARTS, "Total;;59,5"])
    assert [row.cells[0] for row in file.rows()] == ["papier", "verre", "bois"]
    assert "parts_of_lines" in told(file)
    assert asked(file) == []


@pytest.mark.parametrize(("choice", "rows"), [(None, 3), ("aside", 3), ("data", 5)])
def test_parts_of_a_line_without_a_total_are_asked_about(choice, rows):
    file = read(PARTS, ReadingAnswers({"part_rows": {"": choice}}) if choice else None)
    assert file.reading.rows_kept == rows
    assert ("part_rows" in asked(file)) == (choice is None)


def test_a_part_that_is_larger_than_its_line_is_a_row():
    file = read(["matière;lieu;tonnes", "papier;quai;3", "dont journaux;quai;8", "verre;quai;5",
                 "bois;quai;7"])  # fmt: skip
    assert file.reading.rows_kept == 4


MOVES = ["le;quoi;pièce;mouvement;reste", "01/03/2025;Ancien solde;;;100,00 CR",
         "02/03/2025;recette;12;40,50 CR;140,50 CR", "03/03/2025;achat;13;200,00 DB;59,50 DB",
         "04/03/2025;recette;14;60,00 CR;0,50 CR", "05/03/2025;achat;15;0,25 DB;0,25 CR",
         "31/03/2025;Nouveau solde;;;0,25 CR"]  # fmt: skip


def test_the_side_behind_an_amount_is_its_sign():
    file = read(MOVES)
    moved = file.named("mouvement").column
    assert (moved.type, moved.sum, moved.min) == ("decimal", -99.75, -200)
    assert "amount_sides" in told(file)


def test_balances_before_and_after_the_movements_are_no_movements():
    file = read(MOVES)
    assert [row.cells[1] for row in file.rows()] == ["recette", "achat", "recette", "achat"]


def test_words_that_end_as_a_side_does_are_words():
    file = read(["réf;note", *[f"{at} CR;vu" if at == 3 else f"{at} ter;vu" for at in range(1, 9)]])
    assert next(iter(file.rows())).cells[0] == "1 ter"
