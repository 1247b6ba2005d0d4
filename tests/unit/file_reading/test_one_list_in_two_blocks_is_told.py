"""A list printed in two blocks of columns is read as one; decimal commas part no columns.

Covers intake.file_reading.header, intake.file_reading.delimited,
intake.file_reading.layout_doubts, intake.file_reading.side_by_side.
"""

from intake.file_reading.delimited import delimiter_of
from intake.file_reading.reading import read_file
from tests.unit.file_reading.workbook_bytes import xlsx

HEADS = ["Emplacement", "Titulaire", "Surface (m²)"]


def _lines(first, last):
    return [[f"E{at:02d}", f"Famille {at}", 10 + at] for at in range(first, last)]


def _two_blocks(above=None):
    left, right = _lines(1, 9), _lines(9, 16)
    right.append([None, None, None])
    rows = [[*one, None, *other] for one, other in zip(left, right, strict=True)]
    head = [[*HEADS, None, *HEADS]]
    return xlsx({"Marché": [*([] if above is None else [above]), *head, *rows]})


def test_the_second_block_of_a_list_is_read_after_the_first_one():
    read = read_file(_two_blocks(), "marche.xlsx")
    assert [column.name for column in read.columns] == HEADS
    assert (read.rows_kept, read.columns[0].distinct, read.columns[2].sum) == (15, 15, 270)
    (note,) = [one for one in read.notes if one.code == "stacked_tables"]
    assert "colonnes 5 à 7" in note.fr
    assert read.is_checked


def test_the_same_words_under_another_year_are_other_columns():
    years = ["2024", None, None, None, "2025", None, None]
    read = read_file(_two_blocks(years), "marche.xlsx")
    assert len(read.columns) == 2 * len(HEADS)
    assert not [one for one in read.notes if one.code == "stacked_tables"]


def test_a_comma_between_digits_parts_nothing_where_another_sign_does():
    text = "N°;Jour;Hauteur;Coût\n" + "".join(f"{at};05/06/2025;2,5;{at},20\n" for at in range(40))
    broken = text.replace("7;05/06/2025", "7;05/06/2025;côté nord", 2)
    assert delimiter_of(broken) == ";"
    assert delimiter_of("a,b,c\n" + "1,2,3\n" * 9) == ","


def test_a_header_that_comes_again_in_another_order_stays_a_header():
    rows = [f"{at};Bourg;{at},5;{at}" for at in range(1, 9)]
    lines = ["N°;Lieu;Hauteur (m);Coût (€)", *rows[:5], "N°;Lieu;Coût (€);Hauteur (m)", *rows[5:]]
    read = read_file(("\n".join(lines) + "\n").encode(), "nids.csv")
    assert [column.name for column in read.columns] == lines[0].split(";")
