"""Thousands in a header, units far from their figures, products, and rows that R has named.

Covers intake.file_reading.product_figures, intake.file_reading.row_names.
"""

import pytest

from intake.file_reading.reading import read_rows
from intake.file_reading.units import unit_in_name


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Volume autorisé (10³ m³/an)", "10^3 m3/an"),
        ("Population (milliers d'hab.)", "10^3 hab"),
        ("Dépenses (x 1 000 €)", "kEUR"),
        ("Volume (Mm³)", "10^6 m3"),
        ("Cote (m NGF)", "m"),
        ("Cas pour 1000 hab", None),
        ("Effectif (1)", None),
    ],
)
def test_a_header_says_thousands_and_levels(name, unit):
    assert unit_in_name(name) == unit


def test_thousands_of_what_the_name_says():
    rows = "\n".join(f"C{at};{at},5" for at in range(1, 9))
    column = read_rows(f"secteur;Population (en milliers)\n{rows}".encode(), "pop.csv")
    assert column.named("Population (en milliers)").column.unit == "10^3 hab"


def test_names_of_rows_have_no_name():
    rows = [f'"{at}";"Site {at % 3}";2025-01-{at:02d};{at * 10}' for at in range(1, 12)]
    data = "\n".join(['"site";"date_mesure";"debit_m3"', *rows]).encode()
    file = read_rows(data, "mesures.csv")
    assert [c.name for c in file.reading.columns] == [
        "Colonne 1",
        "site",
        "date_mesure",
        "debit_m3",
    ]
    assert (file.named("date_mesure").column.type, file.named("debit_m3").column.sum) == (
        "date",
        660,
    )


def test_a_column_without_a_name_stays_at_the_end():
    rows = [f"A{at};2025-01-{at:02d};{at * 10};payé" for at in range(1, 12)]
    file = read_rows("\n".join(["bon;date;montant", *rows]).encode(), "bons.csv")
    assert file.named("montant").column.sum == 660


def test_products_are_what_comes_out_and_a_total_of_one_thing_is_no_row():
    rows = [f"L{at};rue {at};{'2 x 36' if at % 3 == 0 else 70}" for at in range(1, 10)]
    data = "\n".join(["foyer;voie;Puissance (W)", *rows, "Puissance totale;;636"]).encode()
    file = read_rows(data, "foyers.csv")
    assert (file.reading.rows_kept, file.named("Puissance (W)").column.sum) == (9, 636)
    assert "product_figures" in {note.code for note in file.reading.notes}


def test_sizes_are_no_products():
    rows = [f"P{at};{'80 x 60' if at % 2 else 40}" for at in range(1, 12)]
    file = read_rows("\n".join(["panneau;Dimensions (cm)", *rows]).encode(), "panneaux.csv")
    assert file.named("Dimensions (cm)").column.type == "string"


def test_a_unit_far_from_its_quantity_is_followed():
    rows = [f"B{at};{at};1,50;Serres;{('KG', 'ML', 'PCE')[at % 3]}" for at in range(1, 12)]
    file = read_rows("\n".join(["Bon;Quantité;P.U. HT;Lieu;U.M.", *rows]).encode(), "bons.csv")
    assert file.named("Quantité").column.format["unit_by"] == "U.M."
    assert file.named("P.U. HT").column.unit == "EUR"


def test_prices_in_francs_and_euros_are_in_neither():
    rows = [f"I{at};{('FRF', 'EUR')[at % 2]};{at}00,50" for at in range(1, 12)]
    file = read_rows("\n".join(["Inv.;Monnaie;Prix payé", *rows]).encode(), "musee.csv")
    price = file.named("Prix payé").column
    assert (price.unit, price.format["unit_by"]) == (None, "Monnaie")
