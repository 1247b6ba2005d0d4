"""Columns one blank apart, dots that lead to figures, forms below each other, signs behind figures.

Covers intake.file_reading.fixed_width, intake.file_reading.no_tables,
intake.file_reading.amount_sides, intake.file_reading.number_text, intake.file_reading.units,
intake.file_reading.codes, intake.file_reading.second_reader,
intake.file_reading.personal_beside.
"""

import pytest

from intake.file_reading.problems import FileKindUnknown
from intake.file_reading.reading import read_rows

NAMES = ["ALBIN Paul", "BRUN Léa", "COSTE Zoé", "DUMAS Hugo", "ESTEVE Inès", "FABRE Noé",
         "GROS Ana", "HENRY Tom", "IMBERT Eva", "JULIEN Luc"]  # fmt: skip


def read(text, name="liste.txt"):
    return read_rows(text.encode(), name)


def table(head, rows):
    return "\n".join([head, *(";".join(map(str, row)) for row in rows)])


def shifts(*ends):
    """Ten lines with columns one blank apart, and what a program prints under them."""
    lines = ["MAT   NOM ET PRENOM         SERVICE       HEURES   MONTANT"]
    lines += [
        f"{20_000 + 31 * at} {name:<20}  {'Voirie':<12} {7.5 + at:>7.1f} {1_100 + 90 * at:>8},50"
        for at, name in enumerate(NAMES)
    ]
    return read("\n".join([*lines, *ends]).replace(".", ","))


def test_columns_one_blank_apart_are_two_where_they_make_no_one_figure():
    file = shifts("FIN DE L'EDITION")
    assert file.reading.rows_kept == 10
    assert [column.column.name for column in file.columns] == [
        "MAT", "NOM ET PRENOM", "SERVICE", "HEURES", "MONTANT",
    ]  # fmt: skip
    assert file.named("HEURES").column.sum == 120
    assert file.named("MONTANT").column.sum == 15_055
    (last,) = file.reading.parts[0].ignored
    assert (last.reason, last.text) == ("footer", "FIN DE L'EDITION")


def test_a_short_staff_number_beside_given_names_and_services_is_a_persons():
    assert shifts().named("MAT").column.personal


def test_dots_that_lead_to_a_figure_are_no_part_of_its_name():
    file = read("\n".join(f"{name + ' ':.<40}{100 + at:>10},50" for at, name in enumerate(NAMES)))
    assert file.columns[1].column.sum == 1_050
    rows = [*file.rows()]
    first = file.columns[0]
    assert first.values[rows[0].cell(first)] == "ALBIN Paul"


def test_forms_printed_below_each_other_are_refused_with_what_to_do():
    forms = [
        f"NOM       : {name}\nCOMPTEUR  : C{100 + at}\nINDEX     : {40 * at}\n"
        for at, name in enumerate(NAMES)
    ]
    with pytest.raises(FileKindUnknown) as refused:
        read("-----\n".join(forms))
    assert "une ligne par fiche" in refused.value.facts["seen_fr"]
    # One label alone comes again in many lists.
    assert read(table("Lieu;Note", [(name, f"vu : {name}") for name in NAMES])).reading.rows_kept


def test_a_workbook_in_sylk_is_refused_and_a_short_header_is_not():
    with pytest.raises(FileKindUnknown):
        read('ID;PWXL;N;E\nB;Y2;X1\nC;Y1;X1;K"Flux"\nC;Y2;X1;K12\nE\n', "x.slk")
    assert read("ID;Periode\n1;a\n2;b\n3;c\n").reading.rows_kept == 3


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        (["120,50+", "20,50-", "100,00+"], 800),
        (["120,50 C", "20,50 D", "100,00 C"], 800),
        (["1 120,50 euros TTC", "20,50 euros TTC", "100,00 euros TTC"], 4_964),
    ],
)
def test_amounts_with_their_sign_or_words_behind_them_are_figures(cells, total):
    file = read(table("Compte;Montant", [(f"C{at}", cells[at % 3]) for at in range(12)]), "a.csv")
    column = file.named("Montant").column
    assert (column.type, column.unit, column.sum) == ("decimal", "EUR", total)


def test_letters_behind_the_numbers_of_flats_are_no_sides_of_an_account():
    flats = ("12 C", "14 D", "3 C")
    file = read(table("Rue;Logement", [(f"R{at}", flats[at % 3]) for at in range(12)]), "a.csv")
    assert file.named("Logement").column.type == "string"


@pytest.mark.parametrize("name", ["Agent", "Tronçon"])
def test_an_accident_is_of_a_persons_health_beside_a_person_alone(name):
    people = ("DURAND Léa", "MARTIN Paul", "PETIT Anne") if name == "Agent" else ("T1", "T2", "T3")
    rows = [(people[at % 3], "oui" if at % 4 else "non") for at in range(12)]
    file = read(table(f"{name};Accident", rows), "a.csv")
    assert file.named("Accident").column.personal is (name == "Agent")


@pytest.mark.parametrize(
    ("name", "value", "kind", "unit"),
    [
        ("Montant CHF", "1250,50", "decimal", "CHF"), ("Part fixe", "85,40", "decimal", None),
        ("Coût €HT/hab", "12,40", "decimal", "EUR/hab"), ("CP", "22", "integer", None),
        ("Étage", "1", "integer", None), ("Plaque posée", "☑", "boolean", None),
    ],
)  # fmt: skip
def test_a_name_says_what_its_cells_are(name, value, kind, unit):
    others = {"22": "7", "1": "0", "☑": "☐"}.get(value, value)
    rows = [(f"S{at}", value if at % 2 else others) for at in range(12)]
    column = read(table(f"Lieu;{name}", rows), "a.csv").named(name).column
    assert (column.type, column.unit, column.personal) == (kind, unit, False)


def test_prices_by_family_quotient_are_nobodys_income():
    rows = [(f"Repas {at}", f"{2 + at},10", f"{3 + at},20") for at in range(9)]
    file = read(table("Prestation;QF < 500;QF de 500 à 1000", rows), "tarifs.csv")
    assert not any(column.column.personal for column in file.columns)


def test_ordinals_in_a_header_are_no_figures_for_the_second_reader():
    lines = ["Lieu;1er semestre;;2e semestre;", ";Bois (t);Verre (t);Bois (t);Verre (t)"]
    lines += [f"L{at};{at},5;{at + 2},5;{at + 1},5;{at},25" for at in range(8)]
    assert read("\n".join(lines), "bois.csv").reading.is_checked
