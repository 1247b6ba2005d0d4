"""Units, signs and kinds that stand in a column beside, in a title or on another sheet.

Covers intake.file_reading.row_units, intake.file_reading.signs_beside,
intake.file_reading.sheet_units, intake.file_reading.title_units,
intake.file_reading.keys, intake.file_reading.typed.
"""

import pytest

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_file, read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx


def read(rows, **by_code):
    """`rows` as a text; a dictionary of them as a workbook."""
    answers = ReadingAnswers(by_code)
    if isinstance(rows, dict):
        data = xlsx({name: SheetOf(sheet) for name, sheet in rows.items()})
        return read_rows(data, "export.xlsx", answers=answers)
    text = "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows)
    return read_rows(text.encode(), "export.csv", answers=answers)


def asked(file):
    return [(question.code, question.column) for question in file.reading.questions]


def told(file):
    return {(note.code, note.column) for note in file.reading.notes}


def column(file, name):
    return file.named(name).column


SAMPLES = ["12,1;µg/L", "0,4;NTU", "7,2;pH", "14;°f", "3;UFC/100mL"] * 3
WORKS = ["4;U", "12,5;ml", "30;m²", "2;forfait", "1,5;t"] * 3
WEIGHTS = ["120;kg", "80;kg", "0,5;t", "95;kg", "1,1;t"] * 2


@pytest.mark.parametrize(
    ("lines", "heads", "beside"),
    [
        (SAMPLES, ["Paramètre", "Valeur mesurée", "Unité"], "Unité"),
        (WORKS, ["Poste", "Quantité", "U."], "U."),
        (WORKS, ["Item", "Quantity", "Unit"], "Unit"),
        (WORKS, ["Poste", "Prévu", "UM"], "UM"),
    ],
    ids=["analyses", "works", "in English", "short"],
)
def test_units_that_no_list_knows_are_told_where_a_column_is_named_after_them(lines, heads, beside):
    rows = [heads, *[[f"p{at}", *line.split(";")] for at, line in enumerate(lines)]]
    file = read(rows)
    measured = column(file, heads[1])
    assert ("units_of_several_things", heads[1]) in told(file)
    assert (measured.unit, measured.format["unit_by"]) == (None, beside)


def test_a_column_of_known_units_is_followed_whatever_its_name():
    rows = [["Benne", "Pesée", "Exprimé"], *[[f"b{at}", *line.split(";")] for at, line in
            enumerate(WEIGHTS)]]  # fmt: skip
    file = read(rows)
    assert (column(file, "Pesée").unit, column(file, "Pesée").sum) == ("kg", 2 * (295 + 1600))


@pytest.mark.parametrize(
    ("name", "words"),
    [("Taille", ["M", "L", "S"]), ("Unité", ["Voirie", "Espaces verts", "Propreté"])],
    ids=["sizes", "units of staff"],
)
def test_sizes_and_units_of_staff_are_no_units(name, words):
    rows = [["Agent", "Nombre de tenues", "Dotation", name],
            *[[f"a{at}", at, 2 * at + 1, words[at % 3]] for at in range(12)]]  # fmt: skip
    assert not {code for code, _ in told(read(rows))} & {"units_of_several_things", "unit_by_row"}


INVOICES = [["Pièce", "Tiers", "Montant (€)", "Type"],
            *[[f"P{at}", f"t{at}", f"{100 + 7 * at},50", "Avoir" if at % 4 == 3 else "Facture"]
              for at in range(12)]]  # fmt: skip


def test_amounts_without_a_sign_beside_a_column_that_takes_some_off_are_asked_about():
    file = read(INVOICES)
    (question,) = file.reading.questions
    assert (question.code, question.column) == ("sign_column", "Montant (€)")
    assert question.rows[0].readings == ("121,50", "-121,50")
    turned = read(INVOICES, sign_column={"Montant (€)": "minus"})
    off = 3 * 100.5 + 7 * (3 + 7 + 11)
    assert column(turned, "Montant (€)").sum == column(file, "Montant (€)").sum - 2 * off
    assert asked(turned) == []


@pytest.mark.parametrize("words", [("Adulte", "Enfant"), ("Entrée", "Sortie")], ids=" ".join)
def test_two_words_that_take_nothing_off_are_not_asked_about(words):
    rows = [["Jour", "Type", "Recette (€)"], *[[f"{at + 1:02d}/03/2025", words[at % 2], 10 + at]
            for at in range(12)]]  # fmt: skip
    assert asked(read(rows)) == []


def month(header, figures):
    return [["Site", header, "Jours"], *[[f"Site {at}", one, at] for at, one in enumerate(figures)]]


METERS = {
    "Avril": month("Conso (kWh)", [1200, 950, 2400, 310, 770]),
    "Mai": month("Conso (kWh)", [1100, 900, 2300, 300, 760]),
    "Juin": month("Conso (MWh)", [1.2, 0.9, 2.25, 0.3, 0.75]),
}


def test_a_sheet_whose_header_says_another_unit_is_read_with_the_others_and_asked_about():
    file = read(METERS)
    assert len(file.reading.parts) == 3
    assert asked(file) == [("unit_between_sheets", "Conso (kWh)")]
    assert column(file, "Conso (kWh)").sum == 5630 + 5360 + 5400
    assert file.reading.questions[0].rows[0].readings == ("1200 kWh", "1,2 kWh")
    other = read(METERS, unit_between_sheets={"Conso (kWh)": "as_written"})
    assert column(other, "Conso (kWh)").sum == 5630 + 5360 + 5.4


BUDGET = [
    ["Plan pluriannuel – montants en k€"], [],
    ["Opération", "Places", "Coût", "DSIL", "Région", "Année"],
    *[[f"o{at}", 20 + at, 120.5 + at, 30.25 + at, 12 + at, 2025] for at in range(6)],
]  # fmt: skip


def test_figures_beside_money_under_a_title_are_in_its_unit_and_counts_are_not():
    file = read({"PPI": BUDGET})
    units = [column(file, name).unit for name in ("Coût", "DSIL", "Places", "Année")]
    assert units == ["kEUR", "kEUR", None, None]


def test_amounts_of_the_departement_are_amounts():
    rows = [["Projet", "Recettes Département (€)"], *[[f"p{at}", at + 13.4] for at in range(8)]]
    assert column(read({"Plan": rows}), "Recettes Département (€)").type == "decimal"


@pytest.mark.parametrize(
    ("name", "figures", "word", "kind", "filled"),
    [
        ("8h-10h", [at * 7 + 3 for at in range(12)], "fermé", "integer", 12),
        ("Fin", [f"{at + 1:02d}/05/2025" for at in range(9)], "en cours", "date", 9),
        ("Étage", [1, 2, 3, 4] * 3, "combles", "string", 18),
    ],
    ids=["hours", "days", "storeys"],
)
def test_one_word_again_and_again_among_figures_or_days_is_unread_and_told(
    name, figures, word, kind, filled
):
    cells = [*figures, *[word] * 6]
    rows = [["Ligne", name, "Agent"], *[[f"l{at}", cell, "x"] for at, cell in enumerate(cells)]]
    file = read(rows)
    assert (column(file, name).type, column(file, name).filled) == (kind, filled)
    assert (("unread_cells", name) in told(file)) is (kind != "string")


def permits(*, same):
    rows = [["N° dossier", "Demandeur", "Surface (m²)", "Quartier", "Déposé le"]]
    for at in range(14):
        row = [f"PC {at:03d}", f"SCI {at}", 50 + 3 * at, f"q{at % 4}", f"{at + 1:02d}/02/2025"]
        rows.append(row)
        if at % 4 == 0:
            other = [row[0], f"SARL {at}", *row[2:]] if same else [row[0], "x", at, "y", "03/03/24"]
            rows.append(other)
    return rows


def test_a_number_that_comes_again_with_the_same_figures_is_told_and_not_called_checked():
    file = read(permits(same=True))
    assert ("repeated_number", "N° dossier") in told(file)
    assert not file.reading.is_checked
    assert ("repeated_number", "N° dossier") not in told(read(permits(same=False)))


BLOCKS = [["Site", "Agent", "Relevé"],
          ["Gaz (MWh)"], *[[f"s{at}", "x", 10 + at] for at in range(5)],
          ["Eau (m³)"], *[[f"s{at}", "y", 30 + at] for at in range(5)]]  # fmt: skip
FACTS = [["Donnée", "Valeur"], ["Linéaire (km)", 12.5], ["Dépense (€)", 3500], ["Abonnés", 800],
         ["Rejets (m³)", 1250], ["Boues (t)", 14]]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "name", "beside"), [(BLOCKS, "Relevé", "Groupe"), (FACTS, "Valeur", "Donnée")],
    ids=["blocks", "labels"],
)  # fmt: skip
def test_units_in_the_names_of_blocks_and_in_labels_are_told(rows, name, beside):
    file = read({"Bilan": rows})
    assert ("units_of_several_things", name) in told(file)
    assert column(file, name).format["unit_by"] == beside


@pytest.mark.parametrize("mark", [" e", " (p)", " prov."])
def test_figures_that_statistics_mark_are_read_without_their_mark(mark):
    rows = [["Année", "Tonnage (t)"], *[[2010 + at, f"{100 + at},5{mark if at > 9 else ''}"]
            for at in range(14)]]  # fmt: skip
    file = read(rows)
    assert column(file, "Tonnage (t)").sum == 14 * 100.5 + 91
    assert ("provisional", None) in told(file)
    assert file.reading.reconciled.agrees


@pytest.mark.parametrize("cell", ["env. 40", "< 5", "10 à 15", "about 12", "30 ?"])
def test_rough_figures_are_unread_and_told_and_the_others_are_figures(cell):
    rows = [["Lieu", "Visiteurs"], *[[f"l{at}", cell if at % 3 == 0 else at] for at in range(12)]]
    file = read(rows)
    assert column(file, "Visiteurs").sum == sum(at for at in range(12) if at % 3)
    assert ("unread_cells", "Visiteurs") in told(file)


def test_a_text_whose_table_lies_on_its_side_is_read_upright():
    rows = [["Indicateur", "Plage", "Port", "Halle"], ["Visite du", "03/02/2025", "04/02/2025",
            "11/02/2025"], ["Agent", "x y", "z t", "u v"], ["Volume (m³)", "1200", "340", "998,5"],
            ["Surface", "12", "14", "15"], ["Avis", "bon", "moyen", "bon"]]  # fmt: skip
    file = read(rows)
    assert ("lying_table", None) in told(file)
    assert (file.reading.rows_kept, column(file, "Volume (m³)").sum) == (3, 2538.5)
    assert file.reading.reconciled.agrees


def test_rows_that_are_the_same_as_another_are_told():
    rows = [[f"{at + 1:02d}/03/2025", "quai", 10 + at] for at in range(9)]
    assert ("identical_rows", None) in told(read([["Jour", "Lieu", "Tonnes"], *rows, *rows[2:4]]))
    assert ("identical_rows", None) not in told(read([["Jour", "Lieu", "Tonnes"], *rows]))


@pytest.mark.parametrize("name", ["UQ", "U.Q.", "Unité d'œuvre", "Cond.", "Mode"])
def test_values_that_are_units_say_the_unit_whatever_their_header(name):
    units = ["KG", "T", "L", "M2", "PCE", "H", "KG", "T"]
    rows = [[f"Bon {at}", 10 + at, unit] for at, unit in enumerate(units)]
    data = "\n".join(";".join(map(str, row)) for row in [["Bon", "Commandé", name], *rows])
    reading = read_file(data.encode(), "commandes.csv")
    assert reading.columns[1].format["unit_by"] == name


@pytest.mark.parametrize("sizes", [["S", "M", "L"], ["S", "M", "XL"], ["CE1", "CM2", "CP"]])
def test_sizes_and_classes_are_no_units(sizes):
    rows = [[f"Lot {at}", 10 + at, sizes[at % 3]] for at in range(9)]
    data = "\n".join(";".join(map(str, row)) for row in [["Lot", "Pièces", "Genre"], *rows])
    reading = read_file(data.encode(), "dotation.csv")
    assert "unit_by" not in reading.columns[1].format


def test_germs_are_counted_in_a_volume_with_a_capital():
    data = "Point;Legionella UFC/L;E. coli (npp/100 mL)\n" + "A;120;3\nB;45;9\n" * 4
    reading = read_file(data.encode(), "analyses.csv")
    assert [column.unit for column in reading.columns[1:]] == ["UFC/L", "NPP/100 mL"]


@pytest.mark.parametrize("remark", ["parc fermé (orage)", "pas de relevé"])
def test_a_remark_among_small_figures_is_unread_and_the_column_stays_one_of_figures(remark):
    rows = [["Parc", "Rondes"], *([f"P{at}", at % 4 + 2] for at in range(20))]
    rows[5][1] = rows[9][1] = remark
    reading = read_file("\n".join(f"{a};{b}" for a, b in rows).encode(), "rondes.csv")
    assert (reading.columns[1].type, reading.columns[1].unread) == ("integer", 2)
    assert [note.code for note in reading.notes if note.column == "Rondes"] == ["unread_cells"]


def test_a_floor_in_words_is_no_remark():
    rows = [["Porte", "Étage"], *([f"P{at}", at % 4 + 2] for at in range(30))]
    for at in (5, 9, 12, 15, 20):
        rows[at][1] = "rez de chaussée"
    reading = read_file("\n".join(f"{a};{b}" for a, b in rows).encode(), "portes.csv")
    assert reading.columns[1].type == "string"


def test_the_unit_that_is_invoiced_is_one():
    rows = [["Article", "U/F", "Quantité"]]
    rows += [[f"A{at}", ("KG", "PCE", "M2", "LOT")[at % 4], at] for at in range(20)]
    data = "\n".join(";".join(map(str, row)) for row in rows)
    reading = read_file(data.encode(), "blanchisserie.csv")
    assert reading.columns[2].format["unit_by"] == "U/F"
