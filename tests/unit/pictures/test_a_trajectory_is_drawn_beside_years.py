"""Values by year beside the straight line from a base to a target.

Covers papers.pictures.trajectory.
"""

from gettext import NullTranslations

import pytest

from papers.pictures import Aim, Reader, YearValue, year_values

WORDS = NullTranslations()
READER = Reader("fr", WORDS.gettext, WORDS.ngettext)
AIM = Aim(2020, 50.0, 2030, 40.0)
VALUES = [
    YearValue(2021, 48.0),
    YearValue(2022, 47.0),
    YearValue(2024, 45.0),
    YearValue(2026, 12.0, months=3),
]


def drawn(picture, width="wide"):
    return str(picture.draw("p", width).content)


def test_a_missing_year_is_not_filled_and_a_partial_one_is_joined_to_none():
    picture = year_values(READER, "Verre", VALUES, "kg/hab.", AIM)
    line, aim = (
        part.split('d="')[1].split('"')[0] for part in drawn(picture).split("<path")[1:][::-1]
    )
    # One stroke, from 2021 to 2022; 2024 stands alone, as 2023 is not there.
    assert line.count("M") == 1
    assert line.count("L") == 1
    assert aim.count("L") == 1
    assert "stroke-dasharray" in drawn(picture)
    assert "3 mois sur 12" in drawn(picture)
    rows = {row[0]: row[1:] for row in picture.table.rows}
    assert list(rows) == ["2020", "2021", "2022", "2024", "2026", "2030"]
    assert rows["2020"] == (None, None, 50.0)
    assert rows["2024"] == (45.0, 12, 46.0)
    assert rows["2026"][1] == 3
    assert picture.sentence == "2024 : 45\u00a0kg/hab."


@pytest.mark.parametrize(
    ("year", "expected"), [(2019, None), (2020, 50.0), (2025, 45.0), (2030, 40.0), (2035, 40.0)]
)
def test_the_line_is_straight_and_ends_at_its_target(year, expected):
    assert AIM.expected(year) == expected


def test_without_a_value_there_is_nothing_to_draw():
    picture = year_values(READER, "Verre", [YearValue(2024, None)], "kg")
    assert picture.draw is None
    assert picture.sentence == "Aucune année entière n'a de valeur."


def test_a_value_below_zero_is_drawn_below_it():
    picture = year_values(READER, "Écart", [YearValue(2024, -5.0), YearValue(2025, 5.0)], "t")
    assert "\u22125" in drawn(picture, "narrow") or "-5" in drawn(picture, "narrow")
