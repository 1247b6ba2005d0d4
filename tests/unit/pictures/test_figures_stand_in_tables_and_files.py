"""A coloured table reads without its colours; a file opens in a spreadsheet as it is.

Covers papers.pictures.heat, papers.pictures.table,
papers.pictures.reader.
"""

import pytest

from papers.pictures import (
    HeatRow,
    StatusClass,
    StatusRow,
    Tone,
    heat_table,
    status_table,
)
from papers.pictures.reader import decimals_of
from papers.pictures.standalone import standalone_svg
from papers.pictures.table import Column, Table
from tests.unit.pictures.drawing import FRENCH, classes_of, classes_of_sheet, english, parsed

MONTHS = ("janv.", "févr.", "mars", "avr.", "mai")
CLASSES = (
    StatusClass("received", "reçu", Tone.GOOD),
    StatusClass("late", "en retard", Tone.WAITING),
)


def heat(*rows):
    return heat_table(FRENCH, "Tonnes", "Membre", MONTHS, [HeatRow(*row) for row in rows], "t")


def cells(picture):
    return [
        [("".join(cell.itertext()), cell.get("class")) for cell in row.iter("td")]
        for row in parsed(picture.html("x")).find(".//tbody")
    ]


def test_a_cell_has_its_number_and_the_shade_of_its_fifth():
    assert cells(heat(("A", (10.0, 20.0, 30.0, 40.0, 1500.0)))) == [
        [
            ("10", "number ink-1"),
            ("20", "number ink-2"),
            ("30", "number ink-3"),
            ("40", "number ink-4"),
            ("1\u202f500", "number ink-5"),
        ]
    ]


def test_a_cell_without_data_says_so():
    ((first, *_),) = cells(heat(("A", (None, 1.0, 2.0, 3.0, 4.0))))
    assert first == ("—sans donnée", "number ink-none")
    assert heat(("A", (None, 1.0, 2.0, 3.0, 4.0))).sentence == (
        "De 1\u00a0t (A, févr.) à 4\u00a0t (A, mai). Cases sans donnée : 1."
    )
    assert heat(("A", (None,) * 5)).sentence == "Aucune donnée pour ces mois."


def test_a_state_is_a_word_and_a_shape_as_well_as_a_colour():
    rows = [StatusRow("A", ("received", "late")), StatusRow("B", (None, "received"))]
    board = status_table(FRENCH, "Membres", "Membre", ("Collectes", "Tarifs"), rows, CLASSES)
    assert cells(board) == [
        [("●reçu", "state ink-good"), ("◐en retard", "state ink-waiting")],
        [("sans donnée", "state ink-none"), ("●reçu", "state ink-good")],
    ]
    assert board.sentence == "En nombre de cases : reçu 2, en retard 1, sans donnée 1."
    assert classes_of(board.html("x")) <= classes_of_sheet()


def test_a_table_that_is_the_picture_has_no_drawing_to_take_away():
    with pytest.raises(ValueError, match="no drawing"):
        standalone_svg(heat(("A", (1.0,) * 5)))


TABLE = Table(
    "Verre",
    (Column("Commune"), Column("Valeur", "kg", numeric=True)),
    (('Le "Bourg" ; A', 1204.5), ("=1+1", None), ("B", 3.0)),
)


def test_a_file_opens_in_a_french_and_in_an_english_spreadsheet():
    assert TABLE.csv(FRENCH) == (
        '\ufeff"Commune";"Valeur (kg)"\r\n"Le ""Bourg"" ; A";"1204,5"\r\n"\'=1+1";""\r\n"B";"3"\r\n'
    )
    assert TABLE.csv(english()).splitlines()[1] == '"Le ""Bourg"" ; A","1204.5"'


def test_the_numbers_of_a_column_have_as_many_decimals():
    texts = [cell.text for cell in parsed(TABLE.html(FRENCH)).iter("td")]
    assert texts == ["1\u202f204", "—", "3"]
    small = Table("V", TABLE.columns, (("A", 12.5), ("B", 3.0)))
    assert [cell.text for cell in parsed(small.html(FRENCH)).iter("td")] == ["12,5", "3,0"]


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([], 0), ([1.0, 20.0], 0), ([1.5, 99.0], 1), ([1.5, 250.0], 0), ([0.25, None], 2)],
)
def test_decimals_follow_the_greatest_number(values, decimals):
    assert decimals_of(values) == decimals


def test_numbers_are_written_as_each_language_does():
    assert FRENCH.number(-1204.25, 1) == "−1\u202f204,2"
    assert english().number(-1204.25, 1) == "−1,204.2"
    assert FRENCH.number(-0.001, 1) == "0,0"
    assert FRENCH.change(-0.484) == "−48\u00a0%"
    assert english().change(0.04) == "+4%"
    assert FRENCH.change(0.001) == "0\u00a0%"
