"""Whatever is sent, the scan ends soon: in words that mean one thing, or in a Problem.

Covers federation.sql.scan, federation.source_text, federation.sql.sequences,
federation.size_problems, catalog.model.problem.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.model.problem import Problem
from federation.limits import Limits
from federation.logical import LogicalQuery
from federation.plan import DUCKDB
from federation.planning import plan_slice
from federation.sql.parameters import read_parameters
from federation.sql.scan import MAX_NESTING, MAX_TOKENS, scan
from federation.sql_reader import read_sql
from tests.tiers import examples
from tests.unit.federation.world import binding, snapshot
from tests.unit.sql.cases import names
from tests.within import within

NOTHING = read_parameters(())
VOCABULARY = (
    "SELECT FROM WHERE GROUP BY ORDER LIMIT WITH AS JOIN ON USING CASE WHEN THEN ELSE END NOT"
    " AND OR IN EXISTS BETWEEN LIKE ESCAPE UNION ALL INTERSECT EXCEPT OVER PARTITION ROWS"
    " FILTER CAST DATE TIMESTAMP INTERVAL DECIMAL VALUES LATERAL NATURAL CROSS LEFT FULL TABLE"
    " UNNEST ARRAY ROW DISTINCT HAVING WINDOW FETCH OFFSET IS NULL ROLLUP CUBE GROUPING SETS"
    " count sum a b flux val_d_ille_aubigne.collectes mesnil_roc_h.fontaines 1 2.5 1e3 'x'"
    " '' \"q\" ( ) , . * + - / % = <> < >= || ? ; EXPLAIN SHOW TABLES DESCRIBE -- /* */"
)
WORDS = st.sampled_from(VOCABULARY.split())
STATEMENTS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)


def refusal(text):
    with pytest.raises(Problem) as raised:
        read_sql(text, NOTHING, names())
    return raised.value


def told(text):
    """Read, and planned for its owner, or a Problem whose sentences can be written."""
    try:
        read = read_sql(text, NOTHING, names())
        if isinstance(read, LogicalQuery):
            engines = frozenset({DUCKDB})
            plan_slice(read, binding("owner"), snapshot(), Limits(), engines, DUCKDB)
    except Problem as problem:
        return problem.sentence("fr"), problem.sentence("en"), problem.next_step("fr")
    return None


def ctes(count):
    """Each reads the one before twice: 2 to the power of `count` tables."""
    first = "WITH c0 AS (SELECT * FROM mesnil_roc_h.fontaines)"
    each = [f", c{n} AS (SELECT a.* FROM c{n - 1} a, c{n - 1} b)" for n in range(1, count)]
    return f"{first}{''.join(each)} SELECT * FROM c{count - 1}"


def stars(count):
    inner = "SELECT * FROM mesnil_roc_h.fontaines"
    for n in range(count):
        inner = f"SELECT *, * FROM ({inner}) q{n}"
    return inner


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT " + "(" * 50_000 + "1" + ")" * 50_000, "sql_limit"),
        ("SELECT " + "(" * 49_000, "sql_limit"),
        ("SELECT " + "(" * 5_000 + "1" + ")" * 5_000, "sql_limit"),
        ("SELECT " + "abs(" * 5_000 + "1" + ")" * 5_000, "sql_limit"),
        ("SELECT " + "CASE WHEN true THEN " * 900 + "1" + " END" * 900, "sql_limit"),
        ("SELECT " + "NOT " * 10_000 + "true", "sql_limit"),
        ("SELECT " + "- " * 10_000 + "1", "sql_limit"),
        ("SELECT 1" + " + 1" * 9_000, "sql_limit"),
        ("SELECT 1" + " AND true" * 9_000, "sql_limit"),
        ("SELECT 1" + " = 1" * 9_000, "sql_limit"),
        ("SELECT 1 FROM a.t" + " JOIN a.t" * 40, "sql_limit"),
        ("SELECT 1" + ", 1" * 30_000, "sql_limit"),
        ("SELECT '" + "x" * 100_000 + "'", "sql_limit"),
        ("SELECT " + "9" * 60, "sql_limit"),
        ("SELECT 1" + " UNION SELECT 1" * 5_000, "sql_limit"),
        (ctes(40), "sql_limit"),
        (ctes(101), "sql_limit"),
        (stars(25), "sql_limit"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else value,
)
def test_what_would_hang_a_parser_or_an_engine_is_a_problem_at_once(text, code):
    # A parser that hangs does so for minutes.
    assert within(3, lambda: refusal(text)).code == code


def test_what_is_nested_less_is_read():
    depth = MAX_NESTING - 2
    read_sql("SELECT " + "(" * depth + "1" + ")" * depth, NOTHING, names())
    read_sql(ctes(6), NOTHING, names())
    read_sql(stars(3), NOTHING, names())


@given(STATEMENTS)
@settings(max_examples=examples(1_500), deadline=2_000)
def test_any_words_are_read_or_refused(text):
    told(text)


@given(st.text(max_size=200))
@settings(max_examples=examples(1_500), deadline=2_000)
def test_any_text_is_read_or_refused(text):
    for statement in (text, f"SELECT {text}", f"SELECT '{text}' FROM a.b"):
        told(statement)


@given(st.text(max_size=60).filter(lambda text: "\0" not in text))
@settings(max_examples=examples(500), deadline=2_000)
def test_a_quoted_text_means_itself(text):
    quoted = text.replace("'", "''")
    read = read_sql(f"SELECT '{quoted}'", NOTHING, names())
    (parameter,) = read.parameters
    assert parameter.source.value == text


@pytest.mark.parametrize("word", ["SHOW", "EXPLAIN", "CALL", "FETCH", "EXECUTE"])
def test_a_word_inside_never_makes_the_rest_a_command(word):
    text = f"SELECT 1 AS x BEGIN {word} 'a' FROM val_d_ille_aubigne.paie"
    problem = refusal(text)
    assert problem.code in {"sql_syntax", "unknown_dataset", "sql_construct"}


@given(STATEMENTS)
@settings(max_examples=examples(1_000), deadline=2_000)
def test_a_scan_keeps_every_place(text):
    """What is left of a comment is blank, and everything else stands where it stood."""
    try:
        scanned = scan(text)
    except Problem:
        return
    assert len(scanned.clean) == len(text)
    assert all(
        text[each.start : each.end] == scanned.clean[each.start : each.end]
        for each in scanned.tokens
    )
    assert len(scanned.tokens) <= MAX_TOKENS


@pytest.mark.parametrize("sign", ["=", "<>", "!=", "<", "<=", ">", ">=", "||"])
def test_each_sign_between_two_values_is_read_whole(sign):
    tokens = scan(f"SELECT a {sign} b").tokens
    assert [each.value for each in tokens] == ["SELECT", "A", sign, "B"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("SELECT !a", "sql_written_otherwise"), ("SELECT $1", "sql_written_otherwise"),
     ("SELECT a FROM b$files", "sql_construct")],
)  # fmt: skip
def test_a_sign_of_other_dialects_is_told_where_it_stands(text, code):
    assert refusal(text).code == code
