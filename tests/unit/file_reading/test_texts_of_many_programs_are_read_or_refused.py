"""Exports of databases, of statistics programs and of forms; what is no table is refused.

Covers intake.file_reading.no_tables, intake.file_reading.error_words,
intake.file_reading.text_entities, intake.file_reading.cut_texts.
"""

import pytest

from intake.file_reading.problems import FileKindUnknown
from intake.file_reading.reading import read_rows

TEN = range(1, 11)


def read(head, rows, name="export.csv", mark=";"):
    lines = [mark.join(head), *(mark.join(map(str, row)) for row in rows)]
    return read_rows(("\n".join(lines) + "\n").encode(), name)


NO_TABLES = {
    "calendar.txt": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Conseil, salle A\nEND:VEVENT\n",
    "contacts.txt": "BEGIN:VCARD\nN:Martin;Jean\nTEL:0299\nEND:VCARD\n" * 3,
    "dump.sql": "CREATE TABLE t (a int);\n" + "INSERT INTO t VALUES (1,'x');\n" * 5,
    "settings.txt": "[site1]\nnom=A\nvaleur=3\n[site2]\nnom=B\nvaleur=4\n",
    "journal.txt": "".join(f"2025-01-0{at} site=A{at} temp={at},5 etat=ok\n" for at in range(1, 9)),
    "liste.txt": "".join(f"- id: {at}\n  nom: Bruz\n  places: 3\n" for at in range(1, 9)),
    "lettre.txt": "Bonjour,\nVoici la liste, pour avis.\nBien cordialement, le service\n",
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_a_text_that_holds_no_table_is_refused(name):
    with pytest.raises(FileKindUnknown):
        read_rows(NO_TABLES[name].encode(), name)


def test_errors_of_formulas_are_told_and_the_others_are_figures():
    cells = ["#DIV/0!", "#N/D", "0,5", "0,6", "0,7", "0,8", "0,9", "1,5", "2,5", "3,5"]
    column = read(["site", "ratio"], zip(map(str, TEN), cells, strict=True)).named("ratio").column
    assert (column.type, column.filled, column.error_cells) == ("decimal", 8, 2)


def test_references_of_pages_part_no_fields():
    rows = [(at, "L&#39;&eacute;tang", f"{at}&nbsp;000,50") for at in TEN]
    file = read(["site", "lieu", "montant"], rows)
    assert file.named("montant").column.sum == 55_005
    assert file.reading.reconciled.agrees


def test_a_text_that_ends_in_the_middle_of_a_row_is_not_checked():
    text = "id;nom;montant\n" + "\n".join(f"{at};n{at};{at}" for at in TEN) + "\n11;n1"
    reading = read_rows(text.encode(), "coupe.csv").reading
    assert not reading.is_checked
    assert "cut_short" in {note.code for note in reading.notes}


def test_backslashes_before_quotation_marks_are_read_as_mysql_writes_them():
    rows = [(at, f'"a \\"b\\"; c{at}"', at) for at in TEN]
    assert read(["id", "lib", "n"], rows).named("n").column.sum == 55


@pytest.mark.parametrize("mark", ["~", "^", "¦", "\x1f"])
def test_rare_separators_part_fields(mark):
    assert read(["id", "nom", "n"], [(at, f"n{at}", at) for at in TEN], mark=mark).named(
        "n"
    ).column.sum == 55  # fmt: skip


def test_a_line_of_dashes_draws_the_columns():
    lines = ["ID         NOM              MONTANT", "---------- ------------ ----------"]
    lines += [f"{at:>10} {'NOM' + str(at):<12} {at * 10:>10}" for at in TEN]
    file = read_rows("\n".join([*lines, "", "10 rows selected."]).encode(), "sqlplus.txt")
    assert [column.name for column in file.reading.columns] == ["ID", "NOM", "MONTANT"]
    assert (file.reading.rows_kept, file.named("MONTANT").column.sum) == (10, 550)


DAYS = {
    "202503": ("Periode", [202500 + at for at in TEN], "2025-01-01"),
    "JJMMAA": ("date", [f"{at:02d}0399" for at in TEN], "1999-03-01"),
    "SAS": ("DT", [f"{at:02d}MAR2025" for at in TEN], "2025-03-01"),
    "1905": ("date", [f"{at:02d}/03/2025" if at % 3 else 45717 + at for at in TEN], "2025-03-01"),
}


@pytest.mark.parametrize("form", DAYS)
def test_days_as_programs_write_them_are_days(form):
    name, cells, first = DAYS[form]
    column = read(["id", name], zip("abcdefghij", cells, strict=True)).named(name).column
    assert (column.type, column.min) == ("date", first)


def test_moments_of_online_forms_are_moments():
    rows = [(f"2025/03/{at:02d} 10:01:00 PM UTC+1", at) for at in TEN]
    column = read(["Horodateur", "n"], rows).named("Horodateur").column
    assert column.min == "2025-03-01T22:01:00+01:00"


FIGURES = {
    "secret": ("exploitations", ["s", 12, 7, 30, "s", 4, 9, 5, 6, 8], 81, None),
    "flag": ("valeur", ["7 b", 1, 2, 3, 4, 5, 6, 7, 8, 9], 52, None),
    "thousand": ("population", [f"{at},000" for at in TEN], 55_000, "hab"),
    "cents": ("montant_centimes", [100 * at for at in TEN], 5_500, "cEUR"),
    "dollars": ("prix", [f"{at} $" for at in TEN], 55, "USD"),
}


@pytest.mark.parametrize("kind", FIGURES)
def test_figures_are_read_as_they_are_meant(kind):
    name, cells, total, unit = FIGURES[kind]
    rows = [(at, f'"{cell}"') for at, cell in zip("abcdefghij", cells, strict=True)]
    column = read(["id", name], rows, mark=",").named(name).column
    assert (column.sum, column.unit) == (total, unit)


UNREAD = {"letters": "1O0", "sum": "4+5"}


@pytest.mark.parametrize("kind", UNREAD)
def test_figures_that_are_none_are_told(kind):
    cells = [UNREAD[kind], *range(11, 20)]
    file = read(["id", "effectif"], zip("abcdefghij", cells, strict=True))
    assert (file.named("effectif").column.unread, file.reading.is_checked) == (1, False)


def test_yes_is_minus_one_for_access():
    column = read(["id", "actif"], [(at, -(at % 2)) for at in TEN]).named("actif").column
    assert (column.type, column.true) == ("boolean", 5)


def test_amounts_with_and_without_tax_are_not_added_unsaid():
    rows = [(at, f"{at}00,00", ("HT", "TTC")[at % 2]) for at in TEN]
    file = read(["facture", "Montant", "Type"], rows)
    assert file.named("Montant").column.format["unit_by"] == "Type"
    assert file.named("Montant").column.unit == "EUR"


def test_degrees_without_their_point_place_nothing():
    rows = [(at, 48_112_345 + at, -1_679_123 - at) for at in TEN]
    reading = read(["id", "latitude", "longitude"], rows).reading
    assert not reading.is_checked
    assert "no_coordinates" in {note.code for note in reading.notes}


def test_a_first_row_formed_as_the_others_is_no_header():
    rows = [(f"NOM{at:03d}", f"R{at:03d}C") for at in TEN]
    reading = read(rows[0], rows[1:]).reading
    assert reading.rows_kept == 10
    assert "no_header" in {question.code for question in reading.questions}


def test_a_table_of_messages_is_no_letter():
    rows = [(f"Madame, {at}", "a=1 b=2, mes salutations") for at in TEN]
    assert read(["objet", "message"], rows).reading.rows_kept == 10


def test_a_first_row_of_one_figure_is_no_second_line_of_the_header():
    rows = [("", "", at * at) if at % 2 else (f"R{at}", "Bruz", at * at) for at in TEN]
    assert read(["rue", "commune", "n"], rows).named("n").column.sum == 385


def test_degrees_that_a_spreadsheet_has_grouped_are_no_millions():
    rows = [(at, f"44.823.4{at + 10}", f"1.112.7{at + 10}") for at in TEN]
    reading = read(["id", "Latitude", "Longitude"], rows).reading
    assert [one.type for one in reading.columns[1:]] == ["string", "string"]
    assert "grouped_coordinates" in {note.code for note in reading.notes}
    assert not reading.is_checked
