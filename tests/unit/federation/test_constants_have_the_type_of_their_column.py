"""The first moment of a day, and a value signed in an agreement, as constants of a column's type.

Covers federation.rewrites.expressions.
"""

from datetime import date

import pytest

from catalog.model.dataset import ColumnType, ScalarType
from federation.rewrites.expressions import constant, day_start

DAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("scalar", "moment"),
    [
        (ScalarType.DATE, "2026-07-01"),
        (ScalarType.TIMESTAMP, "2026-07-01 00:00:00.000000"),
        (ScalarType.TIMESTAMP_TZ, "2026-06-30"),
    ],
)
def test_a_day_begins_on_the_clock_of_the_dataset(scalar, moment):
    written = day_start(DAY, ColumnType(scalar), "Europe/Paris")
    assert moment in written.sql()


def test_a_boolean_is_a_boolean():
    assert constant("true", ColumnType(ScalarType.BOOLEAN)).sql() == "TRUE"
