"""Texts of commas that a spreadsheet has saved again; rows with one filled cell are told.

Covers intake.file_reading.quoted_lines.
"""

import pytest

from intake.file_reading.reading import read_rows

HEADER = ["réf", "lieu", "date", "places", "recette"]
PLACES = ["Halle", 'Le "Quai"', "Cour, au fond", "Cale", "Pont, nord", "Préau"]


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def line(at):
    place = PLACES[at % 6]
    amount = f'"{at},50"' if at % 4 == 0 else str(at)
    place = quoted(place) if set(place) & {",", '"'} else place
    return f"R{at},{place},{at % 28 + 1:02d}/03/2025,{at},{amount}"


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: quoted(text) if '"' in text else text,
        quoted,
        lambda text: (quoted(text) if '"' in text else text) + ";;",
    ],
)
def test_each_line_is_read_by_its_own_commas(saved):
    lines = [",".join(HEADER), *map(line, range(25))]
    file = read_rows("\n".join(map(saved, lines)).encode(), "spectacles.csv")
    assert [column.name for column in file.reading.columns] == HEADER
    assert file.reading.rows_kept == 25
    assert file.named("places").column.sum == sum(range(25))
    assert file.named("recette").column.sum == sum(range(25)) + 3.5
    assert [row.cells[1] for row in file.rows()][:3] == PLACES[:3]
    assert "quoted_lines" in {note.code for note in file.reading.notes}


def test_a_list_of_one_column_keeps_its_commas():
    lines = ["adresse", *(f'"{at} rue Basse, 35000, Rennes"' for at in range(20))]
    file = read_rows("\n".join(lines).encode(), "adresses.csv")
    assert len(file.reading.columns) == 1
    assert file.reading.rows_kept == 20


def test_rows_with_one_filled_cell_are_never_checked_in_silence():
    lines = [";".join(HEADER), *(f"R{at};Halle;02/03/2025;{at};{at}" for at in range(20))]
    lines[2:20:2] = [f"R{at}, non transmis;;;;" for at in range(9)]
    reading = read_rows("\n".join(lines).encode(), "spectacles.csv").reading
    assert "lone_cells" in {note.code for note in reading.notes}
    assert reading.status == "to_check"
