"""Stacked columns and one big number: their words, their table, and what a pointer is told.

Covers papers.pictures.stacks, papers.pictures.big_number.
"""

import pytest

from papers.pictures import Series, big_number, month_bars, stacked_columns
from papers.pictures.timeline import MonthValue
from tests.unit.pictures.drawing import FRENCH, parsed

YEARS = ("2023", "2024", "2025")


def stacked(**more):
    series = [Series("Verre", (1.0, 2.0, None)), Series("Papiers", (3.0, 4.0, None))]
    values = {"labels": YEARS, "series": series, **more}
    return stacked_columns(FRENCH, "Tonnes", "Année", unit="t", **values)


def titles(picture, width="wide"):
    drawing = parsed(f"<svg>{picture.draw('image', width).content}</svg>")
    return [node.text for node in drawing.iter("title")]


def test_each_part_of_a_column_says_its_name_and_its_value():
    picture = stacked()
    assert picture.sentence == "Le plus : 6\u00a0t (2024) ; le moins : 4\u00a0t (2023)."
    assert titles(picture) == titles(picture, "narrow")
    assert titles(picture) == [
        "2023, Verre : 1\u00a0t",
        "2023, Papiers : 3\u00a0t",
        "2024, Verre : 2\u00a0t",
        "2024, Papiers : 4\u00a0t",
        "2025 : sans donnée",
    ]
    assert picture.table.rows == (("2023", 1.0, 3.0), ("2024", 2.0, 4.0), ("2025", None, None))


def test_each_series_has_an_ink_and_a_pattern_in_its_legend():
    picture = stacked()
    assert [line.words for line in picture.legend] == ["Verre", "Papiers"]
    assert len({line.ink for line in picture.legend}) == 2
    # The legend does not rest on a drawing that a narrow screen does not show.
    html = parsed(picture.html("image"))
    painted = {node.get("fill") for node in html.iter("rect") if "swatch" in node.get("class", "")}
    patterns = {f"url(#{node.get('id')})" for node in html.iter("pattern")}
    assert {fill for fill in painted if fill.startswith("url")} <= patterns


def test_one_series_needs_no_legend_and_six_are_too_many():
    assert stacked(series=[Series("Verre", (1.0, 2.0, 3.0))]).legend == ()
    with pytest.raises(ValueError, match="6 series"):
        stacked(series=[Series(str(number), (1.0, 1.0, 1.0)) for number in range(6)])
    assert stacked(series=[Series("Verre", (None, None, None))]).draw is None


def test_one_number_is_large_and_says_the_year_before():
    picture = big_number(FRENCH, "Verre", 2770960.0, "kg", 2710080.0, "+2,2 %")
    number, before = "2\u202f770\u202f960\u00a0kg", "2\u202f710\u202f080\u00a0kg"
    assert picture.sentence == f"{number} ; un an plus tôt {before}, soit +2,2 %."
    assert titles(picture) == [before.removesuffix("\u00a0kg"), number.removesuffix("\u00a0kg")]
    alone = big_number(FRENCH, "Verre", 12.0, "kg")
    assert alone.sentence == "12\u00a0kg."
    assert titles(alone) == []


def test_months_say_their_value_when_they_are_pointed_at():
    months = [MonthValue(2025, 1, 4.0), MonthValue(2025, 2, None)]
    assert titles(month_bars(FRENCH, "Tonnes", months, "t")) == [
        "janv. 2025 : 4\u00a0t",
        "févr. 2025 : sans donnée",
    ]
