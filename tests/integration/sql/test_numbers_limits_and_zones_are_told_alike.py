"""Counts are numbers wherever they are computed, LIMIT takes a parameter, zones are kept, and texts
fold as in GraphQL.

Covers federation.sql.counted, federation.sql.zones, federation.sql.parameters.
"""

import pytest

from catalog.fold import fold
from tests.integration.sql.conftest import COLLECTES, OWNER

COUNTED = (
    "SELECT n FROM (SELECT count(*) AS n FROM @c) AS t",
    "WITH t AS (SELECT flux, count(*) AS n FROM @c GROUP BY flux) SELECT max(n) FROM t",
    "SELECT n FROM (SELECT row_number() OVER (ORDER BY id_pesee) AS n FROM @c) AS t WHERE n = 1",
    "SELECT max(n) FROM (SELECT rank() OVER (ORDER BY flux) AS n FROM @c) AS t",
    "SELECT count(*) AS n FROM @c UNION ALL SELECT max(month(date_collecte)) FROM @c",
    "SELECT coalesce(n, 0) FROM (SELECT count(*) AS n FROM @c) AS t",
    "SELECT max(year(date_collecte)) FROM @c",
    "SELECT EXTRACT(MONTH FROM date_collecte) FROM @c LIMIT 1",
    "SELECT (SELECT count(*) FROM @c)",
    "SELECT CASE WHEN n > 3 THEN n END FROM (SELECT count(*) AS n FROM @c) AS t",
)
TEXTS = (
    "SELECT count(*) + 1 FROM @c",
    "SELECT sum(tonnage_kg) FROM @c",
    "SELECT n FROM (SELECT count(*) AS n FROM @c UNION ALL SELECT sum(tonnage_kg) FROM @c) AS t",
    (
        "SELECT CASE WHEN n > 1000000 THEN n ELSE kg END"
        " FROM (SELECT count(*) AS n, sum(tonnage_kg) AS kg FROM @c) AS t"
    ),
)
SEVERAL_ZONES = (
    (
        "SELECT hour(t) FROM (VALUES TIMESTAMP '2025-01-31 08:00:00 Europe/Paris',"
        " TIMESTAMP '2025-01-31 08:00:00 UTC') AS v (t)"
    ),
    "SELECT hour(CAST(flux AS timestamp with time zone)) FROM @c",
    "SELECT date_add('month', 1, TIMESTAMP '2025-01-31 08:00:00 Europe/Paris')",
    "SELECT hour(TIMESTAMP '2025-01-31 08:00:00 +05:30')",
)


@pytest.mark.parametrize("statement", COUNTED)
async def test_what_counts_is_a_number_wherever_it_is_computed(door, statement):
    rows = await door.rows(statement.replace("@c", COLLECTES), *OWNER)
    assert all(isinstance(row[0], int) for row in rows)


@pytest.mark.parametrize("statement", TEXTS)
async def test_another_large_number_is_text_exactly(door, statement):
    rows = await door.rows(statement.replace("@c", COLLECTES), *OWNER)
    assert all(isinstance(row[0], str) for row in rows)


async def test_limit_and_offset_are_given_as_parameters(door):
    asked = f"SELECT id_pesee FROM {COLLECTES} WHERE flux = ? ORDER BY id_pesee OFFSET ? LIMIT ?"
    three = await door.rows(asked, *OWNER, parameters=("OMR", 0, 3))
    assert await door.rows(asked, *OWNER, parameters=("OMR", 1, 1)) == three[1:2]
    for word in ("FIRST", "NEXT"):
        fetched = asked.replace("LIMIT ?", f"ROWS FETCH {word} ? ROWS ONLY")
        assert await door.rows(fetched, *OWNER, parameters=("OMR", 1, 2)) == three[1:]


@pytest.mark.parametrize("given", ["10", -1, 1.5, None, True, 2**31])
async def test_what_is_no_count_of_rows_is_refused_by_its_number(door, given):
    asked = f"SELECT flux FROM {COLLECTES} LIMIT ?"
    told = await door.refusal(asked, *OWNER, parameters=(given,))
    assert told["code"] == "sql_parameter_type"
    assert told["title"].startswith("Parameter 1")


@pytest.mark.parametrize("statement", SEVERAL_ZONES)
async def test_where_zones_differ_the_statement_must_say_which(door, statement):
    told = await door.refusal(statement.replace("@c", COLLECTES), *OWNER)
    assert told["code"] == "sql_zone"
    assert told["place"] is not None
    assert "AT TIME ZONE" in str(told)


async def test_an_instant_keeps_its_offset_out_of_the_query_that_gives_it(door):
    """Two o'clock there is midnight in UTC."""
    asked = "WITH v AS (SELECT TIMESTAMP '2025-01-31 {}' AS t) SELECT hour(t), day(t) FROM v"
    assert await door.rows(asked.format("02:30:00 +02:00")) == [[2, 31]]
    assert await door.rows(asked.format("22:30:00 -02:00")) == [[22, 31]]


async def test_a_name_is_found_without_its_accents_and_capitals(door):
    asked = "SELECT nom, fold(nom) FROM reference.communes WHERE fold(nom) LIKE fold('SAINT-É%')"
    rows = await door.rows(asked)
    assert rows
    assert all(folded == fold(name) for name, folded in rows)
