"""What is given for `?`: its type shapes the statement, its value never does.

Covers federation.sql.parameters, federation.sql.types_said, federation.sql.type_checks,
federation.rewrites.type_parameters, federation.sql.result_types, federation.sql.kinds.
"""

import pytest

from catalog.model.dataset import ColumnType, ScalarType
from catalog.model.problem import Problem
from federation.sql.parameters import MAX_PARAMETERS, MAX_TEXT, read_parameters
from federation.sql_reader import read_sql
from tests.unit.sql.cases import names


@pytest.mark.parametrize(
    ("given", "scalar"),
    [
        ("x", ScalarType.STRING),
        (12, ScalarType.INTEGER),
        (-(2**31), ScalarType.INTEGER),
        (2**31, ScalarType.BIGINT),
        (1.5, ScalarType.FLOAT),
        (True, ScalarType.BOOLEAN),
        ({"type": "bigint", "value": 1}, ScalarType.BIGINT),
        ({"type": "DATE", "value": "2025-01-31"}, ScalarType.DATE),
        (
            {"type": "timestamp  with time zone", "value": "2025-01-31T08:00:00Z"},
            ScalarType.TIMESTAMP_TZ,
        ),
    ],
)
def test_a_value_says_its_type(given, scalar):
    (kind,) = read_parameters([given]).types
    assert kind.type.scalar is scalar
    assert not kind.is_null


def test_a_decimal_says_its_digits():
    (kind,) = read_parameters([{"type": "decimal(6, 2)", "value": "12.34"}]).types
    assert kind.type == ColumnType(ScalarType.DECIMAL, 6, 2)


@pytest.mark.parametrize(
    "given",
    [
        [],
        {},
        {"type": "date"},
        {"type": "interval", "value": "1"},
        {"type": "date", "value": "2025-01-31", "more": 1},
        {"type": "decimal(39, 2)", "value": "1"},
        {"type": "decimal(2, 3)", "value": "1"},
        {"type": "integer", "value": 2**31},
        2**63,
        "a\0b",
        "x" * (MAX_TEXT + 1),
    ],
)
def test_what_is_no_value_is_refused_by_its_number(given):
    with pytest.raises(Problem) as raised:
        read_parameters(["fine", given])
    assert raised.value.code == "sql_parameter_type"
    assert raised.value.facts["number"] == 2


@pytest.mark.parametrize(("length", "cells"), [(100, 1), (101, 10), (1_000, 10), (1_001, 100)])
def test_a_text_is_counted_as_the_longest_of_its_magnitude(length, cells):
    """It may stand in every row: a bound on an answer counts it as so many cells."""
    (kind,) = read_parameters(["x" * length]).types
    assert kind.cells == cells
    assert cells <= read_parameters(["x" * MAX_TEXT]).types[0].cells == MAX_TEXT / 100


def test_there_may_not_be_endlessly_many():
    read_parameters([1] * MAX_PARAMETERS)
    with pytest.raises(Problem):
        read_parameters([1] * (MAX_PARAMETERS + 1))


def test_two_values_of_one_type_read_alike():
    statement = "SELECT ? FROM mesnil_roc_h.fontaines WHERE posee_le = ?"
    days = [{"type": "date", "value": f"2025-01-0{n}"} for n in (1, 2)]
    one, other = (read_sql(statement, read_parameters(["x", day]), names()) for day in days)
    assert one == other
