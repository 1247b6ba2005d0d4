"""Lines, bars and months: gaps are gaps, zero is not "no data", and each has sentence and table.

Covers papers.pictures.lines, papers.pictures.bars,
papers.pictures.timeline, papers.pictures.picture, papers.pictures.days, papers.pictures.frame,
gateway.console.picture_reader.
"""

import itertools
from datetime import date, timedelta

import pytest

from papers.pictures import (
    Bar,
    Downloads,
    MonthValue,
    YearLine,
    month_bars,
    ranked_bars,
    year_lines,
)
from papers.pictures.days import Span, day_line
from papers.pictures.standalone import standalone_svg
from tests.unit.pictures.drawing import (
    FRENCH,
    classes_of,
    classes_of_sheet,
    english,
    parsed,
)

FULL = tuple(float(month) for month in range(100, 112))


def wide(picture):
    return parsed(picture.draw("x", "wide").content.join(["<g>", "</g>"]))


def lines(*years, reader=FRENCH):
    return year_lines(reader, "Verre", [YearLine(*year) for year in years], "t")


def bars(*of):
    return ranked_bars(FRENCH, "Verre", [Bar(*bar) for bar in of], "kg/hab.", "Membre")


def months(*values, start=3):
    dated = [
        MonthValue(2025 + place // 12, place % 12 + 1, value)
        for place, value in enumerate(values, start)
    ]
    return month_bars(FRENCH, "Lectures", dated, "lectures")


def test_a_month_without_data_breaks_the_line():
    drawn = wide(lines((2026, (*FULL[:4], None, *FULL[5:]))))
    (path,) = [node.get("d") for node in drawn.iter("path")]
    assert path.count("M") == 2
    assert path.count("L") == 3 + 6
    assert len(list(drawn.iter("circle"))) == 11 + 1  # a marker each, and that of the label


def test_a_month_alone_between_gaps_is_a_point():
    only = (None, 5.0, *[None] * 10)
    drawn = wide(lines((2026, only)))
    assert not list(drawn.iter("path"))
    assert len(list(drawn.iter("circle"))) == 2


def test_each_line_is_labelled_and_no_label_covers_another():
    drawn = wide(lines((2026, FULL), (2025, FULL), (2024, FULL)))
    labels = {
        node.text: float(node.get("y"))
        for node in drawn.iter("text")
        if node.text in {"2024", "2025", "2026"}
    }
    heights = sorted(labels.values())
    assert len(heights) == 3
    assert all(low - high >= 13 for high, low in itertools.pairwise(heights))


def test_years_are_compared_over_the_months_that_both_have():
    """11 months of 100 against the same 11 of 200: half, though 2025 has a twelfth."""
    now = (*[100.0] * 11, None)
    drawn = lines((2025, (200.0,) * 12), (2026, now))
    assert drawn.sentence == (
        "2026 : 1\u202f100\u00a0t en 11 mois. −50\u00a0% par rapport aux mêmes 11 mois de 2025."
    )
    one = lines((2025, (*[None] * 11, 50.0)), (2026, (100.0,) * 12), reader=english())
    assert one.sentence.endswith("+100% against the same month of 2025.")


def test_the_newest_year_comes_first_in_the_table():
    drawn = lines((2024, FULL), (2026, (*[None] * 11, 7.0)))
    assert [column.header for column in drawn.table.columns] == ["Mois", "2026 (t)", "2024 (t)"]
    assert drawn.table.rows[-1] == ("déc.", 7.0, 111.0)


def test_a_year_has_twelve_months_and_a_chart_five_years():
    with pytest.raises(ValueError, match="twelve"):
        YearLine(2026, (1.0,))
    with pytest.raises(ValueError, match="5 at most"):
        lines(*((year, FULL) for year in range(2020, 2026)))


def test_bars_are_ranked_and_carry_their_values_and_unit():
    drawn = bars(("B", 2.5), ("A", 31.25, True), ("C", None))
    assert drawn.table.rows == (("A", 31.25), ("B", 2.5), ("C", None))
    texts = [node.text for node in wide(drawn).iter("text")]
    assert texts == ["A", "31,2\u00a0kg/hab.", "B", "2,5\u00a0kg/hab.", "C", "sans donnée"]
    assert drawn.sentence == ("De 31,2\u00a0kg/hab. (A) à 2,5\u00a0kg/hab. (B). Sans donnée : 1.")


def test_a_bar_is_as_long_as_its_value():
    rects = list(wide(bars(("A", 40.0), ("B", 10.0), ("C", 0.0))).iter("rect"))
    lengths = [float(rect.get("width")) for rect in rects]
    assert lengths[0] == pytest.approx(4 * lengths[1], rel=0.01)
    assert lengths[2] == 1


def test_negative_bars_go_to_the_left_of_zero():
    drawn = wide(bars(("A", 30.0), ("B", -10.0)))
    zero = float(next(iter(drawn.iter("line"))).get("x1"))
    first, second = drawn.iter("rect")
    assert float(first.get("x")) == zero
    assert float(second.get("x")) + float(second.get("width")) == pytest.approx(zero, abs=0.2)


def test_one_bar_and_no_bar_are_said():
    assert bars(("A", 3.0)).sentence == "A : 3\u00a0kg/hab."
    assert bars(("A", 3.0)).draw is None
    assert bars(("A", None)).sentence == "Aucune donnée à comparer."
    assert bars(("A", None)).draw is None


def test_a_month_of_zero_is_not_a_month_without_data():
    drawn = wide(months(3.0, 0.0, None, 12.0))
    hatched = [rect for rect in drawn.iter("rect") if rect.get("class") == "ink-none"]
    assert len(hatched) == 1
    assert [node.text for node in drawn.iter("text")].count("0") == 2  # the axis, and the month


def test_months_are_told_in_a_sentence():
    assert months(3.0, 0.0, 12.0).sentence == (
        "15\u00a0lectures entre avr. 2025 et juin 2025 ; le plus en juin 2025 : 12\u00a0lectures."
    )
    assert months(0.0, 0.0).sentence == "Rien entre avr. 2025 et mai 2025."
    assert months(None).sentence == "Aucune donnée pour ces mois."
    assert months().draw is None


def test_the_year_is_written_under_its_first_month():
    drawn = wide(months(*[1.0] * 12))
    texts = [node.text for node in drawn.iter("text")]
    assert texts.count("2025") == texts.count("2026") == 1


@pytest.mark.parametrize(
    "picture",
    [
        lines((2026, FULL), (2025, FULL)),
        bars(('<b>"A"</b>', 3.0), ("B", None), ("Communauté de communes " * 4, 2.0)),
        months(3.0, None, 4.0),
    ],
    ids=["lines", "bars", "months"],
)
def test_a_chart_is_well_formed_in_our_classes_with_its_table_and_files(picture):
    html = picture.html("dessin", Downloads("/a.svg", "/a.csv"))
    tree = parsed(html)
    assert classes_of(html) <= classes_of_sheet()
    assert len(tree.findall(".//svg[@role='img']")) == 2  # a wide screen's and a narrow one's
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {node.get("href") for node in tree.iter("a")} == {"/a.svg", "/a.csv"}
    assert tree.find(".//table/caption") is not None
    assert "style=" not in html
    parsed(standalone_svg(picture))


def days(*values, span=None, reader=FRENCH):
    """From 1 March 2025 on; a text for a day is not among the values."""
    dated = {
        date(2025, 3, 1) + timedelta(days=ahead): value
        for ahead, value in enumerate(values)
        if value != "absent"
    }
    return day_line(reader, "Débit", dated, "m³/h", span)


def test_a_line_of_days_is_broken_where_a_day_lacks_or_is_not_there():
    for gap in (None, "absent"):
        drawn = wide(days(1.0, 2.0, 3.0, gap, 5.0, 6.0, gap, 8.0))
        (path,) = [node.get("d") for node in drawn.iter("path")]
        assert (path.count("M"), path.count("L")) == (2, 3)
        assert len(list(drawn.iter("circle"))) == 1  # a day alone between two gaps
    rows = days(1.0, "absent", 3.0).table.rows
    assert [value for _, value in rows] == [1.0, None, 3.0]


def test_the_days_that_it_is_about_are_shaded_and_said():
    span = Span(date(2025, 3, 2), date(2025, 3, 4))
    picture = days(*map(float, range(1, 9)), span=span)
    (shade,) = list(wide(picture).iter("rect"))
    whole = [float(node.get("x1")) for node in wide(picture).iter("line")]
    assert float(shade.get("x")) > min(whole)
    assert "le plus, 8\N{NO-BREAK SPACE}m³/h, le 8 mars 2025" in picture.sentence
    assert "Le fond gris va du 2 mars 2025 au 4 mars 2025." in picture.sentence
    running = days(1.0, 2.0, span=Span(date(2025, 3, 2), None), reader=english())
    assert "The grey background begins on" in running.sentence
    after = days(1.0, 2.0, span=Span(date(2025, 4, 2), None))
    assert not list(wide(after).iter("rect"))
    assert days().draw is None
    assert days(None, None).draw is None
    assert len(days(*[1.0] * 900).table.rows) == 400
    of_then = days(*[1.0] * 900, span=Span(date(2025, 6, 30), date(2025, 7, 2)))
    assert (of_then.table.rows[0][0], len(of_then.table.rows)) == ("1er mai 2025", 400)
