"""Codes beside names, headings beside values, names over blocks, technical names over labels.

Covers intake.file_reading.place_columns, intake.file_reading.code_and_name,
intake.file_reading.headings_beside, intake.file_reading.block_names,
intake.file_reading.block_labels, intake.file_reading.header_lines,
intake.file_reading.model_files, intake.file_reading.units_above,
intake.file_reading.title_units, intake.file_reading.forms_alike.
"""

import pytest

from catalog.model.problem import Problem
from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx

COMMUNES = [("35051", "Cesson-Sévigné"), ("35238", "Rennes"), ("35047", "Bruz"),
            ("35024", "Betton"), ("35001", "Acigné"), ("35210", "Pacé")]  # fmt: skip


def read(lines):
    return read_rows("\n".join(lines).encode(), "f.csv")


def values(file, name):
    column = next(one for one in file.columns if one.column.name == name)
    return [column.values.get(row.cell(column), column.empty) for row in file.rows()]


def columns(file):
    return {one.column.name: one.column for one in file.columns}


def codes(question_or_note):
    return [one.code for one in question_or_note]


def test_codes_of_communes_are_known_by_the_names_beside_whatever_they_are_called():
    rows = [f"{code};{name};{at}" for at, (code, name) in enumerate(COMMUNES)]
    file = read(["Localisation;Commune;Passages", *rows])
    where = columns(file)["Localisation"]
    assert (where.type, where.concept, where.by) == ("string", "commune", "code")


def test_a_postal_code_among_such_codes_is_asked_about():
    rows = [f"{code};{name};{at}" for at, (code, name) in enumerate(COMMUNES)]
    file = read(["Localisation;Commune;Passages", *rows, "35281;Saint-Jacques-de-la-Lande;4"])
    assert codes(file.reading.questions) == []
    file = read(["Localisation;Commune;Passages", *rows, "35170;Bruz;4"])
    assert codes(file.reading.questions) == ["code_or_name"]


def test_amounts_beside_communes_are_no_codes():
    rows = [f"{35_000 + 17 * at};{name};{at}" for at, (_, name) in enumerate(COMMUNES)]
    assert columns(read(["Somme;Commune;Passages", *rows]))["Somme"].concept is None


def report(at, place):
    return [place, None, None, at, None, None, "réparé", None, f"2025-03-{at:02d}"]


def test_headings_beside_their_values_name_them():
    head = ["Lieu", None, "Agents", None, None, "Nature", None, "Jour", None]
    rows = [report(at, f"Halle {at}") for at in range(1, 9)]
    file = read_rows(xlsx({"Feuil1": SheetOf([head, *rows])}), "f.xlsx")
    assert [(one.name, one.filled) for one in columns(file).values()] == [
        ("Lieu", 8), ("Agents", 8), ("Nature", 8), ("Jour", 8),
    ]  # fmt: skip


def test_one_empty_column_keeps_its_heading():
    head = ["Lieu", "Remarque", None, "Nature"]
    rows = [[f"Halle {at}", None, at, "réparé"] for at in range(1, 9)]
    file = read_rows(xlsx({"Feuil1": SheetOf([head, *rows])}), "f.xlsx")
    assert columns(file)["Remarque"].filled == 0


def test_a_label_and_its_value_over_each_header_name_the_block():
    lines = ["Relevés de juin"]
    for post in ("RD 7 nord", "RD 7 sud", "VC 2"):
        lines += [f"Poste :;{post};;", "Jour;0h;1h;2h"]
        lines += [f"0{day}/06/2025;{day};{day + 1};{day + 2}" for day in (1, 2, 3)]
    file = read(lines)
    assert file.reading.rows_kept == 9
    assert values(file, "Groupe")[::3] == ["RD 7 nord", "RD 7 sud", "VC 2"]
    assert {one.type for one in columns(file).values()} == {"date", "integer", "string"}


def test_names_of_a_program_over_labels_are_one_header_and_an_example_is_no_row():
    rows = [f"B{at};Bruz;{at};0{at}/05/2024" for at in range(1, 8)]
    file = read([
        "id_bac;commune;volume;date_pose", "Identifiant;Commune;Volume (m3);Date de pose",
        "Ex. : B99;Rennes;4;01/01/2020", *rows,
    ])  # fmt: skip
    kinds = [one.type for one in columns(file).values()][:4]
    assert (file.reading.rows_kept, kinds) == (7, ["string", "string", "integer", "date"])
    assert next(one for one in columns(file).values() if "volume" in one.name).unit == "m3"
    assert "model_example" in codes(file.reading.notes)


def test_a_first_row_of_words_under_names_of_a_program_is_data():
    rows = [f"B{at};Bruz;{at};0{at}/05/2024" for at in range(1, 8)]
    file = read(["id_bac;commune;volume;date_pose", "Inconnu;Bruz;NC;NC", *rows])
    assert file.reading.rows_kept == 8


def test_a_row_that_begins_like_an_example_further_down_is_data():
    rows = [f"Halle {at};{at}" for at in range(1, 8)]
    assert read(["lieu;n", *rows, "Exemple;9"]).reading.rows_kept == 8


def test_the_unit_of_a_title_is_lent_to_figures_alone():
    rows = [f"Halle {at};{at},5;{month};X" for at, month in enumerate(("mai", "juin", "mars"))]
    file = read(["Travaux 2026", "Montants en k€", "", "Lieu;Montant;Mois prévu;Soldé", *rows])
    units = {name: one.unit for name, one in columns(file).items()}
    assert (units["Montant"], units["Mois prévu"], units["Soldé"]) == ("kEUR", None, None)
    assert [one.column for one in file.reading.notes if one.code == "unit_in_title"] == ["Montant"]


def test_a_total_counts_a_cell_in_another_unit_than_the_title():
    amounts = ["214,8", "252,1", "9 750 €", "149,6", "240,8", "308,6"]
    rows = [f"Lot {at};{amount};{at}" for at, amount in enumerate(amounts)]
    file = read(["Marchés en k€", "", "Lot;Marché initial;Avis", *rows, ";1175,65;15"])
    assert file.reading.rows_kept == 6
    assert columns(file)["Marché initial"].sum == pytest.approx(1175.65)


def test_labels_of_blocks_that_end_by_their_own_total_are_not_asked_about():
    lines = ["Secteur;Mois;Repas"]
    total = 0
    for sector, months in (("Nord", ("mai", "juin")), ("Sud", ("avril", "juillet", "août"))):
        counts = [100 * len(month) + len(sector) for month in months]
        for at, (month, count) in enumerate(zip(months, counts, strict=True)):
            lines += [f"{'' if at else sector};{month};{count}"]
        lines += [f"Total {sector};;{sum(counts)}"]
        total += sum(counts)
    file = read([*lines, f"Total général;;{total}"])
    assert values(file, "Secteur") == ["Nord"] * 2 + ["Sud"] * 3
    assert codes(file.reading.questions) == []


def form(name, quotient, *, is_ill):
    return SheetOf([
        ["Accueil du matin"], [],
        ["Nom", name, None, "Section", "GS" if quotient > 500 else "MS"],
        ["Allergies", "lait" if is_ill else None, None, "PAI", "Oui"],
        ["Quotient", quotient, None, "Jours", quotient // 50],
    ])  # fmt: skip


def test_forms_of_two_labels_a_line_one_a_sheet_are_refused_as_forms():
    sheets = {f"F{at}": form(f"Ader {at}", 300 + 90 * at, is_ill=at % 2) for at in range(1, 6)}
    with pytest.raises(Problem) as refused:
        read_rows(xlsx(sheets), "f.xlsx")
    assert refused.value.code == "no_table_found"
    assert "fiche" in refused.value.facts["why_fr"]


def test_sheets_of_one_table_are_no_forms():
    head = ["Flux", "Tonnes", "Dont", "Visites"]
    sheets = {
        f"M{month}": SheetOf([head, *([flow, month + at, "verre", 3 * at]
                                      for at, flow in enumerate(("Bois", "Gravats", "Tlc")))])
        for month in range(1, 5)
    }  # fmt: skip
    assert read_rows(xlsx(sheets), "f.xlsx").reading.rows_kept == 12


def test_headings_that_are_moved_are_told():
    head = ["Lieu", None, "Agents", None, None, "Nature", None, "Jour", None]
    rows = [report(at, f"Halle {at}") for at in range(1, 9)]
    file = read_rows(xlsx({"Feuil1": SheetOf([head, *rows])}), "f.xlsx")
    assert "moved_headings" in codes(file.reading.notes)


def test_the_unit_of_readings_is_that_of_what_they_measure_and_is_told():
    rows = [f"C{at};{100 * at};{100 * at + 7};7" for at in range(1, 8)]
    file = read(["Compteur;Index précédent;Index;Conso (m3)", *rows])
    assert columns(file)["Index"].unit == "m3"
    assert codes(file.reading.notes).count("unit_beside") == 2
