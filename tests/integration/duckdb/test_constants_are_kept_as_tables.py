"""The constants of a statement become a table of the instance, once: the rows stay the same.

Covers federation.constant_texts, federation.engines.constant_tables,
federation.engines.kept_tables.
"""

from contextlib import ExitStack
from dataclasses import replace

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlglot import exp

from catalog.model.dataset import ObjectKind, PhysicalObject
from federation.engines.constant_tables import ConstantTables
from federation.engines.kept_tables import ATTACH_KEPT_TABLES
from federation.logical import WireType
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.rewrites.packed_table import (
    CONTENT,
    IS_CONSTANT,
    MOST_ROWS_OF_VALUES,
    constant_table,
)
from federation.to_sql import render_plan
from tests.integration.storages.values import column, dataset, duckdb_plan, files_storage

FEW, MANY, MORE = 12, MOST_ROWS_OF_VALUES + 1, MOST_ROWS_OF_VALUES + 20
COLUMNS = (("lieu", WireType.STRING), ("nom", WireType.STRING))
LARGE = 8 * 1024**2
KEPT = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'interco_copies'"


def statement(*lines, source='"lieux"'):
    """Places, each with what the last table of constants says of it."""
    select = exp.select("t.lieu AS lieu", f"m{len(lines)}.nom AS nom").from_(f"{source} AS t")
    for number, each in enumerate(lines, start=1):
        rows = tuple((str(line), f"l'un {line} de {each}") for line in range(each))
        table = constant_table(rows, f"m{number}", ("code", "nom"))
        on = f"m{number}.code = t.lieu"
        select = select.join(exp.Join(this=table, side="LEFT"), on=on)
    return select.order_by("t.lieu")


def plan(*lines, source='"lieux"', of=()):
    planned = duckdb_plan("", COLUMNS, *of)
    rendered = render_plan(statement(*lines, source=source), DUCKDB, planned.tables)
    return replace(planned, text=rendered.text, over_constants=rendered.over_constants)


@pytest.fixture
def cursor():
    with duckdb.connect() as connection:
        connection.execute(ATTACH_KEPT_TABLES)
        connection.execute(
            "CREATE TABLE lieux AS SELECT CAST(i AS VARCHAR) lieu FROM range(5) t(i)"
        )
        yield connection


def tables(cursor):
    return {name for (name,) in cursor.execute(KEPT).fetchall()}


def run(cursor, constants, planned):
    """Which text ran, and its rows."""
    with constants.read_by(cursor, planned, {}) as read:
        return read.text, cursor.execute(read.text).fetchall()


@pytest.mark.parametrize("lines", [(FEW,), (MANY,), (MANY, FEW), (MANY, MANY)])
def test_the_text_is_as_it_would_be_written(lines):
    written = statement(*lines)
    for engine in (TRINO, POSTGRES):
        assert render_plan(written, engine, ()).over_constants is None
    for each in written.find_all(exp.Subquery, exp.Values):
        each.meta.pop(IS_CONSTANT)
    unmarked = render_plan(written, DUCKDB, ())
    assert (unmarked.text, unmarked.over_constants) == (plan(*lines).text, None)


@pytest.mark.parametrize("lines", [(FEW,), (MANY,), (MANY, FEW), (MANY, MANY)])
def test_the_same_rows_are_read_of_tables_made_once(cursor, lines):
    constants, planned = ConstantTables(LARGE), plan(*lines)
    expected = cursor.execute(planned.text).fetchall()
    assert expected[3] == ("3", f"l'un 3 de {lines[-1]}")
    for _ in range(2):
        text, rows = run(cursor, constants, planned)
        assert rows == expected
        assert "l'un" not in text.replace("''", "'")
        assert len(tables(cursor)) == len(set(lines))


def given(content):
    """A table that is cut out of a parameter of the query, whose content has this digest."""
    lines = exp.StringToArray(
        this=exp.Placeholder(this="packed"), expression=exp.Literal.string(";")
    )
    packed = exp.Unnest(
        expressions=[lines],
        alias=exp.TableAlias(this=exp.to_identifier("packed"), columns=[exp.to_identifier("line")]),
    )
    rows = exp.select("line").from_(packed).subquery("given")
    rows.meta.update({IS_CONSTANT: True, CONTENT: content})
    planned = duckdb_plan("", COLUMNS)
    rendered = render_plan(exp.select("line").from_(rows), DUCKDB, planned.tables)
    return replace(planned, text=rendered.text, over_constants=rendered.over_constants)


def test_what_a_parameter_holds_is_cut_once_and_not_taken_for_another(cursor):
    constants = ConstantTables(LARGE)
    for content, packed in [("of a", "a;b"), ("of c", "c"), ("of a", "a;b")]:
        planned = given(content)
        with constants.read_by(cursor, planned, {"packed": packed}) as read:
            assert "packed" not in read.text
            assert cursor.execute(read.text).fetchall() == [(each,) for each in packed.split(";")]
        assert planned.text == given("another").text
    assert len(tables(cursor)) == 2


def test_a_few_lines_are_read_where_they_stand():
    assert plan(3).over_constants is None


def test_two_statements_share_what_is_the_same(cursor):
    constants = ConstantTables(LARGE)
    for planned in (plan(MANY), plan(FEW, MANY)):
        run(cursor, constants, planned)
    assert len(tables(cursor)) == 2


def test_what_has_no_room_is_read_in_the_statement(cursor):
    planned, none = plan(MANY), ConstantTables(0)
    assert run(cursor, none, planned) == (planned.text, cursor.execute(planned.text).fetchall())
    assert tables(cursor) == set()


def test_the_least_recently_read_goes_and_none_that_is_read(cursor):
    constants = ConstantTables(2 * 128 * 1024)
    few, many, more = plan(FEW), plan(MANY), plan(MORE)
    with ExitStack() as held:
        held.enter_context(constants.read_by(cursor, few, {}))
        run(cursor, constants, many)
        text, _ = run(cursor, constants, more)
        assert text == more.over_constants.text
        assert run(cursor, constants, few)[0] == few.over_constants.text
        held.enter_context(constants.read_by(cursor, more, {}))
        assert run(cursor, constants, many)[0] == many.text
    assert run(cursor, constants, many)[0] == many.over_constants.text
    assert len(tables(cursor)) == 2


async def test_a_locked_instance_keeps_them_for_the_next_query(engine, tmp_path, monkeypatch):
    pq.write_table(pa.table({"lieu": [str(each) for each in range(3)]}), tmp_path / "a.parquet")
    storage = files_storage(tmp_path)
    of = dataset(PhysicalObject(ObjectKind.PARQUET, "a.parquet"), [column("lieu")])
    planned = plan(MANY, source=f"{storage.id}.{of.id}", of=[(storage, of)])
    read, real = [], ConstantTables.read_by

    def read_by(self, cursor, each, values):
        read.append((frozenset(tables(cursor)), real(self, cursor, each, values)))
        return read[-1][1]

    monkeypatch.setattr(ConstantTables, "read_by", read_by)
    answers = [(await engine.execute(planned, {})).to_pylist() for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0][2] == {"lieu": "2", "nom": f"l'un 2 de {MANY}"}
    name = planned.over_constants.constants[0].name
    assert [each for each, _ in read] == [frozenset(), frozenset({name})]
