"""A rule may write its argument several times: nested, that doubles at each level.

Covers federation.dialects.local_time, federation.to_sql.
"""

import pytest
from sqlglot import parse_one

from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.problems import QueryTooComplex
from federation.to_sql import render_plan
from tests.within import within

ONCE = ("greatest({}, 1e0)", "sqrt({})", "exp({} + 1)", "power({}, 0.5)")


def nested(call: str, levels: int) -> str:
    text = "v.x"
    for _ in range(levels):
        text = call.format(text)
    return f"SELECT {text} AS y FROM v AS v"


@pytest.mark.parametrize("engine", [DUCKDB, POSTGRES])
@pytest.mark.parametrize("call", ONCE)
def test_thirty_levels_are_refused_in_less_than_the_time_to_write_them(call: str, engine: str):
    tree = parse_one(nested(call, 30), read="trino")

    def refused():
        with pytest.raises(QueryTooComplex):
            render_plan(tree, engine, ())

    within(3, refused)


@pytest.mark.parametrize("engine", [DUCKDB, POSTGRES, TRINO])
@pytest.mark.parametrize("call", ONCE)
def test_a_few_levels_are_written(call: str, engine: str):
    assert render_plan(parse_one(nested(call, 4), read="trino"), engine, ()).text


def test_many_calls_side_by_side_are_written():
    calls = ", ".join(f"greatest(v.x, {number}) AS y{number}" for number in range(500))
    assert render_plan(parse_one(f"SELECT {calls} FROM v AS v", read="trino"), POSTGRES, ()).text
