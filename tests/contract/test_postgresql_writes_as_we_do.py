"""A small answer is written by PostgreSQL itself: the same JSON as ours, the same page.

Covers federation.rows_as_json, schema.paging, federation.results.json_rows.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sqlglot import exp

from deploy.local import PostgresqlServer
from federation.engines.postgres_engine import PostgresEngine
from federation.limits import Limits
from federation.logical import Cell, Constant, Field, Label, Nested, Shape, WireType
from federation.plan import Plan
from federation.problems import ExpressionFailed, SourceTimeout, TooManyBytes, TooManyRows
from federation.results.json_rows import write_rows
from federation.rows_as_json import CURSOR_GAP, rows_as_json
from federation.values import bind_values
from schema.paging import finish_nodes, wire_rows
from tests.contract.cases_file import ContractCase, contract_cases
from tests.contract.conftest import KEYRING, Bench
from tests.contract.questions import COUNT, ENDLESS, IDS, OVERFLOW

PLACE = "postgresql"
SMALL = Limits(timeout_s=60, max_rows=500)
OTHERS = {WireType.FLOAT, WireType.TIMESTAMP, WireType.TIMESTAMP_TZ, WireType.JSON}
CASES = [case for case in contract_cases() if not OTHERS & {wire for _, wire in case.columns}]
# A text that JSON, SQL or a page must escape, days that no ISO form has, the widest integers.
ODD = """SELECT * FROM (VALUES
  (1, 9223372036854775807, E'"\\\\ \\b\\f\\n\\r\\t\\x01\\x1f\\x7f',
   DATE '2024-02-29', TRUE, '1.500'),
  (2, -9223372036854775808, '</script> é 🚲 \u2028', DATE 'infinity', FALSE, '-0.001'),
  (3, NULL, '', DATE '-infinity', NULL, NULL),
  (4, 0, NULL, DATE '0044-03-15 BC', TRUE, '0'),
  (5, 5, 'null', DATE '10000-01-01', TRUE, '12345678901234567890.12'),
  (6, 6, 'six', DATE '0001-01-01', TRUE, '6'),
  (7, 7, 'seven', DATE '9999-12-31', NULL, '7')
) AS odd ("c0", "c1", "c2", "c3", "c4", "c5") ORDER BY "c0"
"""
ODD_COLUMNS = (
    ("c0", WireType.INT),
    ("c1", WireType.BIGINT),
    ("c2", WireType.STRING),
    ("c3", WireType.DATE),
    ("c4", WireType.BOOLEAN),
    ("c5", WireType.DECIMAL),
)


@pytest.fixture
async def engine(postgresql: PostgresqlServer) -> AsyncIterator[PostgresEngine]:
    engine = PostgresEngine(lambda _: postgresql.password, connections_per_storage=2)
    yield engine
    await engine.aclose()


def cells(columns: tuple[tuple[str, WireType], ...]) -> tuple[Field, ...]:
    return tuple(Cell(name, name, wire) for name, wire in columns)


def shaped(plan: Plan, fields: tuple[Field, ...], **logical: Any) -> Plan:
    """The plan of a document that asks for `fields`."""
    asked = replace(plan.logical, shape=Shape(fields), **logical)
    return replace(
        plan, logical=asked, json_text=rows_as_json(asked, plan.tree, plan.text), max_rows=1_000
    )


def odd(bench: Bench, fields: tuple[Field, ...], **logical: Any) -> Plan:
    plan = replace(bench.plan(IDS, PLACE, SMALL), text=ODD)
    return shaped(plan, fields, columns=ODD_COLUMNS, **logical)


async def both(engine: PostgresEngine, plan: Plan) -> tuple[Any, Any]:
    """What PostgreSQL wrote, and what we write of the same rows."""
    values = bind_values(plan, {}, {}, KEYRING)
    page = finish_nodes(plan.logical, await engine.execute(plan, values))
    ours = json.loads(write_rows(page.table, plan.logical.shape, {}))
    written = await engine.write(plan, values)
    theirs = json.loads(written.body)
    assert len(theirs) == written.rows
    return (theirs, written.has_next, written.last), (ours, page.has_next, page.last)


def test_most_queries_of_the_corpus_are_among_them():
    assert len(CASES) > 100


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_the_corpus_is_written_alike(
    bench: Bench, engine: PostgresEngine, case: ContractCase
):
    plan = shaped(bench.plan(case, PLACE, SMALL), cells(case.columns))
    (theirs, *_), (ours, *_) = await both(engine, plan)
    if "ORDER BY" not in case.sql.rpartition(")")[2]:
        theirs, ours = sorted(theirs, key=repr), sorted(ours, key=repr)
    assert theirs == ours


async def test_odd_values_are_written_alike(bench: Bench, engine: PostgresEngine):
    theirs, ours = await both(engine, odd(bench, cells(ODD_COLUMNS)))
    assert theirs == ours
    assert len(theirs[0]) == 7


@pytest.mark.parametrize("size", [1, 3, 6, 7, 8])
async def test_a_page_ends_alike(bench: Bench, engine: PostgresEngine, size: int):
    cursor = ("c1", "c2", "c3", "c4", "c5", "c0")
    plan = odd(bench, cells(ODD_COLUMNS), page_size=size, cursor_columns=cursor)
    theirs, ours = await both(engine, plan)
    assert theirs == ours
    assert theirs[1] is (size < 7)
    assert len(theirs[2]) == 6


EDGE = (Cell("cursor", "edge", WireType.STRING), Nested("node", cells(ODD_COLUMNS)))


async def test_each_row_has_a_gap_for_its_cursor_and_its_place(
    bench: Bench, engine: PostgresEngine
):
    plan = odd(bench, EDGE, page_size=3, cursor_columns=("c1", "c3"), edge_cursor="edge")
    written = await engine.write(plan, bind_values(plan, {}, {}, KEYRING))
    assert [each["cursor"] for each in json.loads(written.body)] == [CURSOR_GAP] * 3
    rows = await engine.execute(plan, bind_values(plan, {}, {}, KEYRING))
    page = finish_nodes(plan.logical, rows)
    assert list(written.places or ()) == wire_rows(page.table, ("c1", "c3"))


async def test_rows_without_a_key_have_no_cursor(bench: Bench, engine: PostgresEngine):
    plan = odd(bench, EDGE, page_size=3, edge_cursor="edge")
    written = await engine.write(plan, bind_values(plan, {}, {}, KEYRING))
    assert [each["cursor"] for each in json.loads(written.body)] == [None] * 3
    assert written.places is None


async def test_no_row_is_an_empty_list_and_no_cursor(bench: Bench, engine: PostgresEngine):
    plan = replace(bench.plan(IDS, PLACE, SMALL), text='SELECT 1 AS "id" WHERE FALSE')
    plan = shaped(plan, cells(IDS.columns), page_size=2, cursor_columns=("id",))
    theirs, ours = await both(engine, plan)
    assert theirs == ours == ([], False, None)


async def test_objects_constants_and_any_key_are_written_alike(
    bench: Bench, engine: PostgresEngine
):
    typename = Constant("__typename", b'"L\'agent \\"x\\""')
    inner = (Cell("answer", "c1", WireType.BIGINT), typename)
    plan = odd(
        bench,
        (
            typename,
            Cell("o", "c0", WireType.INT),
            Cell("select", "c2", WireType.STRING),
            Cell("k" * 63, "c3", WireType.DATE),
            Nested("there", (*inner, Nested("deeper", inner)), presence="c1"),
            Nested("always", (Constant("nothing", b"{}"), Cell("there", "c4", WireType.BOOLEAN))),
        ),
    )
    theirs, ours = await both(engine, plan)
    assert theirs == ours
    assert [row["there"] is None for row in theirs[0]] == [False, False, True, *[False] * 4]


@pytest.mark.parametrize(
    ("case", "changes", "problem"),
    [
        (IDS, {"max_rows": 47}, TooManyRows),
        (IDS, {"max_bytes": 47}, TooManyBytes),
        (OVERFLOW, {}, ExpressionFailed),
        (ENDLESS, {"timeout_s": 0.3}, SourceTimeout),
    ],
    ids=["rows", "bytes", "failure", "time"],
)
async def test_what_stops_an_answer_stops_this_one(
    bench: Bench, engine: PostgresEngine, case: ContractCase, changes: Any, problem: type[Exception]
):
    plan = shaped(bench.plan(case, PLACE, SMALL), cells(case.columns))
    plan = replace(plan, **changes)
    with pytest.raises(problem) as told:
        await engine.write(plan, bind_values(plan, {}, {}, KEYRING))
    assert told.value.__cause__ is None


@pytest.mark.parametrize(
    "field",
    [
        Cell("k" * 64, "n", WireType.COUNT),
        Label("commune", "n", "nom"),
        Nested("empty", ()),
        Nested("far", (Label("commune", "n", "nom"),)),
    ],
    ids=["a longer name", "a label", "an empty object", "a label inside"],
)
def test_what_postgresql_would_write_otherwise_is_left_to_us(bench: Bench, field: Field):
    plan = bench.plan(COUNT, PLACE, SMALL)
    assert shaped(plan, cells(COUNT.columns)).json_text is not None
    assert shaped(plan, (*cells(COUNT.columns), field)).json_text is None


@pytest.mark.parametrize("wire", sorted(OTHERS), ids=str)
def test_a_type_with_a_form_of_ours_is_left_to_us(bench: Bench, wire: WireType):
    plan = bench.plan(COUNT, PLACE, SMALL)
    assert shaped(plan, cells(COUNT.columns), columns=(("n", wire),)).json_text is None


def test_an_answer_that_may_be_large_is_left_to_us(bench: Bench):
    large = bench.plan(IDS, PLACE, Limits(timeout_s=60, max_rows=1_002))
    limit = large.tree.args["limit"]
    assert isinstance(limit, exp.Limit)
    assert shaped(large, cells(IDS.columns)).json_text is None
