"""Runs of a cell that are crossed out; stars of a class; the first rows of a list that goes on.

Covers intake.file_reading.rich_text.
"""

import io
import zipfile

import pytest

from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx

STRUCK = "<r><rPr><strike{0}/></rPr><t>{1}</t></r>"
PLAIN = '<r><t xml:space="preserve">{0}</t></r>'


def rich(book, texts):
    """The bytes of a workbook in which marked texts stand in runs of their own."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            for mark, runs in texts.items():
                whole = f'<t xml:space="preserve">{mark}</t>'.encode()
                data = data.replace(whole, runs.encode())
            new.writestr(name, data)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("runs", "total"),
    [
        (STRUCK.format("", 562) + PLAIN.format(" 568"), 1_468),
        (PLAIN.format("568 ") + STRUCK.format(' val="1"', "562"), 1_468),
        (PLAIN.format("56") + STRUCK.format(' val="0"', "8"), 1_468),
    ],
)
def test_the_text_beside_is_the_value_and_this_is_said(runs, total):
    rows = [["Bureau", "Loyer"], *([f"B{at}", 100] for at in range(9)), ["B9", "MARK"]]
    file = read_rows(rich(xlsx({"Loyers": SheetOf(rows)}), {"MARK": runs}), "loyers.xlsx")
    assert file.named("Loyer").column.sum == total
    is_told = "crossed_out" in {note.code for note in file.reading.notes}
    assert is_told == ('val="0"' not in runs)


def test_a_text_that_is_crossed_out_whole_stays():
    rows = [["Bureau", "Activité"], *([f"B{at}", "atelier"] for at in range(5)), ["B9", "MARK"]]
    data = rich(xlsx({"Loyers": SheetOf(rows)}), {"MARK": STRUCK.format("", "bureau")})
    assert read_rows(data, "loyers.xlsx").named("Activité").column.filled == 6


def test_stars_are_no_empty_cells():
    rows = [f"Camping {at};{'*' * (at % 3 + 1)};{at}" for at in range(12)]
    file = read_rows("\n".join(["nom;classement;places", *rows]).encode(), "campings.csv")
    assert file.named("classement").column.filled == 12


def test_the_first_rows_of_a_sheet_that_goes_on_are_rows():
    head = ["Code", "Nom", "Domaine", "Membres", "Aide (€)"]

    def rows(first, last):
        return [
            [f"W{at:05d}", f"Amicale {at % 4}", ["Sport", "Culture"][at % 2],
             at * 7 if at % 5 else None, at * 50]
            for at in range(first, last)
        ]  # fmt: skip

    book = {"Liste": SheetOf([head, *rows(0, 30)]), "Suite": SheetOf(rows(35, 60))}
    reading = read_rows(xlsx(book), "liste.xlsx").reading
    assert reading.rows_kept == 55
    assert [column.name for column in reading.columns] == head
