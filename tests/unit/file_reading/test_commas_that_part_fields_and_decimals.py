"""Decimal commas without quotes under a comma as separator are joined as the header has names.

Covers intake.file_reading.decimal_commas.
"""

import random

import pytest

from intake.file_reading.reading import read_file


def read(header, rows):
    lines = [header, *(",".join(row) for row in rows)]
    return read_file("\n".join(lines).encode(), "export.csv")


def french(value, places=1):
    return f"{value:.{places}f}".replace(".", ",")


def notes(reading):
    return {note.code for note in reading.notes}


def sums(reading):
    return {column.name: column.sum for column in reading.columns if column.sum is not None}


@pytest.mark.parametrize("places", [1, 2, 3])
def test_all_figures_have_decimals(places):
    draw = random.Random(4)
    values = [(round(draw.uniform(1, 90), places), round(draw.uniform(5, 9), places))
              for _ in range(40)]  # fmt: skip
    rows = [[f"P{at % 4}", french(one, places), french(two, places), "ok"]
            for at, (one, two) in enumerate(values)]  # fmt: skip
    reading = read("point,débit l/s,hauteur m,état", rows)
    assert [column.type for column in reading.columns] == ["string", "decimal", "decimal", "string"]
    assert list(sums(reading).values()) == pytest.approx(
        [sum(one for one, _ in values), sum(two for _, two in values)]
    )
    assert "decimal_commas" in notes(reading)
    assert reading.reconciled.agrees


def test_whole_figures_beside_decimals_keep_their_fields():
    draw = random.Random(5)
    rows = [[f"S{at % 3}", str(draw.randrange(3, 40)), french(draw.uniform(0, 3), 2)]
            for at in range(40)]  # fmt: skip
    reading = read("site,passages,tonnage", rows)
    assert sums(reading)["passages"] == sum(int(row[1]) for row in rows)


def test_a_row_without_decimals_is_read_by_what_its_column_holds():
    rows = [[f"S{at % 3}", french(400 + at), french(3 + at / 100, 2)] for at in range(30)]
    rows[7] = ["S1", "405", "3,12"]
    reading = read("site,puissance,tension", rows)
    assert reading.columns[1].filled == 30
    assert reading.columns[2].max == 3.29


def test_a_text_with_a_comma_is_no_decimal():
    rows = [[f"S{at}", "12", "Le Bourg, nord"] for at in range(12)]
    reading = read("site,agents,lieu", rows)
    assert "decimal_commas" not in notes(reading)


def test_two_ways_that_fit_as_well_are_left():
    rows = [["S", str(at % 7), str((at * 3) % 8), str((at * 5) % 9)] for at in range(30)]
    assert "decimal_commas" not in notes(read("site,a,b", rows))


@pytest.mark.parametrize(("before", "behind"), [([1], []), ([], [""])])
def test_a_column_without_a_name_is_no_decimal(before, behind):
    rows = [[*(str(at) for _ in before), str(at % 7), str(10 + at % 9), "ok", *behind]
            for at in range(30)]  # fmt: skip
    assert "decimal_commas" not in notes(read("passages,agents,note", rows))
