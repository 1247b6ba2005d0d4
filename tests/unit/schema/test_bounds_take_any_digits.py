"""A bound with more digits than its column is compared exactly; an equality with one is refused.

Covers federation.wire_values.
"""

import operator
from decimal import Decimal

import pytest

from federation.wire_values import canonical_value
from tests.unit.schema.engine import open_database, run_slice
from tests.unit.schema.reading import codes_of, collectes, only_slice, read
from tests.unit.schema.rows import bornes
from tests.unit.schema.rows import collectes as rows
from tests.unit.schema.sample import COLLECTES

ROWS = rows()
WEIGHTS = sorted({each["tonnage_kg"] for each in ROWS if each["tonnage_kg"] is not None})
A_WEIGHT = WEIGHTS[len(WEIGHTS) // 2]
# On a value, and a hair to each side of it: where a rounded bound would go wrong.
BOUNDS = [str(A_WEIGHT + Decimal(each)) for each in ("0", "0.0004", "-0.0004", "1e-12", "-1e-12")]
COMPARED = {"lt": operator.lt, "lte": operator.le, "gt": operator.gt, "gte": operator.ge}


@pytest.fixture(scope="module")
def database():
    with open_database({"collectes": ROWS, "bornes": bornes()}) as opened:
        yield opened


def count(database, document, variables=None):
    finished, _ = run_slice(database, only_slice(read(document, variables)), variables)
    return finished.table.num_rows


def expected(is_within):
    return sum(each["tonnage_kg"] is not None and is_within(each["tonnage_kg"]) for each in ROWS)


@pytest.mark.parametrize("bound", [*BOUNDS, "-0.00001", "0.00001"])
@pytest.mark.parametrize("name", COMPARED)
def test_a_bound_is_exact_whether_written_or_in_a_variable(database, name, bound):
    bound = format(Decimal(bound), "f")
    within = expected(lambda weight: COMPARED[name](weight, Decimal(bound)))
    written = collectes(f"(first: 1000, where: {{ tonnageKg: {{ {name}: {bound} }} }})")
    assert count(database, written) == within
    variable = collectes(
        f"(first: 1000, where: {{ tonnageKg: {{ {name}: $bound }} }})",
        head="query($bound: Decimal)",
    )
    assert count(database, variable, {"bound": bound}) == within


def test_both_bounds_of_between_are_exact(database):
    low, high = A_WEIGHT - Decimal("0.0004"), A_WEIGHT + Decimal("0.0004")
    document = collectes(f"(first: 1000, where: {{ tonnageKg: {{ between: [{low}, {high}] }} }})")
    assert count(database, document) == expected(lambda weight: weight == A_WEIGHT) > 0


@pytest.mark.parametrize("name", ["eq", "ne"])
def test_an_equality_that_cannot_hold_is_refused_with_what_is_meant_instead(name):
    document = collectes(f"(where: {{ tonnageKg: {{ {name}: 22.1234 }} }})")
    assert codes_of(document) == ["unexpected_value"]


def test_a_reading_for_a_bound_is_not_shared_with_a_value_that_fits():
    document = collectes("(where: { tonnageKg: { lt: $x } })", head="query($x: Decimal)")
    one = read(document, {"x": "22.123"})
    assert one.variables_key({"x": "22.123"}) == one.variables_key({"x": "1"})
    assert one.variables_key({"x": "22.123"}) != one.variables_key({"x": "22.1234"})


@pytest.mark.parametrize(
    ("rounding", "value", "rounded"),
    [
        ("FLOOR", "22.1239", "22.123"),
        ("CEILING", "22.1231", "22.124"),
        ("FLOOR", "-22.1231", "-22.124"),
        ("CEILING", "-22.1239", "-22.123"),
        ("CEILING", "9" * 30 + ".0000000001", "9" * 30 + ".001"),
        ("FLOOR", "22.123", "22.123"),
    ],
)
def test_a_bound_goes_to_the_value_next_to_it(rounding, value, rounded):
    type_ = next(each.type for each in COLLECTES.columns if each.name == "tonnage_kg")
    assert canonical_value(value, type_, rounding) == rounded
