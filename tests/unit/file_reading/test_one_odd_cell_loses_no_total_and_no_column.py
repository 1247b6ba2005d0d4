"""One cell in another unit, a rate beside sums, words among figures: the rest is read all the same.

Covers intake.file_reading.sum_rows, intake.file_reading.codes,
intake.file_reading.column_types, intake.file_reading.names,
intake.file_reading.encodings, intake.file_reading.percent_scale.
"""

import pytest

from intake.file_reading.encodings import decode
from intake.file_reading.personal_data import personal_finding
from intake.file_reading.reading import read_rows
from intake.file_reading.values import Column
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx


def as_csv(rows):
    text = "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows)
    return read_rows(text.encode(), "export.csv")


def as_workbook(rows):
    return read_rows(xlsx({"Feuille": SheetOf(rows)}), "export.xlsx")


BOTH = pytest.mark.parametrize("read", [as_csv, as_workbook])


def sums(file):
    return {column.name: column.sum for column in file.reading.columns if column.sum is not None}


def kinds(file):
    return {column.name: column.type for column in file.reading.columns}


@BOTH
def test_a_total_without_a_word_is_one_though_a_cell_says_another_unit(read):
    weights = [13.25, 104.57, 77.75, 2.52, 99.25]
    rows = [
        ["B1", "Bois", "640 kg"],
        *([f"B{at}", "Bois", each] for at, each in enumerate(weights)),
    ]
    file = read([["Bon", "Matière", "Net (t)"], *rows, [None, None, 297.98]])
    assert sums(file)["Net (t)"] == 297.98
    assert [(row.row, row.reason.value) for row in file.reading.parts[0].ignored] == [(8, "total")]


@BOTH
def test_a_rate_beside_them_hides_no_chapter(read):
    parts = {"011": [12_000.5, 3_803.7, 1_000.25], "012": [70_210.35, 25_100.4], "65": [7_000.44]}
    rows = [["Nature", "Libellé", "Mandaté", "Tx"]]
    for number, (chapter, amounts) in enumerate(parts.items()):
        rows.append([chapter, f"CHAPITRE {number}", round(sum(amounts), 2), 0.7])
        rows += [[60_000 + 100 * number + at, f"Article {at}", each, 0.71 + at / 9]
                 for at, each in enumerate(amounts)]  # fmt: skip
    file = read(rows)
    assert sums(file)["Mandaté"] == pytest.approx(119_115.64)
    (question,) = file.reading.questions
    assert question.code == "sum_rows"
    assert question.rows[0].readings == ("—", "16804.45")
    assert kinds(file)["Nature"] == "string"


@BOTH
def test_words_among_figures_with_a_unit_are_told_and_the_figures_added_up(read):
    rows = [[f"Rue {at}", 10 + at, 10 + at] for at in range(12)]
    rows[2][1:] = rows[5][1:] = ["à chiffrer", "à chiffrer"]
    file = read([["Rue", "Travaux (€)", "Remarque"], *rows])
    assert sums(file) == {"Travaux (€)": 159}
    assert [(cell.row, cell.text) for cell in file.reading.unread_cells] == [
        (4, "à chiffrer"), (7, "à chiffrer"),
    ]  # fmt: skip
    assert kinds(file)["Remarque"] == "string"


@BOTH
def test_figures_under_a_class_of_prices_are_money_only_where_they_look_like_it(read):
    rows = [["Jour", "Plein tarif", "Tarif réduit"], ["lundi", 40, 5.5], ["mardi", 72, 6.25]]
    assert [column.unit for column in read(rows).reading.columns] == [None, None, "EUR"]


@BOTH
def test_percentages_made_of_fractions_are_decimals(read):
    rows = [["Salle", "Taux"], ["A", 0.66], ["B", "35 %"], ["C", 0.25], ["D", "80 %"]]
    column = read(rows).named("Taux").column
    assert (column.type, column.unit, column.sum) == ("decimal", "%", 206)


def test_a_letter_that_cannot_be_printed_is_no_second_reading():
    text = "Ticket;Prix (€)\n1;2\n3;4\n"
    assert decode(text.encode("cp1252")).rival is None
    assert decode(text.encode("cp1252")).text == text


def test_a_count_of_care_plans_is_nobodys_and_a_usual_name_is_somebodys():
    assert personal_finding(Column(1, "dont PAI", "integer"), ["12", "3"]) is None
    assert personal_finding(Column(1, "PAI", "integer"), ["0", "1"]).kind == "health"
    assert personal_finding(Column(1, "Nom usuel", "string"), ["HAMON", "LE GOFF"]).kind == "name"
