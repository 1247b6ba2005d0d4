"""Years over columns, years shown as days, long numbers, short lying tables, months over days.

Covers intake.file_reading.years_as_days.
"""

from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, Styled, xlsx

TEN = range(1, 11)


def read(rows, merges=()):
    return read_rows(xlsx({"Feuil1": SheetOf(rows, merges=merges)}), "classeur.xlsx")


def test_years_that_stand_over_columns_name_them():
    rows = [[None, "2024", None, "2025", None], ["Site", "Nb", "t", "Nb", "t"]]
    file = read([*rows, *([f"S{at}", at, at, at, at] for at in TEN)], ("B1:C1", "D1:E1"))
    assert [c.name for c in file.reading.columns] == [
        "Site", "2024 Nb", "2024 t", "2025 Nb", "2025 t"
    ]  # fmt: skip


def test_years_under_a_format_of_days_are_years():
    rows = [["Site", "Année"], *([f"S{at}", Styled(2010 + at, 1)] for at in TEN)]
    column = read(rows).named("Année").column
    assert (column.type, column.min, column.max) == ("integer", 2011, 2020)


def test_numbers_that_a_workbook_cannot_keep_are_told():
    rows = [["Contrat", "Repère"], *([f"C{at}", 22123456789012345.0 + at * 1000] for at in TEN)]
    file = read(rows)
    assert (file.named("Repère").column.sum, file.named("Repère").column.unread) == (None, 10)
    assert not file.reading.is_checked


def test_three_lines_that_lie_are_stood_up():
    rows = [
        ["Site", *(f"S{at}" for at in TEN)], ["Commune", *("Bruz" for _ in TEN)],
        ["Surface (m2)", *TEN], ["Mise en service", *(Styled(45_000 + at, 1) for at in TEN)],
    ]  # fmt: skip
    file = read(rows)
    assert (file.reading.rows_kept, file.named("Surface (m2)").column.sum) == (10, 55)


def test_two_columns_printed_in_two_blocks_are_one_list():
    rows = [["Rue", "m", None, "Rue", "m"], *([f"r{at}", at, None, f"s{at}", at] for at in TEN)]
    file = read(rows)
    assert (file.reading.rows_kept, file.named("m").column.sum) == (20, 110)


def test_a_month_alone_is_the_title_of_its_days():
    days = [[at, f"S{at}", at * 3] for at in TEN]
    rows = [["Jour", "Site", "Entrées"], ["JANVIER 2025"], *days, ["FEVRIER 2025"], *days]
    assert read(rows).reading.rows_kept == 20
