"""Units, signs and kinds that stand in a column beside, in a title or on another sheet.

Covers federation.file_reading.row_units.
"""

import pytest

from federation.file_reading.answers import ReadingAnswers
from federation.file_reading.reading import read_rows
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
