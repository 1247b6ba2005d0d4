"""Days as programs write them: as figures, as moments, as noughts, with marks that nobody sees.

Covers intake.file_reading.digit_days, intake.file_reading.days_of_years,
intake.file_reading.invisible_marks,
intake.file_reading.turned_decimals.
"""

from datetime import date

import pytest

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_file, read_rows
from tests.unit.file_reading.workbook_bytes import Styled, xlsx


def read(*rows, name="export.csv", **answers):
    data = "\n".join(";".join(map(str, row)) for row in rows).encode()
    given = ReadingAnswers(answers)
    return read_rows(data, name, answers=given).reading


def column(reading, name):
    return next(one for one in reading.columns if one.name == name)


def codes(reading):
    return {note.code for note in reading.notes} | {one.code for one in reading.questions}


@pytest.mark.parametrize(
    ("name", "cells", "low", "high"),
    [
        ("DEB (SAAMMJJ)", ["1250314", "0991231", "0000000"], "1999-12-31", "2025-03-14"),
        ("DEB (CYYMMDD)", ["1250314", "991231", "0"], "1999-12-31", "2025-03-14"),
        ("Clos (AAMMJJ)", ["250314", "991231", "000000"], "1999-12-31", "2025-03-14"),
        ("Date", ["1250314", "1241109", "0"], "2024-11-09", "2025-03-14"),
        ("Sorti", [f"125{month:02d}14" for month in range(1, 9)], "2025-01-14", "2025-08-14"),
        ("Entré", [*(f"2025{month:02d}05" for month in range(1, 9)), "0"],
         "2025-01-05", "2025-08-05"),
    ],
)  # fmt: skip
def test_days_of_figures_are_days_and_noughts_are_none(name, cells, low, high):
    rows = [[f"A{at}", cell] for at, cell in enumerate(cells)]
    one = column(read(["Code", name], *rows), name)
    days = sum(bool(cell.strip("0")) for cell in cells)
    assert (one.type, one.min, one.max, one.filled, one.unread) == ("date", low, high, days, 0)


def test_figures_that_are_no_days_stay_figures():
    cells = ["1250314", "1994000", "1128831", "1301299", "1000000"]
    rows = [[f"A{at}", cell] for at, cell in enumerate(cells)]
    assert column(read(["Code", "Visites"], *rows), "Visites").type == "integer"


@pytest.mark.parametrize("mark", ["\u200e", "\u200b", "\u2060", "\ufeff", "\u00ad"])
def test_marks_that_nobody_sees_are_no_part_of_a_cell_or_a_header(mark):
    day = f"{mark}14{mark}/{mark}03{mark}/{mark}2025"
    rows = [[f"Site{mark}", f"Vu {mark}le", "kg"], ["A", day, f"1{mark}250"], [f"A{mark}", day, 3]]
    for reading in (
        read(*rows),
        read_file(xlsx({"Feuil1": rows}), "classeur.xlsx"),
    ):
        assert [one.name for one in reading.columns] == ["Site", "Vu le", "kg"]
        assert [one.type for one in reading.columns] == ["string", "date", "integer"]
        assert (reading.columns[0].distinct, reading.columns[2].sum) == (1, 1_253)
        assert reading.reconciled.agrees


@pytest.mark.parametrize("zone", ["Z", "+00:00"])
def test_moments_that_are_midnight_in_paris_are_days(zone):
    cells = [f"2025-03-{day}T23:00:00{zone}" for day in (27, 28, 29)]
    cells += [f"2025-03-{day}T22:00:00{zone}" for day in (30, 31)]
    reading = read(["Site", "Jour"], *(["A", cell] for cell in cells))
    one = column(reading, "Jour")
    assert (one.type, one.min, one.max) == ("date", "2025-03-28", "2025-04-01")
    assert "utc_days" in codes(reading)


def test_moments_of_other_hours_stay_moments():
    cells = ["2025-03-27T23:00:00Z", "2025-03-28T22:00:00Z", "2025-03-29T23:00:00Z"]
    one = column(read(["Site", "Jour"], *(["A", cell] for cell in cells)), "Jour")
    assert one.type == "timestamp_tz"


@pytest.mark.parametrize(
    "name", ["TO_CHAR(D.DT_DEP,'DD/MM/YYYY')", "Réf. envoi", "NVL(ID_DATE,SYSDATE)"]
)
def test_days_under_an_expression_or_a_name_of_codes_are_days(name):
    rows = [["Lot", name], ["A", "09/01/2025"], ["B", "28/02/2025"], ["C", "0000-00-00"]]
    one = column(read(*rows), name)
    assert (one.type, one.filled, one.unread) == ("date", 2, 0)


def test_nought_under_a_format_of_days_is_no_day():
    days = [Styled(45_700 + at, 1) for at in range(6)]
    cells = [*days, Styled(0, 1), 0, "00/01/1900"]
    rows = [["Agent", "Remis le"], *([f"A{at}", cell] for at, cell in enumerate(cells))]
    reading = read_file(xlsx({"Feuil1": rows}), "classeur.xlsx")
    one = column(reading, "Remis le")
    assert (one.type, one.filled, one.unread) == ("date", 6, 0)
    assert not reading.questions


def test_decimals_that_became_days_are_put_back_and_asked_about():
    serial = (date(2025, 12, 7) - date(1899, 12, 30)).days
    cells = ["7.29", Styled(serial, 1), "7.15", "7.30", Styled(serial - 30, 1), "6.98", "7.18"]
    rows = [["Bassin", "pH"], *(["A", cell] for cell in cells)]
    data = xlsx({"Feuil1": rows})
    reading = read_file(data, "classeur.xlsx")
    one = column(reading, "pH")
    assert (one.type, one.filled, one.sum) == ("decimal", 7, 50.13)
    assert "number_as_date" in codes(reading)
    as_stored = ReadingAnswers({"number_as_date": {"pH": "as_stored"}})
    one = column(read_rows(data, "classeur.xlsx", answers=as_stored).reading, "pH")
    assert (one.filled, one.unread) == (5, 2)


def test_short_days_among_decimal_commas_are_put_back():
    rows = [["Bassin", "Chlore"], *(["A", cell] for cell in ("1,62", "1-mai", "1,15", "2,10"))]
    reading = read(*rows)
    assert (column(reading, "Chlore").sum, "number_as_date" in codes(reading)) == (5.92, True)


def test_days_among_whole_figures_are_no_decimals():
    days = [Styled(45_700 + at, 1) for at in range(4)]
    rows = [["Bassin", "Suivi"], *(["A", cell] for cell in (12, 14, 15, 18, *days))]
    reading = read_file(xlsx({"Feuil1": rows}), "classeur.xlsx")
    assert "number_as_date" not in codes(reading)


@pytest.mark.parametrize(("name", "cells"), [
    ("ts", ["1762146030067", "1762146475582", "1762146859572"]),
    ("created_at", ["1762146030", "1762146475", "1762146859"]),
])  # fmt: skip
def test_seconds_since_1970_are_moments(name, cells):
    reading = read(["capteur", name], *(["A", cell] for cell in cells))
    one = column(reading, name)
    assert (one.type, one.filled) == ("timestamp", 3)
    assert str(one.min).startswith("2025-11-03T05:00:30")
    assert "unix_time" in codes(reading)


def test_numbers_of_ten_figures_under_another_name_are_no_moments():
    reading = read(["contrat", "kg"], *([f"176214603{at}", 3] for at in range(6)))
    assert column(reading, "contrat").type == "string"


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Entrée (AAQQQ)", ["25274", "24366", "9001"]),
        ("Jour julien", ["2025274", "2024366", "2009001"]),
        ("Quantième", ["25274", "24366", "09001"]),
    ],
)
def test_a_year_and_the_number_of_a_day_are_a_day(name, cells):
    reading = read([name, "Lieu"], *([cell, "Lens"] for cell in cells))
    one = column(reading, name)
    assert (one.type, one.min, one.max) == ("date", "2009-01-01", "2025-10-01")


@pytest.mark.parametrize("name", ["Entrée", "Date d'entrée"])
def test_a_year_and_the_number_of_a_day_that_nothing_names_are_a_text(name):
    cells = [f"{year}{day:03d}" for year in (24, 25) for day in range(5, 366, 25)]
    reading = read([name, "Lieu"], *([cell, "Lens"] for cell in cells))
    assert column(reading, name).type == "string"
    assert column(reading, name).sum is None
    assert "year_days" in codes(reading)


def test_a_366th_day_of_a_common_year_is_none():
    reading = read(["Sortie (AAQQQ)", "Lieu"], ["25366", "Lens"], ["25001", "Lens"])
    assert column(reading, "Sortie (AAQQQ)").type == "string"
