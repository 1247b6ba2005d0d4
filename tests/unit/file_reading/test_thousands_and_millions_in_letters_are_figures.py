"""Figures that a site shows as `12,4 k` or `1,1 M` among plain ones.

Covers intake.file_reading.scaled_figures.
"""

import pytest

from intake.file_reading.reading import read_rows


def column_of(name, cells):
    lines = [f"lieu;{name}", *(f"Halle {at};{cell}" for at, cell in enumerate(cells))]
    return read_rows("\n".join(lines).encode(), "vues.csv")


@pytest.mark.parametrize(
    ("name", "cells", "total"),
    [
        ("Vues", ["856", "12,4 k", "1,1 M", "921", "2 100", "1 k"], 1_117_277),
        ("Vues", ["856", "7.5K", "12K", "921", "302"], 21_579),
        ("Flux", ["3 Md", "1,25 millions", "940 k", "12 300"], 3_002_202_300),
        ("Abonnés", ["1,2 M", "14 250", "8 700", "23 900"], 1_246_850),
    ],
)
def test_they_are_thousands_and_millions_and_this_is_said(name, cells, total):
    file = column_of(name, cells)
    column = file.named(name).column
    assert (column.type, column.sum, column.unread) == ("integer", total, 0)
    assert "scaled_figures" in {note.code for note in file.reading.notes}


def test_a_capital_m_among_figures_of_its_size_is_a_metre():
    column = column_of("Profondeur", ["12 M", "8 M", "9,5 M", "14 M", "11"]).named("Profondeur")
    assert column.column.sum == 54.5
    assert column.column.unit == "m"


def test_house_numbers_with_a_letter_stay_words():
    column = column_of("Repère", ["12 A", "12 B", "12 K", "14 M", "15"]).named("Repère").column
    assert column.type == "string"
