"""Copies of a sheet, rows of which another one is a part, letters encoded twice, days as digits.

Covers intake.file_reading.sheet_copies, intake.file_reading.sums_aside,
intake.file_reading.twice_encoded, intake.file_reading.column_days,
intake.file_reading.header, intake.file_reading.title_units,
intake.file_reading.sum_sheets, intake.file_reading.row_units.
"""

import time

import pytest

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx


def read(rows, encoding="utf-8"):
    text = "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows)
    return read_rows(text.encode(encoding), "export.csv")


def book(sheets, **by_code):
    data = xlsx({name: SheetOf(rows) for name, rows in sheets.items()})
    return read_rows(data, "classeur.xlsx", answers=ReadingAnswers(by_code))


def asked(file):
    return [(question.code, question.column) for question in file.reading.questions]


LIST = [["N°", "Quai", "Masse (kg)"], *[[at, f"q{at % 3}", at * 10.5] for at in range(1, 12)]]
OLDER = [*LIST[:4], [4, "q1", 99], *LIST[5:-2]]


def test_a_copied_sheet_is_not_added_to_its_original():
    file = book({"Saisie": LIST, "Saisie (2)": LIST})
    assert file.named("Masse (kg)").column.sum == 693
    assert [(left.name, left.why) for left in file.reading.other_sheets] == [("Saisie (2)", "copy")]
    assert file.reading.is_checked


def test_of_two_versions_of_a_list_one_is_read_and_it_is_asked_which():
    file = book({"V2": LIST, "V1": OLDER})
    assert (file.reading.rows_kept, asked(file)) == (11, [("sheet", None)])
    older = book({"V2": LIST, "V1": OLDER}, sheet={"": "V1"})
    assert (older.reading.rows_kept, asked(older)) == (9, [])


def test_a_part_of_the_row_above_is_not_added_to_it():
    rows = [["Dépense", "Montant (€)"], ["Personnel", 500], ["dont titulaires", 400],
            ["Énergie", 200], ["dont gaz", 150], ["Eau", 50]]  # fmt: skip
    file = book({"S": rows})
    assert file.named("Montant (€)").column.sum == 750
    assert asked(file) == [("part_rows", None)]


def test_letters_that_were_encoded_twice_are_put_right():
    rows = [["Équipement", "Été"], *[[f"Préau n°{at} – côté cour", at] for at in range(9)]]
    text = "\n".join(";".join(map(str, row)) for row in rows)
    file = read_rows(text.encode().decode("cp1252").encode(), "export.csv")
    assert [one.name for one in file.reading.columns] == ["Équipement", "Été"]
    assert "Préau n°3 – côté cour" in file.named("Équipement").values.values()
    plain = read([["Ville", "Nb"], ["SÃO PAULO", 1], ["Ã", 2]])
    assert "SÃO PAULO" in plain.named("Ville").values.values()


@pytest.mark.parametrize(
    ("cells", "first"),
    [(["20250314", "20250301"], "2025-03-01"), (["14032025", "1032025"], "2025-03-01")],
)
def test_days_as_eight_figures_are_days(cells, first):
    rows = [["DATE_PIECE", "N"], *[[cell, at] for at, cell in enumerate(cells * 4)]]
    file = read(rows)
    assert (file.named("DATE_PIECE").column.type, file.reading.columns[0].min) == ("date", first)


@pytest.mark.parametrize("words", [("☑", "☐"), ("✓", "✗"), ("✅", "❌")])
def test_boxes_and_ticks_are_yes_and_no(words):
    file = read([["Lot", "Fait"], *[[f"L{at}", words[at % 3 > 0]] for at in range(9)]])
    assert (file.named("Fait").column.type, file.named("Fait").column.true) == ("boolean", 3)


def test_a_page_head_above_the_first_header_is_no_header():
    head = ["Poste", "Intitulé", "Situation", "Lieu"]
    pages = []
    for page in (1, 2, 3):
        pages += [["Ville de Z", None, "Édité le 03/02/2025", f"Page : {page} / 3"], head]
        pages += [[f"P{page}{at}", f"Poste {at}", "Maintenu", "Bourg"] for at in range(5)]
    file = read(pages)
    assert [one.name for one in file.reading.columns] == head
    assert file.reading.rows_kept == 15


def test_units_under_merged_years_are_a_second_line_of_headers():
    rows = [["Lieu", "Code", 2023, None, 2024, None], [None, None, "Tonnes", "€", "Tonnes", "€"]]
    rows += [[f"l{at}", f"C{at}", at + 0.5, 100 + at, at + 1.5, 200 + at] for at in range(1, 9)]
    data = xlsx({"S": SheetOf(rows, merges=("C1:D1", "E1:F1"))})
    columns = {one.name: one.unit for one in read_rows(data, "t.xlsx").reading.columns}
    assert columns["2023 Tonnes"] == "t"
    assert columns["2024 €"] == "EUR"


def test_sums_without_a_word_between_blocks_are_set_aside():
    rows = [["Zone", "Rue", "Bacs"]]
    for zone in "NSE":
        counts = [11 + 3 * at + ord(zone) for at in range(4)]
        rows += [[zone, f"r{zone}{at}", count] for at, count in enumerate(counts)]
        rows.append([None, None, sum(counts)])
    file = book({"S": rows})
    assert file.reading.rows_kept == 12


@pytest.mark.parametrize("title", ["Consommation 2025 (kWh)", "Relevés – kWh", "Relevés en kWh"])
def test_the_unit_of_a_title_is_that_of_its_months(title):
    rows = [[title], ["Site", "janv.", "févr.", "mars"], *[[f"s{at}", at, 2, 3] for at in range(6)]]
    units = {one.name: one.unit for one in book({"S": rows}).reading.columns}
    assert (units["janv."], units["Site"]) == ("kWh", None)


SIGNS = ["1", "1 ", "1.", "3-", "a-", '="1', "FR76 ", "lire 1 ", "#x", "É"]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_very_long_cell_is_read_in_time(sign):
    long = sign * (20_000 // len(sign))
    begun = time.monotonic()
    read([["a", "Nom", "Date"], *[[str(at), f"{long}{at}", long] for at in range(4)]])
    assert time.monotonic() - begun < 10


def test_a_cell_that_spans_more_columns_than_any_number_holds_is_one_cell():
    head = f'<tr><th colspan="{"9" * 5000}">a</th><th>b</th></tr>'
    html = f"<table>{head}<tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    assert [one.name for one in read_rows(html.encode(), "t.xls").reading.columns] == ["a", "b"]


KINDS = ("Cartons", "Bois", "Métaux", "Gravats")


def _of_quarter(number):
    return [["Matière", "Tonnes"], *[[kind, 8.5 * number + at] for at, kind in enumerate(KINDS)]]


@pytest.mark.parametrize("name", ["Année", "Les quatre"])
def test_a_sheet_whose_rows_add_up_those_of_all_others_is_known_whatever_its_name(name):
    sheets = {f"T{number}": _of_quarter(number) for number in (1, 2, 3, 4)}
    year = [["Matière", "Tonnes"], *[[kind, 85 + 4 * at] for at, kind in enumerate(KINDS)]]
    file = book({**sheets, name: year})
    assert file.named("Tonnes").column.sum == sum(85 + 4 * at for at in range(4))
    assert [left.name for left in file.reading.other_sheets] == [name]


def test_thousands_of_euros_in_a_column_of_units_are_followed():
    rows = [["Poste", "Valeur", "Unité"], ["Étude", "1,5", "k€"], ["Achat", "250", "€"],
            ["Pose", "90", "€"], ["Essai", "40", "€"]]  # fmt: skip
    amount = read(rows).named("Valeur").column
    assert (amount.unit, amount.sum) == ("EUR", 1880)


def test_a_last_row_that_is_the_sum_of_all_others_is_asked_about_whatever_its_name():
    rows = [["Commune", "Foyers", "Bacs"], *[[f"Bourg {at}", at * 10, at] for at in range(1, 9)]]
    file = book({"S": [*rows, ["Pays de Brume", 360, 36]]})
    assert (asked(file), file.named("Foyers").column.sum) == ([("sum_rows", None)], 360)
    assert asked(book({"S": [*rows, ["Bourg 9", 350, 36]]})) == []


@pytest.mark.parametrize(("name", "kind"), [("Contrat", "string"), ("Mois", "date")])
def test_numbers_within_a_year_are_no_months(name, kind):
    rows = [
        [name, "Objet", "Le"],
        *[[f"2024-{at:02d}", "x", f"{at:02d}/02/24"] for at in range(1, 10)],
    ]
    file = read(rows)
    assert file.named(name).column.type == kind
    assert asked(file) == [] or kind == "date"


def test_a_rate_in_the_row_of_totals_is_no_sum():
    rows = [
        ["Flux", "2024 (t)", "Évolution"],
        *[[f"f{at}", at, f"+{at},5 %"] for at in range(1, 9)],
    ]
    file = read([*rows, ["Total", 36, "+9,7 %"]])
    assert "total_differs" not in {note.code for note in file.reading.notes}
