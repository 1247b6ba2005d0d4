"""A statement of PostgreSQL's dialect is said in ours, where it means the same, or refused by name.

Covers federation.postgresql.parsing, federation.postgresql.translation,
federation.postgresql.expressions, federation.postgresql.conditions, federation.postgresql.values,
federation.postgresql.functions, federation.postgresql.days, federation.postgresql.literals,
federation.postgresql.scopes, federation.postgresql.output_names, federation.postgresql.kinds,
federation.postgresql.problems, federation.postgresql.texts.
"""

import pytest

from catalog.model.problem import Problem
from federation.postgresql.expressions import Parameters
from federation.postgresql.kinds import Kind
from federation.postgresql.parsing import parse_query
from federation.postgresql.scan import read_message
from federation.postgresql.translation import translate
from federation.sql.functions import FUNCTIONS
from federation.sql.scan import scan
from tests.unit.postgresql.names import names

SAID = {
    "SELECT * FROM o.t ORDER BY id DESC": "SELECT * FROM o.t ORDER BY id DESC NULLS FIRST",
    "SELECT a FROM o.t ORDER BY a": "SELECT a FROM o.t ORDER BY a",
    "SELECT a AS Foo FROM O.T": "SELECT a AS foo FROM o.t",
    "SELECT id FROM o.t WHERE jour >= '2025-01-01'": (
        "SELECT id FROM o.t WHERE jour >= CAST('2025-01-01' AS DATE)"
    ),
    "SELECT id FROM o.t WHERE ts > '2025-01-01'": (
        "SELECT id FROM o.t WHERE ts > CAST('2025-01-01 00:00:00' AS TIMESTAMP)"
    ),
    "SELECT id FROM o.t WHERE x > '2.5' AND b = 't'": (
        "SELECT id FROM o.t WHERE x > 2.5 AND b = TRUE"
    ),
    "SELECT extract(dow FROM jour) FROM o.t": (
        "SELECT CAST(DAY_OF_WEEK(jour) % 7 AS DECIMAL(38, 0)) FROM o.t"
    ),
    "SELECT jour - '2025-01-01' FROM o.t": (
        "SELECT CAST(DATE_DIFF('day', CAST('2025-01-01' AS DATE), jour) AS INTEGER) FROM o.t"
    ),
    "SELECT jour + 1, jour - 1 FROM o.t": (
        "SELECT DATE_ADD('day', 1, jour), DATE_ADD('day', -(1), jour) FROM o.t"
    ),
    "SELECT jour + interval '1 month' FROM o.t": (
        "SELECT CAST(jour AS TIMESTAMP) + INTERVAL '1' MONTH FROM o.t"
    ),
    "SELECT to_char(ts, 'YYYY-MM-DD HH24:MI') FROM o.t": (
        "SELECT DATE_FORMAT(ts, '%Y-%m-%d %H:%i') FROM o.t"
    ),
    "SELECT sum(id), sum(n), avg(x) FROM o.t": (
        "SELECT SUM(id), SUM(CAST(n AS DECIMAL(38, 0))), AVG(CAST(x AS DOUBLE)) FROM o.t"
    ),
    "SELECT greatest(id, n) FROM o.t": "SELECT COALESCE(GREATEST(id, n), id, n) FROM o.t",
    "SELECT b IS NOT TRUE FROM o.t": "SELECT NOT COALESCE(b, FALSE) FROM o.t",
    r"SELECT id FROM o.t WHERE a LIKE 'x\_%'": (
        r"SELECT id FROM o.t WHERE a LIKE 'x\_%' ESCAPE '\'"
    ),
    "SELECT id FROM o.t WHERE a ILIKE 'X%'": "SELECT id FROM o.t WHERE LOWER(a) LIKE 'x%'",
    "SELECT id FROM o.t WHERE id = ANY('{1,2}')": "SELECT id FROM o.t WHERE id IN (1, 2)",
    "SELECT string_agg(a, ',' ORDER BY id) FROM o.t": (
        "SELECT LISTAGG(a, ',') WITHIN GROUP (ORDER BY id) FROM o.t"
    ),
    "SELECT round(avg(f)::numeric, 1) FROM o.t": (
        "SELECT CAST(CAST(AVG(f) AS DECIMAL(38, 15)) AS DECIMAL(38, 1)) FROM o.t"
    ),
    "SELECT count FROM (SELECT count(*) FROM o.t) s": (
        'SELECT count FROM (SELECT COUNT(*) AS "count" FROM o.t) AS s'
    ),
    "SELECT id FROM o.t LIMIT ALL": "SELECT id FROM o.t",
    "SELECT date_trunc('month', jour) FROM o.t": (
        "SELECT WITH_TIMEZONE(CAST(DATE_TRUNC('month', jour) AS TIMESTAMP), 'UTC') FROM o.t"
    ),
    "SELECT tz AT TIME ZONE 'Europe/Paris' FROM o.t": (
        "SELECT CAST(AT_TIMEZONE(tz, 'Europe/Paris') AS TIMESTAMP) FROM o.t"
    ),
    "VALUES (1, 'a'), (2, NULL)": (
        "SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS valeurs(column1, column2)"
    ),
    "SELECT t.id FROM t JOIN u USING (id)": "SELECT t.id FROM o.t AS t JOIN o.u AS u USING (id)",
}
REFUSED = (
    "SELECT md5(a) FROM o.t",
    "SELECT id FROM o.t FOR UPDATE",
    "SELECT id INTO v FROM o.t",
    "SELECT id FROM ONLY o.t",
    "SELECT id FROM o.t TABLESAMPLE SYSTEM (1)",
    "SELECT generate_series(1, 3)",
    "SELECT * FROM generate_series(1, 3) g",
    "SELECT DISTINCT ON (a) a FROM o.t",
    "SELECT id FROM o.t NATURAL JOIN o.u",
    "SELECT ts - ts FROM o.t",
    "SELECT interval '1 day'",
    "SELECT round(f, 2) FROM o.t",
    "SELECT to_char(id, '999') FROM o.t",
    "SELECT to_char(jour, 'Month') FROM o.t",
    "SELECT extract(second FROM ts) FROM o.t",
    "SELECT f::int FROM o.t",
    "SELECT f::text FROM o.t",
    "SELECT (id, a) = (1, 'x') FROM o.t",
    "SELECT a -> 'x' FROM o.t",
    "SELECT id & 1 FROM o.t",
    "SELECT id FROM o.t WHERE a @> 'x'",
    'SELECT "sum"(id) FROM o.t',
    "SELECT pg_sleep(1)",
    "SELECT id FROM o.t WHERE jour >= 'hier'",
    "WITH RECURSIVE r AS (SELECT 1) SELECT * FROM r",
)


def said(text, given=None, **options):
    (written,) = read_message(text)
    return translate(parse_query(written), names(), given or Parameters(), **options)


@pytest.mark.parametrize("text", SAID)
def test_a_statement_is_said_in_our_words(text):
    assert said(text, search_path=("o",)).text == SAID[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_would_mean_something_else_is_refused_by_name(text):
    with pytest.raises(Problem) as refused:
        said(text)
    assert refused.value.sentence("fr") != refused.value.sentence("en")


@pytest.mark.parametrize("text", SAID)
def test_what_is_said_passes_the_scan_of_our_texts(text):
    words = {each.value for each in scan(said(text, search_path=("o",)).text).tokens}
    assert not {each for each in words if each.startswith("INTERCO_")}


def test_parameters_take_the_types_that_they_stand_beside():
    text = "SELECT a FROM o.t WHERE jour >= $2 AND x > $1 AND id = ANY($3) AND b = $4 LIMIT $5"
    made = said(text)
    kinds = [made.parameters.kinds[each] for each in range(1, 6)]
    assert kinds == [Kind.NUMERIC, Kind.DATE, Kind.INT4, Kind.BOOL, Kind.INT8]
    assert made.places == ((2, None), (1, None), (3, 0), (4, None), (5, None))
    assert made.parameters.are_arrays == {3}
    assert made.text.count("?") == 5


def test_what_a_client_declares_is_what_a_parameter_is():
    made = said("SELECT a FROM o.t WHERE n = $1 AND a = $2", Parameters.declared((23, 1043)))
    assert (made.parameters.kinds[1], made.parameters.kinds[2]) == (Kind.INT4, Kind.TEXT)


def test_an_array_becomes_as_many_places_as_it_has_values():
    given = Parameters.declared((1007,))
    given.arrays = {1: 3}
    assert said("SELECT a FROM o.t WHERE id = ANY($1)", given).places == ((1, 0), (1, 1), (1, 2))
    given.arrays = {1: 0}
    assert said("SELECT a FROM o.t WHERE id = ANY($1)", given).text.endswith("WHERE FALSE")


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("SELECT count(*), max(x), 1, 'a', id, id + 1 FROM o.t",
         ("count", "max", "?column?", "?column?", None, "?column?")),
        ("SELECT id::text, '1'::int, coalesce(a, 'x'), case when b then 1 end FROM o.t",
         ("id", "int4", "coalesce", "case")),
        ("SELECT *, count(*) OVER () FROM o.t", None),
        ("SELECT x AS y, * FROM o.t", (None,)),
        ("SELECT sum(x) OVER w FROM o.t WINDOW w AS (ORDER BY id)", ("sum",)),
    ],
)  # fmt: skip
def test_columns_are_called_as_postgresql_calls_them(text, called):
    assert said(text).names == called


def test_moments_of_the_zone_of_a_session_are_taken_there():
    text = said("SELECT date_trunc('day', tz) FROM o.t", zone="Europe/Paris").text
    assert text == "SELECT DATE_TRUNC('day', AT_TIMEZONE(tz, 'Europe/Paris')) FROM o.t"


def test_every_function_that_is_written_is_one_of_ours():
    from federation.postgresql.functions import _SAME

    assert {each.name for each in _SAME.values()} <= FUNCTIONS
