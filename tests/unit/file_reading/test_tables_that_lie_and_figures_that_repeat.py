"""Tables on their side, values that programs repeat, totals of prices, hours that come twice.

Covers intake.file_reading.lying_tables, intake.file_reading.outliers,
intake.file_reading.written_totals, intake.file_reading.keys,
intake.file_reading.coordinates, intake.file_reading.page_heads.
"""

import pytest

from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx


def read(lines):
    text = "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in lines)
    return read_rows(text.encode(), "export.csv")


def book(rows):
    return read_rows(xlsx({"S": SheetOf(rows)}), "classeur.xlsx")


def told(file):
    return {(note.code, note.column) for note in file.reading.notes}


def asked(file):
    return [(question.code, question.column) for question in file.reading.questions]


LYING = [
    ["Lavoir", "Nord", "Sud", "Bourg", "Moulin", "Gare"],
    ["Volume (m³)", 12, 8.5, 30, 4, 19], ["Couvert", "Tuile", "Ardoise", "Non", "Tuile", "Tôle"],
    ["Curé le", "12/03/2021", "04/05/2022", "07/09/2020", "01/02/2024", "30/08/2023"],
    ["Entretien", "Régie", "Asso", "Régie", "Asso", "Régie"], ["Marches", 3, 5, 2, 4, 6],
]  # fmt: skip


def test_a_table_on_its_side_is_read_upright():
    file = book([["Lavoirs de la commune"], [], *LYING])
    assert [(one.name, one.type) for one in file.reading.columns] == [
        ("Lavoir", "string"), ("Volume (m³)", "decimal"), ("Couvert", "string"),
        ("Curé le", "date"), ("Entretien", "string"), ("Marches", "integer"),
    ]  # fmt: skip
    assert file.reading.rows_kept == 5
    assert file.named("Volume (m³)").column.sum == 73.5
    assert ("lying_table", None) in told(file)


def test_years_in_columns_are_no_table_on_its_side():
    rows = [[LYING[0][0], 2020, 2021, 2022, 2023, 2024], *LYING[1:]]
    assert ("lying_table", None) not in told(book(rows))


TEMPERATURES = [12.5 + at / 10 for at in range(30)]


@pytest.mark.parametrize(
    ("name", "value", "is_asked"),
    [("T° eau", -127, True), ("T° eau", 85, True), ("T° eau", 21.3, False),
     ("Forfait (€)", 85, False)],
)  # fmt: skip
def test_one_value_far_from_all_others_again_and_again_is_asked_about(name, value, is_asked):
    rows = [[at, each] for at, each in enumerate([*TEMPERATURES, value, value, value])]
    assert (("sentinel", name) in asked(read([["n", name], *rows]))) is is_asked


def test_a_total_of_prices_that_is_not_their_sum_is_told():
    rows = [["Salle", "Le", "Tarif (€)"], *[[f"s{at}", f"1{at}/03/2025", 50] for at in range(6)]]
    assert ("total_differs", "Tarif (€)") in told(read([*rows, ["Total", None, 250]]))
    assert ("total_differs", "Tarif (€)") not in told(read([*rows, ["Total", None, 300]]))
    assert ("total_differs", "Tarif (€)") not in told(read([*rows, ["Moyenne", None, 50]]))


def test_the_hour_that_comes_twice_when_clocks_are_put_back_is_told():
    hours = ["00:00", "01:00", "02:00", "02:00", "03:00"] + [f"{at:02d}:00" for at in range(4, 24)]
    rows = [[f"P{at}", f"26/10/2025 {hour}", at] for hour in hours for at in range(1, 5)]
    file = read([["Sonde", "Horodatage", "Niveau (m)"], *rows])
    assert ("duplicate_key", "Sonde + Horodatage") in told(file)


def test_a_length_beside_a_longitude_is_no_coordinate():
    rows = [[at, 820_000 + at, 6_400_000 + at] for at in range(900, 960, 10)]
    file = read([["long_m", "longitude", "latitude"], *rows])
    projected = {column for code, column in told(file) if code == "projection"}
    assert projected == {"longitude", "latitude"}


def test_a_text_that_goes_on_before_a_break_of_pages_is_no_head_of_the_page():
    head = ["Titre", "Objet", "Montant (€)", "Reste (€)"]
    rows = [["10", "Loyer", "5,10", "1,00"], [None, "du hangar"], ["11", "Étal", "6,20", "2,00"],
            ["12", "Loyer", "5,10", "3,00"], [None, "du hangar"]]  # fmt: skip
    lines = [["MAIRIE DE X", None, None, "Page 1"], head, *rows]
    lines += [["MAIRIE DE X", None, None, "Page 2"], head, ["13", "Étal", "6,20", "4,00"]]
    file = read(lines)
    assert file.named("Objet").column.distinct == 2
