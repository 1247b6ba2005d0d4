"""Guards for a spreadsheet, records in one column, loggers' comments, formats that show units.

Covers intake.file_reading.export_guards, intake.file_reading.comment_lines,
intake.file_reading.number_formats, intake.file_reading.shown_units,
intake.file_reading.day_text, intake.file_reading.title_years,
intake.file_reading.sums_aside, intake.file_reading.sum_rows.
"""

import pytest

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.day_text import moment_of
from intake.file_reading.number_formats import shown_by
from intake.file_reading.reading import read_rows
from intake.file_reading.sheet_choice import choose_sheets
from intake.file_reading.shown_units import follow_formats
from intake.file_reading.values import Sheet
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx


def read(lines, name="export.csv"):
    return read_rows("\n".join(lines).encode(), name)


def book(rows):
    return read_rows(xlsx({"Feuil1": SheetOf(rows)}), "classeur.xlsx")


def told(file):
    return {note.code for note in file.reading.notes}


def test_what_guards_a_value_from_a_spreadsheet_is_taken_off():
    lines = [f'="00{at}7";="1{at}/02/2024";{at}' for at in range(1, 9)]
    file = read(["Badge;Le;Tours", *lines])
    badge, day, _ = file.reading.columns
    assert (badge.type, day.type, day.min, day.max) == (
        "string", "date", "2024-02-11", "2024-02-18",
    )  # fmt: skip
    assert next(iter(file.rows())).cells[0] == "0017"
    assert file.reading.reconciled.agrees


def test_records_that_were_pasted_into_one_column_are_parted():
    rows = [["jour;lieu;entrées"], *[[f'0{at}/03/2025;"Salle; annexe";{at}'] for at in range(1, 9)]]
    file = book(rows)
    assert [(one.name, one.type) for one in file.reading.columns] == [
        ("jour", "date"), ("lieu", "string"), ("entrées", "integer"),
    ]  # fmt: skip
    assert file.named("entrées").column.sum == 36


def test_a_list_of_sentences_stays_one_column():
    rows = [["Avis"], *[[f"Oui, mais {'bien, ' * at}tard"] for at in range(1, 9)]]
    assert [one.name for one in book(rows).reading.columns] == ["Avis"]


LOG = ["# Sonde: puits 4", "# Fréquence: 1 h", "quand;niveau (m)",
       *[f"0{at}/05/2025 0{at}:00;1,{at}" for at in range(1, 6)], "# pile changée",
       "06/05/2025 24:00;1,6"]  # fmt: skip


def test_a_loggers_comments_are_no_rows_and_no_header():
    file = read(LOG)
    assert [one.name for one in file.reading.columns] == ["quand", "niveau (m)"]
    assert file.reading.rows_kept == 6
    assert [row.row for row in file.reading.parts[0].ignored] == [1, 2, 9]
    assert file.named("quand").column.max == "2025-05-07T00:00:00"


def test_a_header_behind_a_sign_of_comments_stays_the_header():
    file = read(["#id;#nom", *[f"{at};n{at}" for at in range(5)]])
    assert [one.name for one in file.reading.columns] == ["#id", "#nom"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("03/04/2025 12:05 AM", "2025-04-03 00:05:00"),
        ("03/04/2025 1:30 pm", "2025-04-03 13:30:00"),
        ("March 14, 2025", "2025-03-14"),
        ("Fri, Mar 14 2025", "2025-03-14"),
        ("14 May 2025", "2025-05-14"),
        ("31/12/2025 24:00", "2026-01-01 00:00:00"),
        ("31/12/2025 24:30", "None"),
    ],
)
def test_moments_of_other_programs(text, moment):
    assert str(moment_of(text, "dmy")) == moment


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ('#,##0.0" kg"', ("kg", 0)), ("#,##0.0,", ("", 1)), ('#,##0,," M€"', ("M€", 2)),
        ("0.00%", None), ("#,##0.00", None), ("#,##0.00\\ [$€-40C]", ("€", 0)),
        ('"n° "0', None), ('0" t";[Red]-0" t"', ("t", 0)),
    ],
)  # fmt: skip
def test_what_a_format_shows_behind_the_figure(code, shows):
    assert shown_by(code) == shows


def _formatted(header, formats):
    rows = [["Lot", header], *[[f"L{at}", 1000.0 * at] for at in range(1, 9)]]
    sheet = Sheet("S", rows, formats={2: formats})
    choice = choose_sheets([sheet], ReadingAnswers())
    doubts = follow_formats(choice.tables, ReadingAnswers())
    table = choice.tables[0]
    return table, [table.sheet.rows[at][1] for at in table.rows.data], doubts


def test_figures_in_two_units_of_their_formats_are_put_in_one_and_asked_about():
    table, figures, (doubt,) = _formatted("Masse", [(2, 7, "kg", 0), (8, 9, "t", 0)])
    assert figures[-2:] == [7_000_000, 8_000_000]
    assert (table.header.units[1], doubt.code, doubt.choices) == ("kg", "mixed_units", ("kg", "t"))


def test_figures_that_are_shown_in_thousands_are_read_so():
    _, figures, (doubt,) = _formatted("Capital (k€)", [(2, 9, "", 1)])
    assert (figures[0], doubt.code) == (1, "shown_in_thousands")


def test_days_without_a_year_have_that_of_the_title():
    rows = [["Saison de concerts 2024"], [], ["Soirée", "Places"]]
    rows += [[f"sam. {at} mars", at] for at in range(1, 9)]
    file = book(rows)
    assert (file.named("Soirée").column.min, "year_of_title" in told(file)) == ("2024-03-01", True)


def test_a_year_that_only_the_title_has_is_told():
    rows = [["Bilan des stages, année 2023"], [], ["Stage", "Groupe", "Inscrits"]]
    file = book([*rows, *[[f"s{at}", "AB"[at % 2], at] for at in range(1, 9)]])
    assert "title_column" in told(file)
    assert file.reading.group_values == ["2023"]


TEAMS = {"Halle": [4.5, 9.25, 3.75], "Gymnase": [8.5, 2.25], "Stade": [8.75, 6.25, 1.5, 12]}


def test_sums_above_their_rows_name_the_rows_below_as_a_compact_pivot_has_them():
    rows = [["Étiquettes", "Heures", "Visites"]]
    for place, hours in TEAMS.items():
        rows.append([place, sum(hours), sum(int(each * 37) for each in hours)])
        rows += [[f"Agent {at}", each, int(each * 37)] for at, each in enumerate(hours)]
    file = book(rows)
    assert file.named("Heures").column.sum == sum(map(sum, TEAMS.values()))
    assert file.reading.group_values == list(TEAMS)


@pytest.mark.parametrize("total_at", ["above", "below", "nowhere"])
def test_reminders_of_another_year_are_no_rows_wherever_the_total_stands(total_at):
    rows = [["Atelier", "Animateur", "Inscrits"], *[[f"a{at}", f"x{at}", at] for at in range(1, 8)]]
    total = ["Ensemble", None, 28]
    if total_at == "above":
        rows.insert(1, total)
    rows += [total] if total_at == "below" else []
    rows += [["Rappel 2023", None, 25], ["Évolution", None, "+12 %"]]
    assert book(rows).named("Inscrits").column.sum == 28
