"""Statements that beginners write wrong are refused with their place and what to write, before any
engine is asked; ordinary_mistakes.txt has 200 of them, mistakes_from_forums.txt 200 more,
mistakes_that_engines_refuse.txt those that are right for one engine or none,
mistakes_of_spreadsheets.txt those of who comes from a spreadsheet or from another dialect.

Covers federation.sql.grouping, federation.sql.grouping_problems, federation.sql.forms,
federation.sql.clauses, federation.sql.functions_over_rows, federation.name_problems,
federation.sql.calls, federation.sql.conditions, federation.sql.neighbours, federation.sql.units,
federation.sql.frames, federation.sql.types_apart, federation.sql.groupings,
federation.sql.outer_joins, federation.sql.orders, federation.sql.arguments,
federation.sql.placing.
"""

from itertools import islice
from pathlib import Path
from random import Random

import pytest

from tests.integration.sql.conftest import COLLECTES, OWNER
from tests.integration.sql.drawn_calls import drawn_calls


def _listed(name):
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


LISTS = {
    each: _listed(each)
    for each in (
        *("ordinary_mistakes.txt", "mistakes_from_forums.txt"),
        *("mistakes_that_engines_refuse.txt", "mistakes_of_spreadsheets.txt"),
    )
}
MISTAKES = [each for listed in LISTS.values() for each in listed]
GENERAL = {"unsupported_query"}
"""Codes whose next step does not say what to write."""
RIGHT = (
    "SELECT flux, count(*) FROM @c GROUP BY flux HAVING count(*) > 1 ORDER BY sum(tonnage_kg)",
    "SELECT count(*) FROM @c HAVING count(*) > 1",
    "SELECT DISTINCT(flux) FROM @c ORDER BY flux",
    "SELECT year(date_collecte) AS a, count(*) FROM @c GROUP BY 1 ORDER BY a",
    "SELECT upper(flux) || '!', max(c.tonnage_kg) FROM @c c GROUP BY upper(flux)",
    "SELECT flux, sum(sum(tonnage_kg)) OVER (ORDER BY flux) FROM @c GROUP BY flux",
    "SELECT flux, mode_collecte, count(*) FROM @c GROUP BY CUBE (flux, mode_collecte)",
    "SELECT DISTINCT flux AS f FROM @c ORDER BY f",
    "SELECT DISTINCT upper(flux) FROM @c ORDER BY upper(flux)",
    "SELECT flux FROM @c c WHERE tonnage_kg = (SELECT max(d.tonnage_kg) FROM @c d)",
    "SELECT c.flux, (SELECT count(*) FROM @c d WHERE d.flux = c.flux) FROM @c c GROUP BY c.flux",
    "SELECT 1 WHERE 50 IN (VALUES 22, 50) AND EXISTS (VALUES 1)",
    "SELECT (VALUES 1)",
    "SELECT flux, count(*) FILTER (WHERE tonnage_kg > 3) FROM @c GROUP BY flux",
    (
        "SELECT count(*) FROM @c c LEFT JOIN @b b ON c.code_commune = b.code_commune"
        " AND b.puissance_kw >= (SELECT avg(d.puissance_kw) FROM @b d)"
    ),
    (
        "SELECT lag(tonnage_kg) IGNORE NULLS OVER (w ORDER BY flux) FROM @c"
        " WINDOW w AS (PARTITION BY flux)"
    ),
    "SELECT sum(tonnage_kg) OVER v FROM @c WINDOW w AS (PARTITION BY flux), v AS (w ORDER BY flux)",
    "SELECT flux, grouping(flux) FROM @c GROUP BY ROLLUP (flux)",
    "SELECT max(tonnage_kg) OVER (w ORDER BY flux) FROM @c WINDOW w AS (PARTITION BY flux)",
    "SELECT extract(YEAR FROM date_collecte), count(DISTINCT flux) FROM @c GROUP BY 1",
    "SELECT round(NULL), abs(NULL), ceil(NULL) FROM @c LIMIT 1",
    "SELECT listagg(NULL, ', ') WITHIN GROUP (ORDER BY flux) FROM @c",
    (
        "SELECT listagg(CASE WHEN flux IS NULL THEN 'x' ELSE flux END, ', ')"
        " WITHIN GROUP (ORDER BY flux) FILTER (WHERE flux IS NOT NULL) FROM @c"
    ),
    "SELECT mod.n AS mod FROM (SELECT 3 AS n) AS mod",
    "SELECT count(DISTINCT flux), sum(DISTINCT tonnage_kg) FROM @c",
    "SELECT CAST(99.5 AS decimal(4, 2)), CAST(2147483647.4 AS integer) FROM @c LIMIT 1",
    "SELECT CAST(-2147483648 AS integer), CAST(-2147483648.4 AS integer) FROM @c LIMIT 1",
    "SELECT CAST(9999999999999999999999999999.99 AS decimal(30, 2)) FROM @c LIMIT 1",
)


def _said(statement):
    return statement.replace("@c", COLLECTES).replace("@b", "sde35.bornes_recharge")


@pytest.mark.one_in(5)
@pytest.mark.parametrize(("code", "statement"), MISTAKES, ids=[each[1] for each in MISTAKES])
async def test_it_is_refused_as_the_callers_with_what_to_write(door, code, statement):
    answer = await door.sql(_said(statement), *OWNER)
    told = answer.json()
    assert (told["status"], told["code"]) == (400, code)
    assert told["detail"]


@pytest.mark.parametrize("unit", ["HOUR", "MINUTE", "SECOND"])
async def test_a_day_has_no_hours_nor_minutes_to_add(door, unit):
    answer = await door.sql(_said(f"SELECT date_collecte + INTERVAL '5' {unit} FROM @c"), *OWNER)
    told = answer.json()
    assert (told["status"], told["code"]) == (400, "sql_form")
    assert (told["place"]["line"], told["place"]["column"]) == (1, 8)


def test_nearly_all_are_told_what_to_write():
    assert len({statement for _, statement in MISTAKES}) == len(MISTAKES) >= 870
    for listed in LISTS.values():
        assert sum(code not in GENERAL for code, _ in listed) >= 0.95 * len(listed)


async def test_nearly_all_are_told_where(door):
    answers = [await door.sql(_said(statement), *OWNER) for _, statement in MISTAKES[::5]]
    assert all(answer.status_code < 500 for answer in answers)
    placed = [answer for answer in answers if answer.json().get("place")]
    assert len(placed) >= 0.95 * len(answers)


async def test_a_call_that_is_nearly_right_is_no_breakdown(door, scaled):
    """A twentieth of them daily."""
    calls = dict.fromkeys(islice(drawn_calls(Random(30)), scaled(8_000)))
    placed, broken = [], []
    for call in calls:
        answer = await door.sql(_said(call), *OWNER)
        if answer.status_code == 400:
            placed.append(answer.json().get("place") is not None)
        elif answer.status_code != 200:
            broken.append(call)
    assert broken == []
    assert len(placed) > 0.5 * len(calls)
    assert sum(placed) >= 0.95 * len(placed)


@pytest.mark.parametrize("statement", RIGHT)
async def test_what_is_right_is_still_answered(door, statement):
    assert await door.rows(_said(statement), *OWNER)


async def test_a_key_of_the_body_that_says_nothing_is_refused(door):
    answer = await door.post("/v1/sql", {"query": "SELECT 1", "limit": 5})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert (
        '"limit" is not a key of the body (query, documentId, parameters, overlap)'
        in answer.text.replace('\\"', '"')
    )


@pytest.mark.parametrize(
    ("address", "body", "said"),
    [
        (
            "/graphql",
            {"query": "{ __typename }", "querry": "{ me { agent } }"},
            'Did you mean "query"?',
        ),
        ("/graphql", {"query": "{ __typename }", "variable": {}}, 'Did you mean "variables"?'),
        (
            "/graphql",
            {"query": "{ __typename }", "operation_name": "A"},
            'Did you mean "operationName"?',
        ),
        ("/graphql", {"doc_id": "tonnages", "variables": {}}, '"doc_id" is not a key'),
        ("/v1/sql", {"query": "SELECT 1", "params": [5]}, 'Did you mean "parameters"?'),
    ],
)
async def test_a_misspelt_key_is_told_with_the_nearest(door, address, body, said):
    answer = await door.post(address, body, *OWNER)
    assert answer.status_code == 400
    assert "bad_request" in answer.text
    assert said in answer.text.replace('\\"', '"')


async def test_what_clients_of_graphql_send_is_taken(door):
    """Apollo and urql send all of these, `null` where they have nothing to say; of `extensions`
    nobody knows the keys.
    """
    body = {
        "operationName": None,
        "query": "{ __typename }",
        "variables": None,
        "extensions": {"clientLibrary": {"name": "@apollo/client", "version": "4.0.0"}, "x": [1]},
        "documentId": None,
    }
    answer = await door.post("/graphql", body, *OWNER)
    assert answer.json() == {"data": {"__typename": "Query"}}
    relay = {"query": "{ __typename }", "variables": {}}
    assert (await door.post("/graphql", relay, *OWNER)).status_code == 200
