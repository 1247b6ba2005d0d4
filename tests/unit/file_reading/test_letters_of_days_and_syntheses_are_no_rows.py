"""Letters of days over their numbers, and a sheet that lists the totals of the others.

Covers intake.file_reading.header, intake.file_reading.sheet_totals,
intake.file_reading.sheet_choice.
"""

from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx

HALLS = {"Nord": (3, 5, 8), "Sud": (12, 7, 1), "Est": (2, 2, 9)}


def test_numbers_of_days_under_their_letters_are_a_header_beside_a_name_as_well():
    letters = ["Équipe", *"SDLMMJVSDLMMJV"]
    numbers = ["", *map(str, range(1, 15))]
    rows = [[f"Équipe {at}", *("MARC"[(at + day) % 4] for day in range(14))] for at in range(6)]
    lines = [";".join(line) for line in ([letters, numbers, *rows])]
    file = read_rows("\n".join(lines).encode(), "planning.csv")
    assert file.reading.rows_kept == 6
    assert file.reading.columns[2].name == "D 2"


def sheets(factor):
    named = {
        name: SheetOf([["Mois", "Tonnes (t)", "Visites"], *(
            [month, count, 10 * count + at]
            for at, (month, count) in enumerate(zip(("mai", "juin", "août"), counts, strict=True))
        )])
        for name, counts in HALLS.items()
    }  # fmt: skip
    totals = [[name, factor * sum(counts), 10 * sum(counts) + 3] for name, counts in HALLS.items()]
    return named | {"Bilan": SheetOf([["Salle", "Tonnes (t)", "Visites"], *totals])}


def test_a_sheet_that_lists_the_totals_of_the_others_is_left_aside():
    reading = read_rows(xlsx(sheets(1)), "f.xlsx").reading
    assert [(left.name, left.why) for left in reading.other_sheets] == [
        ("Bilan", "sum of the others"),
    ]  # fmt: skip
    assert (reading.rows_kept, reading.questions) == (9, [])


def test_a_sheet_with_other_figures_under_the_same_names_is_asked_about():
    reading = read_rows(xlsx(sheets(3)), "f.xlsx").reading
    assert [question.code for question in reading.questions] == ["sheet"]
