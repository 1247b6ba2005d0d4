"""Blocks under hours with a word among them, short names of communes, numbers of families.

Covers intake.file_reading.series, intake.file_reading.header,
intake.file_reading.block_names, intake.file_reading.layout_doubts,
intake.file_reading.repeated_names, intake.file_reading.record_ends,
intake.file_reading.communes, intake.file_reading.code_and_name, intake.file_reading.codes,
intake.file_reading.column_units, intake.file_reading.twice_encoded,
intake.file_reading.row_reasons, intake.file_reading.personal_beside.
"""

import pytest

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows

NAMES = ["Albin Paul", "Brun Léa", "Coste Zoé", "Dumas Hugo", "Esteve Inès", "Fabre Noé"]


def read(lines, name="liste.csv", encoding="utf-8"):
    return read_rows("\n".join(lines).encode(encoding), name)


def table(head, *rows):
    return [head, *(";".join(map(str, row)) for row in rows)]


def asked(file):
    return {question.code for question in file.reading.questions}


@pytest.mark.parametrize("hours", ["6h;9h;12h;15h", "9h;10h;11h;14h"])
def test_each_block_under_hours_is_read_though_a_word_stands_among_its_figures(hours):
    lines = ["Relevés", ""]
    for block, name in enumerate(("Halle", "Gare", "Port")):
        lines += [name, f"Date;{hours}"]
        lines += [f"0{day}/08/2025;{10 + block};{day};7;8" for day in (4, 5, 6, 7)]
        lines.append("")
    lines[4] = lines[4].replace(";10;", ";HS;")
    file = read(lines)
    first = hours.split(";")[0]
    assert file.reading.rows_kept == 12
    assert file.named("Groupe").column.distinct == 3
    column = file.named(first).column
    assert (column.sum, column.unread) == (122, 1)


def test_a_year_alone_names_the_block_below_it():
    lines = ["Tonnages", "2023", "Flux;Mai;Juin", "Bois;1,5;2,5", "Verre;2,5;1,5"]
    lines += ["2024", "Flux;Mai;Juin", "Bois;3,5;2,5", "Verre;4,5;1,5"]
    file = read(lines)
    assert file.reading.rows_kept == 4
    assert file.named("Groupe").column.distinct == 2


def test_figures_above_a_header_that_somebody_chose_are_told():
    lines = table("Lieu;A;B", *[(f"L{at}", at, at) for at in range(9)])
    answers = ReadingAnswers({"header_row": {"": "5"}})
    file = read_rows("\n".join(lines).encode(), "a.csv", answers=answers)
    assert "figures_over_header" in {note.code for note in file.reading.notes}
    assert not file.reading.is_checked


def test_candidates_under_no_header_have_the_names_of_the_first():
    rows = [
        (f"{at:04d}", 500 + at, "ALBIN", "Paul", 90 + at, "BRUN", "Léa", 80 + at) for at in range(9)
    ]
    file = read(table("Bureau;Inscrits;Nom;Prénom;Voix", *rows))
    assert file.named("Prénom (2)").column.personal
    assert file.named("Voix (2)").column.sum == 9 * 80 + 36
    assert "unnamed_columns" not in {note.code for note in file.reading.notes}
    rows = [(f"L{at}", 500 + at, "vu") for at in range(9)]
    noted = read(table("Lieu;Inscrits", *rows)).reading.notes
    assert "unnamed_columns" in {note.code for note in noted}


def test_the_record_that_counts_the_others_is_no_row():
    rows = [
        ("D", f"{at:05d}", f"0{at + 1}/03/2025", "Oust", at, "t", "vu", "sec", "quai 1")
        for at in range(8)
    ]
    head = "TYPE;BON;JOUR;LIEU;POIDS;UNITE;NOTE;TEMPS;POSTE"
    file = read([*table(head, *rows), "F;8;LIGNES"])
    assert file.reading.rows_kept == 8
    assert file.named("JOUR").column.unread == 0


def test_a_page_head_of_two_cells_is_a_title_each_time():
    head = [
        "OFFICE DU LOGEMENT           QUITTANCES OCTOBRE",
        "LOGT   RESIDENCE    OCCUPANT                NE LE          LOYER",
    ]
    rows = [
        f"{1_000 + at}   {'Les Pins':<12} {name:<22}  0{at % 9 + 1}/02/1970   {300 + at:>6},50"
        for at, name in enumerate(2 * NAMES)
    ]
    file = read([*head, *rows, *head, *rows], "quittances.txt")
    assert file.reading.rows_kept == 24
    assert file.named("LOGT").column.sum == 24_132


def test_postal_codes_are_asked_about_beside_com_nom():
    places = [("08410", "Semide"), ("08256", "Liry"), ("08458", "Tourteron"),
              ("08137", "Damouzy"), ("08243", "Lalobbe"), ("08062", "Bertoncourt"),
              ("08289", "Messincourt"), ("08429", "Sormonne"), ("08250", "Fléville")]  # fmt: skip
    rows = [(f"P{at}", code, name, at) for at, (code, name) in enumerate(places)]
    file = read(table("Ouvrage;COM_INSEE;COM_NOM;Niveau", *rows))
    assert "code_or_name" in asked(file)


def test_inhabitants_are_no_codes_of_communes():
    rows = [(name, 1_650 + 97 * at) for at, (name) in enumerate(("Oust", "Riez", "Ustou", "Seyne"))]
    column = read(table("Commune;Pop. INSEE", *rows)).named("Pop. INSEE").column
    assert (column.type, column.concept) == ("integer", None)


def test_few_percentages_beside_fractions_are_asked_about_as_such():
    values = ["0,35", "0,66", "84 %", "0,27", "0,49", "17 %", "0,58", "0,46"]
    file = read(table("Lot;Avancement", *[(f"L{at}", each) for at, each in enumerate(values)]))
    column = file.named("Avancement").column
    assert (column.unit, column.sum) == ("%", 382)
    assert asked(file) == {"percent_scale"}


def test_bills_with_noughts_are_numbers_of_bills():
    rows = [(f"00334{at:02d}", f"{at},50") for at in range(12)]
    file = read(table("FACTURE;MONTANT HT", *rows))
    assert (file.named("FACTURE").column.type, file.named("FACTURE").column.unit) == (
        "string",
        None,
    )


def test_three_decimals_are_decimals_where_those_beside_have_dots():
    rows = [(f"S{at}", f"{8 + at}.377", f"{15 + at}.42") for at in range(9)]
    file = read(table("Session;Energy (kWh);Amount (EUR)", *rows))
    assert not asked(file)
    rows = [(f"S{at}", f"{8 + at}.377", f"{15 + at}") for at in range(9)]
    assert asked(read(table("Session;Energy (kWh);Power", *rows))) == {"thousands_mark"}
    # Degrees and the codes of chapters have their dot in every file.
    rows = [(f"{at}.1", f"{44 + at}.82{at}451", f"{8 + at}.377") for at in range(9)]
    file = read(table("Code chapitre;Latitude;Energy (kWh)", *rows))
    assert asked(file) == {"thousands_mark"}


@pytest.mark.parametrize(
    ("head", "row", "personal"),
    [
        ("N° famille;Enfant 1 Prénom;Enfant 1 Né le", "0{at}008;Léa;0{at}/05/2018", "pseudonym"),
        ("N° dossier;Enfant;Quotient familial", "00{at}180;Brun Léa;70{at}", "pseudonym"),
        ("N° dossier;Demandeur;Surface (m²)", "00{at}180;Brun Léa;7{at}", None),
        ("N° carte;Passages;Courriel", "DC0{at}711;{at};l{at}.brun@exemple.fr", "pseudonym"),
        ("Badge perdu;Lieu;Jour", "O;Oust;0{at}/05/2025", None),
        ("Accident;Engin;Jour", "OUI;Épareuse;0{at}/05/2025", None),
    ],
)  # fmt: skip
def test_numbers_are_a_persons_by_what_stands_beside(head, row, personal):
    lines = [head, *(row.format(at=at) for at in range(1, 9))]
    if personal is None and "O" in row[:2]:
        lines.append(lines[-1].replace("OUI", "NON", 1).replace("O;", "N;", 1))
    file = read(lines)
    assert file.columns[0].column.personal_kind == personal


def test_each_child_of_a_form_has_its_day_of_birth():
    lines = ["N° famille;Enfant 1 Né le;QF"]
    lines += [f"0{at}008;0{at}/05/2018;70{at}" for at in range(1, 9)]
    assert read(lines).named("Enfant 1 Né le").column.personal_kind == "birth_date"


def test_an_egg_encoded_twice_is_an_egg():
    text = "\n".join(table("Plat;Allergène", *[(f"P{at}", "œuf") for at in range(6)]))
    twice = text.encode().decode("cp1252").encode()
    column = read_rows(twice, "menus.csv").columns[1]
    assert set(column.values.values()) == {"œuf"}


def test_a_short_word_among_figures_is_told():
    values = [at if at % 4 else "HS" for at in range(24)]
    file = read(table("Lieu;Entrées", *[(f"L{at}", each) for at, each in enumerate(values)]))
    assert "words_among_figures" in {note.code for note in file.reading.notes}
    assert not file.reading.is_checked
    floors = read(table("Lieu;Étage", *[(f"L{at}", each) for at, each in enumerate(values)]))
    assert "words_among_figures" not in {note.code for note in floors.reading.notes}
