"""Covers federation.dialects.annotation, federation.dialects.tree,
federation.dialects.analytics, federation.dialects.capitals, federation.dialects.floats,
federation.dialects.types.
"""

import pytest
from sqlglot import exp, parse_one

from federation.dialects.annotation import annotate
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.problems import NotTranslatable
from federation.to_sql import placeholder_names, render_plan, render_with_literals
from tests.unit.dialects.cases import ENGINES, DialectCase, dialect_cases
from tests.unit.dialects.world import TABLES

CASES = dialect_cases()
DIALECTS = {TRINO: "trino", DUCKDB: "duckdb", POSTGRES: "postgres"}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_text_is_the_one_that_was_read_and_kept(case: DialectCase, engine: str):
    assert case.rendered(engine) == case.expected[engine]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_text_is_a_fixed_point(case: DialectCase, engine: str):
    once = render_plan(case.tree(), engine, TABLES).text
    dialect = DIALECTS[engine]
    again = parse_one(once, read=dialect).sql(dialect=dialect, identify=True)
    assert parse_one(again, read=dialect).sql(dialect=dialect, identify=True) == again


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_tree_that_is_rendered_stays_as_it_was(case: DialectCase, engine: str):
    tree = case.tree()
    before = tree.copy()
    render_plan(tree, engine, TABLES)
    assert tree == before


def test_every_node_of_a_known_column_has_a_type():
    tree = annotate(_query("SELECT x.m + x.i AS s, LOWER(x.n) AS l, x.z AS z"), TABLES)
    kinds = [str(projection.type) for projection in tree.selects]
    assert kinds == ["DECIMAL(13, 2)", "VARCHAR", "TIMESTAMPTZ"]


@pytest.mark.parametrize("expression", ["x.f", "x.t", "x.z"])
def test_what_engines_spell_apart_is_never_made_text(expression: str):
    with pytest.raises(NotTranslatable) as refused:
        render_plan(_query(f"SELECT CAST({expression} AS VARCHAR) AS t"), POSTGRES, TABLES)
    assert "VARCHAR" in refused.value.sentence("fr")


def test_a_table_that_was_not_planned_is_never_read():
    tree = parse_one("SELECT a FROM s.another AS x", read="trino")
    assert isinstance(tree, exp.Query)
    for engine in ENGINES:
        with pytest.raises(LookupError):
            render_plan(tree, engine, TABLES)


def test_a_table_that_says_its_catalog_was_not_planned():
    tree = parse_one("SELECT a FROM c.s.d AS x", read="trino")
    assert isinstance(tree, exp.Query)
    with pytest.raises(LookupError):
        render_plan(tree, TRINO, TABLES)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("L'Haÿ", "'L''Haÿ'"),
        ("a\\b", "'a\\b'"),
        ("'; DROP TABLE x --", "'''; DROP TABLE x --'"),
        (12, "12"),
        (-12, "(-12)"),
        (0.1, "CAST('0.1' AS DOUBLE)"),
        (True, "TRUE"),
        (None, "NULL"),
    ],
)
def test_a_literal_is_a_value_of_its_own_type(value: object, written: str):
    tree = _query("SELECT :p AS p")
    text = render_with_literals(tree, TRINO, TABLES, {"p": value})
    assert text.startswith(f'SELECT {written} AS "p" FROM ')


def test_a_value_that_is_not_given_is_not_made_up():
    with pytest.raises(KeyError):
        render_with_literals(_query("SELECT :p AS p"), TRINO, TABLES, {})


def test_a_name_has_one_number_however_often_it_stands():
    tree = _query(
        "SELECT CAST(:a AS BIGINT) AS x, CAST(:b AS BIGINT) AS y, CAST(:a AS BIGINT) AS z"
    )
    names = placeholder_names(tree)
    assert sorted(names) == ["a", "b"]
    assert render_plan(tree, POSTGRES, TABLES).text.count(f"${names.index('a') + 1} ") == 2


def test_a_percent_sign_needs_no_escape_for_postgresql():
    text = render_plan(_query("SELECT x.n LIKE '100 %' ESCAPE '!' AS p"), POSTGRES, TABLES).text
    assert "LIKE '100 %' ESCAPE '!'" in text


def test_what_an_engine_has_no_words_for_is_refused():
    tree = _query("SELECT DATE_DIFF('millisecond', x.t, x.t) AS p")
    with pytest.raises(NotTranslatable):
        render_plan(tree, POSTGRES, TABLES)


def _query(sql: str) -> exp.Query:
    tree = parse_one(f"{sql} FROM s.d AS x", read="trino")
    assert isinstance(tree, exp.Query)
    return tree
