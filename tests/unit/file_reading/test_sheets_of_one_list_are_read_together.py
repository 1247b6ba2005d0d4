"""Sheets that go on with one list without being alike are brought under the same headers.

Covers intake.file_reading.joined_sheets.
"""

from datetime import date, timedelta

import pytest

from intake.file_reading.reading import read_file, read_rows
from tests.unit.file_reading.workbook_bytes import xlsx


def book(**sheets):
    return xlsx(sheets)


def read(**sheets):
    return read_file(book(**sheets), "registre.xlsx")


def notes(reading):
    return {note.code for note in reading.notes}


def asked(reading):
    return [question.code for question in reading.questions]


def rounds(month, count, first=1):
    start = date(2025, month, 1)
    return [
        [f"{start + timedelta(days=at):%d/%m/%Y}", ("Nord", "Sud")[at % 2], first + at, 2.5 + at]
        for at in range(count)
    ]


HEADER = ["Jour", "Secteur", "N° bon", "Poids (t)"]


def of(reading, name):
    return next(column for column in reading.columns if column.name == name)


@pytest.mark.parametrize("counts", [(12, 9, 4), (5, 12, 3)])
def test_a_list_goes_on_over_sheets_without_headers(counts):
    first, second, third = counts
    reading = read(
        Bons=[["Bons de pesée 2025"], [], HEADER, *rounds(1, first)],
        Suite=rounds(2, second, 100),
        Fin=[*rounds(3, third, 200), [], ["Édité le 02/04/2025"]],
    )
    assert reading.rows_kept == sum(counts)
    assert asked(reading) == []
    assert "sheets_go_on" in notes(reading)
    assert of(reading, "N° bon").filled == sum(counts)


def test_the_last_sheet_may_hold_the_total_of_all():
    first, more = rounds(1, 9), rounds(2, 5, 100)
    total = ["Total", "", "", sum(row[3] for row in [*first, *more])]
    reading = read(Bons=[HEADER, *first], Suite=[*more, total])
    assert reading.rows_kept == 14
    assert "total_differs" not in notes(reading)


def test_words_alone_go_on_where_the_first_row_has_words_of_the_first_sheet():
    words = ["Nid-de-poule", "Fissure"]
    rows = [[f"Rue {at}", words[at % 2], "Fait", f"{at} mars 2025"] for at in range(1, 9)]
    more = [[f"Quai {at}", "Fissure", "Fait", f"{at} mai 2025"] for at in range(1, 6)]
    reading = read(Voirie=[["Rue", "Défaut", "Suite", "Vu le"], *rows], Suite=more)
    assert reading.rows_kept == 13


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_column_that_comes_later_stays_empty_on_the_sheets_before(place):
    def wider(row, value):
        return [*row[:place], value, *row[place:]]

    reading = read(
        Janvier=[HEADER, *rounds(1, 8)],
        Mars=[wider(HEADER, "Bacs"), *(wider(row, 7) for row in rounds(3, 6, 50))],
    )
    assert reading.rows_kept == 14
    assert of(reading, "Bacs").filled == 6
    assert of(reading, "Bacs").sum == 42
    assert of(reading, "Secteur").distinct == 2
    assert of(reading, "Poids (t)").filled == 14
    assert "sheets_aligned" in notes(reading)


def test_columns_in_another_order_are_put_under_their_names():
    turned = [[row[at] for at in (3, 0, 2, 1)] for row in [HEADER, *rounds(5, 5, 70)]]
    data = book(Avril=[HEADER, *rounds(4, 9)], Mai=turned)
    file = read_rows(data, "registre.xlsx")
    assert file.reading.rows_kept == 14
    assert of(file.reading, "Secteur").distinct == 2
    sector = file.named("Secteur")
    assert {sector.values[row.cell(sector)] for row in file.rows()} == {"Nord", "Sud"}


def test_what_adds_up_or_repeats_the_list_is_no_part_of_it():
    rows = rounds(4, 9)
    summary = [
        ["Jour", "Secteur", "Poids (t)"],
        ["30/04/2025", "Nord", sum(row[3] for row in rows)],
    ]
    known = [["Jour", "Secteur", "N° bon"], *(row[:3] for row in rows)]
    for other in (summary, known):
        assert read(Avril=[HEADER, *rows], Autre=other).rows_kept == 9


def test_figures_of_another_sort_do_not_go_on():
    others = [[f"Agent {at}", f"Service {at}", f"Poste {at}", f"Site {at}"] for at in range(6)]
    reading = read(Avril=[HEADER, *rounds(4, 9)], Agents=others)
    assert reading.rows_kept == 9
