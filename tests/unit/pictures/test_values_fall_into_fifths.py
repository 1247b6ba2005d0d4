"""Five classes of as many members, computed by hand; equal values are never apart.

Covers papers.pictures.fifths, papers.pictures.axis.
"""

import pytest

from papers.pictures.axis import round_steps
from papers.pictures.fifths import fifths


def test_ten_values_make_five_pairs():
    classes = fifths([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
    assert classes.bounds == (20, 40, 60, 80, 100)
    assert [classes.class_of(value) for value in (10, 20, 21, 40, 60, 80, 81, 100)] == [
        0, 0, 1, 1, 2, 3, 4, 4,
    ]  # fmt: skip


def test_seven_values_of_any_order():
    """Ranks 2, 3, 5, 6, 7 of seven: ⌈7/5⌉, ⌈14/5⌉, ⌈21/5⌉, ⌈28/5⌉, ⌈35/5⌉."""
    assert fifths([7, 1, 6, 2, 5, 3, 4]).bounds == (2, 3, 5, 6, 7)


def test_equal_values_share_a_class():
    classes = fifths([0, 0, 0, 0, 0, 0, 5, 8])
    assert classes.bounds == (0, 5, 8)
    assert [classes.shade_of(value) for value in (0, 5, 8)] == [0, 2, 4]


@pytest.mark.parametrize(
    ("values", "bounds", "shades"),
    [([], (), []), ([3], (3,), [2]), ([3, 3, 3], (3,), [2, 2, 2]), ([1, 9], (1, 9), [1, 3])],
)
def test_few_values_make_few_classes(values, bounds, shades):
    classes = fifths(values)
    assert classes.bounds == bounds
    assert [classes.shade_of(value) for value in values] == shades


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        (1100, 1500, [0, 500, 1000, 1500]),
        (0, 31, [0, 10, 20, 30, 40]),
        (0, 0.3, [0, 0.1, 0.2, 0.3]),
        (-3, 5, [-4, -2, 0, 2, 4, 6]),
        (0, 0, [0, 1]),
    ],
)
def test_an_axis_has_round_steps_from_zero(low, high, steps):
    assert round_steps(low, high) == steps
