"""Marks of notes, ditto marks, folded lines, school years and totals' units are read as meant.

Covers intake.file_reading.row_repairs, intake.file_reading.footnote_marks,
intake.file_reading.ditto_marks, intake.file_reading.continued_lines,
intake.file_reading.two_years, intake.file_reading.total_columns.
"""

from datetime import date

from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx

EUR = "kEUR"


def read(rows, *, sep=";"):
    text = "\n".join(sep.join(map(str, row)) for row in rows)
    return read_rows(text.encode(), "export.csv")


def workbook(rows):
    return read_rows(xlsx({"Feuille": SheetOf(rows)}), "export.xlsx")


def column(file, name):
    return file.named(name).column


def told(file):
    return {note.code for note in file.reading.notes}


def left_aside(file):
    return [(row.row, row.reason.value) for row in file.reading.parts[0].ignored]


POPULATIONS = [
    ["Commune", "Habitants", "OMR (t)"],
    ["Melesse", "6 512", "1200,5"],
    ["Gévezé", "5 401 (1)", "980,0*"],
    ["La Mézière", "4 890", "870,25"],
    ["Hédé", "2 233", "402,5*"],
]


def test_the_mark_of_a_note_is_no_part_of_a_figure():
    note = ["(1) recensement en cours, * donnée provisoire", "", ""]
    for file in (read([*POPULATIONS, ["", "", ""], note]), workbook([*POPULATIONS, [], note])):
        assert (column(file, "Habitants").sum, column(file, "OMR (t)").sum) == (19036, 3453.25)
        assert file.reading.unread_count == 0
        assert "footnote_marks" in told(file)


def test_a_bracket_that_no_note_explains_stays_as_it_is_and_is_told():
    file = read([*POPULATIONS, *(["Commune", 100 + at, at] for at in range(9))])
    assert [cell.text for cell in file.reading.unread_cells] == ["5 401 (1)"]
    assert column(file, "OMR (t)").unread == 0


def test_ditto_marks_repeat_the_cell_above():
    for mark in ("\u3003", "idem"):
        rows = [["École", "Classe", "Repas"], ["Les Tilleuls", "CP", 40], [mark, "CE1", 38]]
        rows += [["Jean Moulin", "CP", 51], [mark, "CE1", 29], [mark, "CE2", 33]]
        for file in (read(rows), workbook(rows)):
            assert column(file, "École").distinct == 2
            assert [row[0] for row in rows_of(file)][1::3] == ["Les Tilleuls", "Jean Moulin"]
            assert "ditto_marks" in told(file)


def rows_of(file):
    named = [file.named(column.name) for column in file.reading.columns]
    table = file.tables[0]
    return [
        [one.values.get(table.sheet.rows[at][one.column.position - 1]) for one in named]
        for at in table.rows.data
    ]


def test_a_line_that_goes_on_with_the_one_above_is_joined_to_it():
    head = ["Titre", "Débiteur", "Objet", "Montant"]
    bills = [
        [f"{at:06d}", "SARL Aubry", "Redevance spéciale", f"{at},50"] for at in range(101, 108)
    ]
    folded = ["", "", "— solde transmis", ""]
    for count in (1, 6):
        rows = [each for bill in bills[:count] for each in (bill, folded)] + bills[count:]
        for file in (read([head, *rows]), workbook([head, *rows])):
            assert file.reading.rows_kept == 7
            assert [why for _, why in left_aside(file)] == ["continued"] * count
            assert column(file, "Objet").distinct == 2
            assert next(row[2] for row in rows_of(file)) == "Redevance spéciale — solde transmis"
            assert file.reading.group_values == []
            assert "continued_lines" in told(file)


def test_a_line_goes_on_over_a_break_of_pages():
    head = ["Titre", "Débiteur", "Objet", "Montant"]
    bills = [[f"{at:06d}", "SARL Aubry", "Redevance", f"{at},50"] for at in range(101, 107)]
    page = [["Commune de Melesse", "", "", ""], ["", "", "", "Page 2"], head]
    rows = [["Commune de Melesse", "", "", ""], ["", "", "", "Page 1"], head, *bills[:3], *page]
    file = read([*rows, ["", "", "spéciale", ""], *bills[3:]])
    assert (file.reading.rows_kept, file.reading.group_values) == (6, [])
    assert left_aside(file)[-1] == (10, "continued")
    assert rows_of(file)[2][2] == "Redevance spéciale"


def test_words_alone_that_name_a_block_join_no_row():
    rows = [["Rue", "Type", "Objet", "Montant"]]
    rows += [[f"Rue {at}", "voie", "Enrobé", at + 100] for at in range(4)]
    rows += [
        ["Secteur nord", "", "", ""],
        *([f"Rue {at}", "voie", "Pavés", at] for at in range(5, 9)),
    ]
    assert left_aside(read(rows)) == [(6, "group")]


MONTHS = [
    *("septembre", "octobre", "novembre", "décembre", "janvier", "février", "mars", "avril"),
    *("mai", "juin"),
]


def test_a_school_year_gives_its_months_their_two_years():
    title = ["Repas servis, année 2024-2025", "", ""]
    schools = [["Tilleuls", month, 100 + at] for at, month in enumerate(MONTHS)]
    twice = [*schools, *(["Moulin", *row[1:]] for row in schools)]
    for rows in (schools, twice):
        file = read([title, ["École", "Mois", "Repas"], *rows])
        read_as = column(file, "Mois")
        assert (read_as.min, read_as.max) == ("2024-09-01", "2025-06-01")
        assert not file.reading.questions
        assert file.named("Mois").values["janvier"] == date(2025, 1, 1)
    disordered = [schools[at] for at in (3, 0, 7, 5, 1, 9)]
    asked = read([title, ["École", "Mois", "Repas"], *disordered]).reading.questions
    assert [question.code for question in asked] == ["year_of_months"]


def test_the_parts_of_a_total_have_the_unit_that_the_title_gives_it():
    head = ["Opération", "Surface (m²)", "Études", "Travaux", "Coût total", "Visites"]
    rows = [[f"Rue {at}", 900 + at, 10 + at, 200 + 3 * at, 210 + 4 * at, 7] for at in range(6)]
    for file in (
        read([["Montants en k€"], [], head, *rows]),
        workbook([["Montants en k€"], head, *rows]),
    ):
        units = {each.name: each.unit for each in file.reading.columns}
        assert units["Études"] == units["Travaux"] == units["Coût total"] == EUR
        assert (units["Surface (m²)"], units["Visites"]) == ("m2", None)
    others = [[*row[:4], 999 + row[1], 7] for row in rows]
    units = [each.unit for each in read([["Montants en k€"], [], head, *others]).reading.columns]
    assert units[2:5] == [None, None, EUR]


def test_the_sign_of_the_euro_and_halves_stand_for_decimals():
    rows = [f"Halle {at};1{at}€50;{at} ½" for at in range(1, 8)]
    file = read_rows("\n".join(["lieu;prix;jours", *rows]).encode(), "prix.csv")
    price, days = (file.named(name).column for name in ("prix", "jours"))
    assert (price.type, price.unit, price.sum) == ("decimal", "EUR", 101.5)
    assert (days.type, days.sum) == ("decimal", 31.5)
    assert file.reading.reconciled.agrees


def test_a_title_gives_its_unit_to_the_column_that_it_names():
    rows = [f"Halle {at};{at}50;{at}" for at in range(1, 8)]
    text = ["Aides de mars – remises en centimes d'euro", "", "lieu;remise;clés", *rows]
    file = read_rows("\n".join(text).encode(), "aides.csv")
    assert [one.column.unit for one in file.columns] == [None, "cEUR", None]


def test_the_part_that_somebody_pays_is_no_share():
    rows = [f"Halle {at};{at}20,5;{at},5" for at in range(1, 8)]
    file = read_rows("\n".join(["lieu;part ville;part du bois", *rows]).encode(), "a.csv")
    assert [one.column.unit for one in file.columns] == [None, None, "%"]
