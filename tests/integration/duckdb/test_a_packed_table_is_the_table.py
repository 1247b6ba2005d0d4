"""Covers federation.rewrites.packed_table."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.rewrites.packed_table import MOST_ROWS_OF_VALUES, constant_table
from tests.tiers import examples

COLUMNS = ("code", "day", "name")
LINES = st.lists(
    st.tuples(
        st.text("0123456789AB", min_size=1, max_size=8),
        st.integers(0, 99_999_999),
        st.text("abc 'é-", max_size=12).map(str.strip),
    ),
    min_size=1,
    max_size=20,
)


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        yield opened


@settings(max_examples=examples(40), deadline=None)
@given(lines=LINES)
def test_many_constants_are_read_back_as_they_were_given(connection, lines):
    many = tuple(lines) * (MOST_ROWS_OF_VALUES // len(lines) + 1)
    table = constant_table(many, "t", COLUMNS)
    assert table.key == "subquery"
    found = connection.sql(f"FROM {table.sql('duckdb')}").fetchall()
    assert sorted(found) == sorted(many)


def test_a_constant_that_holds_the_separator_is_refused():
    with pytest.raises(ValueError, match="separator"):
        constant_table((("a;b", 1, ""),) * (MOST_ROWS_OF_VALUES + 1), "t", COLUMNS)
