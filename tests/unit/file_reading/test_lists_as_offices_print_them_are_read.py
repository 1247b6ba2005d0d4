"""Codes over labels, letters of an index, heads of pages in two cells, hours and minutes.

Covers intake.file_reading.header_lines, intake.file_reading.index_letters,
intake.file_reading.row_reasons, intake.file_reading.column_days,
intake.file_reading.column_numbers, intake.file_reading.units.
"""

from intake.file_reading.reading import read_rows


def read(lines):
    return read_rows("\n".join(lines).encode(), "liste.csv")


def types(file):
    return [(column.name, column.type) for column in file.reading.columns]


def test_codes_over_their_labels_are_one_header():
    rows = [f"A{at};rue {at};{at}0,50;2024030{at}" for at in range(1, 9)]
    file = read(["NUMTIE;LIBADR;MTDU;DTECH", "Tiers;Adresse;Montant dû;Échéance", *rows])
    assert file.reading.rows_kept == 8
    assert [kind for _, kind in types(file)] == ["string", "string", "decimal", "date"]
    assert "Montant dû" in types(file)[2][0]


def test_a_first_row_of_words_under_a_header_of_capitals_is_data():
    rows = [f"Halle;Paul {at};soir" for at in range(1, 9)]
    assert read(["LIEU;GARDIEN;QUAND", *rows]).reading.rows_kept == 8


def test_eight_figures_that_are_days_each_time_are_days_whatever_their_name():
    rows = [f"Halle {at};2023{at:02d}1{at % 9}" for at in range(1, 13)]
    assert types(read(["lieu;effet", *rows]))[1] == ("effet", "date")
    rows = [f"Halle {at};2023{at:02d}9{at % 9}" for at in range(1, 13)]
    assert types(read(["lieu;effet", *rows]))[1][1] != "date"


def test_letters_of_an_index_are_no_rows():
    rows = []
    for letter, names in (("A", "Ader Anne"), ("B", "Bel Ben Bru"), ("C", "Cab")):
        rows += [f"{letter};;;", *(f"{name};06;{at};nord" for at, name in enumerate(names.split()))]
    file = read(["qui;où;combien;côté", *rows])
    assert [row.cells[0] for row in file.rows()] == ["Ader", "Anne", "Bel", "Ben", "Bru", "Cab"]


def test_the_head_of_a_page_whose_number_stands_in_a_cell_of_its_own_is_no_row():
    rows = [f"compteur {at};Nord;Paul;lundi;{at};ok" for at in range(1, 9)]
    pages = []
    for page in (1, 2, 3):
        pages += ["Service des eaux;;;;;", f"Relevé des index;;;;Page;{page}"]
        pages += ["quoi;où;qui;quand;combien;état", *rows]
    assert read(pages).reading.rows_kept == 24


def test_hours_and_minutes_with_a_comma_are_no_decimals():
    rows = [f"Halle {at};1,{at}0" for at in range(1, 6)]
    assert types(read(["lieu;Durée (h,mn)", *rows]))[1][1] == "string"


def test_the_part_that_an_employer_pays_is_no_share():
    rows = [f"Halle {at};{at},50;{at},25" for at in range(1, 8)]
    file = read(["lieu;Part employeur;Part de bois", *rows])
    assert [one.column.unit for one in file.columns] == [None, None, "%"]
