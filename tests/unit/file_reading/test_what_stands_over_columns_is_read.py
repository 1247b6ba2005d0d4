"""Headers of three lines, days over their numbers, units under names and of a whole title.

Covers intake.file_reading.header_groups, intake.file_reading.row_cells,
intake.file_reading.measured_runs.
"""

import pytest

from intake.file_reading.reading import read_rows
from intake.file_reading.units import unit_in_name
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx


def workbook(rows, merges=()):
    return read_rows(xlsx({"Feuille": SheetOf(rows, merges=merges)}), "export.xlsx")


def text(*rows):
    return read_rows("\n".join(";".join(map(str, row)) for row in rows).encode(), "export.csv")


def units(file):
    return {column.name: column.unit for column in file.reading.columns}


def told(file):
    return [note.code for note in file.reading.notes]


THREE_LINES = [
    ["Quartier", "Abonnés", None, None, None],
    [None, "Eau", None, "Assainissement", None],
    [None, 2021, 2022, 2021, 2022],
    *[[f"Q{at}", 100 + at, 110 + at, 90 + 2 * at, 95 + at] for at in range(8)],
]


def test_a_header_of_three_lines_names_each_column_whole():
    file = workbook(THREE_LINES, ("A1:A3", "B1:E1", "B2:C2", "D2:E2"))
    assert [column.name for column in file.reading.columns] == [
        "Quartier",
        "Abonnés Eau 2021",
        "Abonnés Eau 2022",
        "Abonnés Assainissement 2021",
        "Abonnés Assainissement 2022",
    ]
    assert file.reading.parts[0].header_rows == [1, 2, 3]
    assert file.named("Abonnés Eau 2021").column.sum == 828


def test_a_page_with_three_lines_of_headers_is_read_as_it_is_drawn():
    rows = "".join(f"<tr><td>S{at}<td>{at}<td>{at + 5}</tr>" for at in range(1, 9))
    page = (
        "<table><tr><th rowspan=3>Site<th colspan=2>Passages</tr>"
        f"<tr><th colspan=2>Semaine</tr><tr><th>2023<th>2024</tr>{rows}</table>"
    )
    file = read_rows(page.encode(), "passages.xls")
    assert file.named("Passages Semaine 2024").column.sum == 76
    assert file.reading.rows_kept == 8


def test_letters_of_days_stand_over_their_numbers():
    days = list(range(1, 15))
    rows = [
        ["Cantine - présences - mai", *[None] * 15],
        [None, None, *"LMMJVSDLMMJVSD"],
        ["Classe", "Salle", *days],
        *[[f"CP{at}", f"S{at}", *("PA" * 7)] for at in range(6)],
    ]
    file = workbook(rows)
    names = [column.name for column in file.reading.columns]
    assert names[:4] == ["Classe", "Salle", "L 1", "M 2"]
    assert names[-1] == "D 14"
    assert file.reading.rows_kept == 6


def test_a_last_word_stands_over_all_columns_that_follow_it():
    rows = [
        ["Code", "Nom", "Mesures", "", ""],
        ["", "", "pH", "Chlore", "Turbidité"],
        *[[f"B{at}", f"Bassin {at}", f"7,{at}", f"1,{at}", f"0,{at}"] for at in range(1, 9)],
    ]
    assert [column.name for column in text(*rows).reading.columns][2:] == [
        "Mesures pH",
        "Mesures Chlore",
        "Mesures Turbidité",
    ]


def test_a_line_of_units_may_say_the_form_of_a_date():
    rows = [
        ["Site", "Relevé", "Énergie", "Surface"],
        ["", "jj/mm/aaaa", "kWh", "m²"],
        *[[f"Gymnase {at}", f"{at + 12}/03/2025", 1200 + at, 400 + at] for at in range(1, 9)],
    ]
    file = text(*rows)
    assert units(file) == {"Site": None, "Relevé": None, "Énergie": "kWh", "Surface": "m2"}
    assert file.named("Relevé").column.type == "date"
    assert file.reading.rows_kept == 8


HOURS = [[f"{at:02d}/06/2025", *[f"{at},{hour}" for hour in range(8)]] for at in range(1, 9)]


def test_a_unit_of_the_title_is_that_of_all_hours_and_told_once():
    head = ["Jour", *(f"{hour}h" for hour in range(8))]
    file = text(["Consommation du forage (kWh)"], [], head, *HOURS)
    assert set(list(units(file).values())[1:]) == {"kWh"}
    assert told(file).count("units_in_title") == 1


def test_a_unit_of_the_title_is_that_of_months_under_two_lines():
    head = [["Site", "Mars", None, "Avril", None], [None, "Prévu", "Réel", "Prévu", "Réel"]]
    body = [[f"S{at}", 10 + at, 11 + at, 12 + at, 13 + at] for at in range(8)]
    rows = [["Chauffage - consommations en kWh"], *head, *body]
    file = workbook(rows, ("B2:C2", "D2:E2", "A2:A3"))
    assert units(file)["Avril Réel"] == "kWh"


def test_a_title_that_names_what_it_measures_lends_its_unit_to_all_figures():
    head = ["Quartier", "Verre", "Papier", "Métal"]
    body = [[f"Q{at}", f"{at},5", f"{at + 3},1", f"{at + 1},2"] for at in range(1, 9)]
    file = text(["Tonnages par matériau (en tonnes)"], head, *body)
    assert units(file) == {"Quartier": None, "Verre": "t", "Papier": "t", "Métal": "t"}


def test_visits_beside_tonnages_have_no_unit_of_the_title():
    head = ["Site", "Verre", "Papier", "Métal", "Visites"]
    body = [[f"S{at}", f"{at},5", f"{at + 3},1", f"{at + 1},2", 90 + at] for at in range(1, 9)]
    file = text(["Tonnages par matériau (en tonnes)"], head, *body)
    assert units(file)["Visites"] is None
    assert units(file)["Métal"] == "t"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("pression_bar", "bar"), ("code_bar", None), ("duree_min", "min"), ("temps_min", None),
        ("debit_m3h", "m3/h"), ("batterie_v", "V"), ("Pain (g/convive)", "g/convive"),
        ("Sexe (h/femme)", None),
    ],
)  # fmt: skip
def test_units_at_the_end_of_a_name(name, unit):
    assert unit_in_name(name) == unit


def test_a_text_with_a_header_of_three_lines():
    rows = [
        ["Canton", "Tri", "", "", ""],
        ["", "Bois", "", "Fer", ""],
        ["", "2021", "2022", "2021", "2022"],
        *[[f"C{at}", at, at + 1, at + 2, at + 3] for at in range(1, 9)],
    ]
    file = text(*rows)
    assert [column.name for column in file.reading.columns][1:] == [
        "Tri Bois 2021", "Tri Bois 2022", "Tri Fer 2021", "Tri Fer 2022",
    ]  # fmt: skip
    assert (file.reading.rows_kept, file.named("Tri Fer 2022").column.sum) == (8, 60)


def test_years_over_columns_that_come_again_are_part_of_their_names_and_units():
    rows = [
        ["Bilan"],
        ["", "2021", "", "2022", ""],
        ["Canton", "t", "€", "t", "€"],
        *[[f"C{at}", at, at + 1, at + 2, at + 3] for at in range(1, 9)],
    ]
    assert units(text(*rows)) == {
        "Canton": None, "2021 t": "t", "2021 €": "EUR", "2022 t": "t", "2022 €": "EUR",
    }  # fmt: skip


def test_a_word_in_the_line_above_different_columns_stays_a_title():
    rows = [
        ["", "Exercice", "2021", "", ""],
        ["Canton", "Bois", "Fer", "Total", "Note"],
        *[[f"C{at}", at, at + 1, 2 * at + 1, "vu"] for at in range(1, 9)],
    ]
    assert [column.name for column in text(*rows).reading.columns][1] == "Bois"


def test_a_ratio_in_the_title_is_the_unit_of_all_figures():
    head = ["Canton", "Bois", "Fer", "Verre"]
    body = [[f"C{at}", at, at + 3, at + 9] for at in range(1, 9)]
    file = text(["Ratios de tri en kg/hab"], head, *body)
    assert set(list(units(file).values())[1:]) == {"kg/hab"}
