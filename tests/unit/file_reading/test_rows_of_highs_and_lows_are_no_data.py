"""Rows that hold the highest, the lowest, the mean or the number of others are no rows of data.

Covers intake.file_reading.statistic_rows.
"""

import random
from statistics import median

import pytest

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_file, read_rows


def lines(*rows):
    return "\n".join(";".join(map(str, row)) for row in rows).encode()


def read(*rows):
    return read_file(lines(*rows), "releve.csv")


def left_aside(reading):
    return [row.row for row in reading.parts[0].ignored if row.reason.value == "average"]


def codes(reading):
    return {note.code for note in reading.notes} | {one.code for one in reading.questions}


def days(count, columns, seed=7):
    draw = random.Random(seed)
    return [
        [f"{day:02d}/03/2025", *(round(draw.uniform(10, 60), 1) for _ in range(columns))]
        for day in range(1, count + 1)
    ]


def over(rows, kind):
    columns = list(zip(*(row[1:] for row in rows), strict=True))
    return [round(kind(column), 1) for column in columns]


def mean(values):
    return sum(values) / len(values)


HEADER = ["Jour", "Matin (kW)", "Midi (kW)", "Soir (kW)"]


@pytest.mark.parametrize("names", [("Sommet", "Plancher"), ("Pic", "Creux"), ("A", "B")])
def test_highs_and_lows_under_each_block_are_left_aside_whatever_they_are_called(names):
    rows, ends = [HEADER], []
    for seed in (1, 2, 3):
        block = days(6, 3, seed)
        rows += [*block, [names[0], *over(block, max)], [names[1], *over(block, min)], []]
        ends += [len(rows) - 2, len(rows) - 1]
    reading = read(*rows)
    assert left_aside(reading) == ends
    assert reading.rows_kept == 18
    assert "statistic_rows" in codes(reading)
    assert reading.columns[0].type == "date"


def test_a_site_may_stand_before_the_label():
    rows, ends = [["Site", *HEADER]], []
    for seed, site in enumerate(["Mairie", "Halle", "Dojo"]):
        block = days(5, 3, seed)
        rows += [[site, *row] for row in block]
        rows += [[site, "Maxi", *over(block, max)], [site, "Mini", *over(block, min)]]
        ends += [len(rows) - 1, len(rows)]
    assert left_aside(read(*rows)) == ends


def test_they_may_stand_above_the_rows_and_several_together():
    block = days(9, 3)
    heads = [["En moyenne", *over(block, mean)], ["Au milieu", *over(block, median)]]
    heads.append(["Relevés", 9, 9, 9])
    reading = read(HEADER, *heads, *block)
    assert left_aside(reading) == [2, 3, 4]
    assert reading.rows_kept == 9


def test_sites_by_name_end_with_their_highest_where_the_label_says_so():
    sites = ["Mairie", "Halle", "Dojo", "Serre", "Quai", "Gare"]
    rows = [[site, *row[1:]] for site, row in zip(sites, days(6, 2), strict=True)]
    reading = read(["Site", "kW été", "kW hiver"], *rows, ["Pointe", *over(rows, max)])
    assert left_aside(reading) == [8]


def test_the_total_of_all_blocks_is_still_known_beside_them():
    block = days(8, 3)
    total = ["Tout", *over(block, sum)]
    reading = read(HEADER, *block, ["Plus forte valeur", *over(block, max)], total)
    assert reading.rows_kept == 8


def test_a_person_may_say_that_they_are_data():
    block = days(6, 3)
    data = lines(HEADER, *block, ["Pic", *over(block, max)])
    answers = ReadingAnswers({"sum_rows": {"": "data"}})
    assert read_rows(data, "releve.csv", answers=answers).reading.rows_kept == 7


@pytest.mark.parametrize(
    "last",
    [
        ["Fermé", 0, 0, 0],
        ["07/03/2025", 61.2, 63.5, 62.0],
        ["Pont levé", 31.0, 12.4, 18.9],
    ],
)
def test_a_day_without_figures_or_above_all_others_is_data(last):
    reading = read(HEADER, *days(6, 3), last)
    assert reading.rows_kept == 7
    assert not {"statistic_rows", "sum_rows"} & codes(reading)


def test_a_row_that_comes_twice_is_no_highest():
    block = days(6, 3)
    best = [99.5, 98.5, 97.5]
    reading = read(HEADER, *block, ["07/03/2025", *best], ["08/03/2025", *best])
    assert reading.rows_kept == 8


def test_places_whose_names_say_highest_are_data():
    rows = [["Pointe Rouge", 12, 5], ["Pic du Jer", 9, 8], ["Creux de Malval", 4, 8]]
    rows += [["Le Talon", 12, 3], ["Pointe des Dames", 7, 8]]
    assert read(["Site", "Visites", "Agents"], *rows).rows_kept == 5


@pytest.mark.parametrize("own", [2.1, 1.5, 2.6])
def test_a_word_among_codes_is_data_where_one_column_alone_has_other_figures(own):
    """It is near the mean, the lowest or the highest; its year is that of all rows."""
    others = (1.5, 1.7, 1.92, 2.08, 2.2, 2.4, 2.6)
    rows = [["Nous", 2024, own], *([f"Voisin {at}", 2024, one] for at, one in enumerate(others))]
    assert read(["Organisme", "Année", "Valeur"], *rows).rows_kept == 8
    assert read(["Organisme", "Année", "Valeur"], *rows[1:], rows[0]).rows_kept == 8


def test_a_word_among_codes_that_is_the_highest_once_is_data():
    draw = random.Random(3)
    rows = [
        ["divers" if at % 5 == 0 else f"K{at}", draw.randrange(9), draw.randrange(4)]
        for at in range(1, 200)
    ]
    assert read(["Zone", "Passages", "Agents"], *rows).rows_kept == 199
