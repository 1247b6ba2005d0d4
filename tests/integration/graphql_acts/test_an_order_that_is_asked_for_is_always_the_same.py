"""Without ORDER BY any rows that may be read come; with it, and in pages of GraphQL, the same ones.

Covers federation.rewrites.order_once.
"""

import json

import pytest

from tests.integration.graphql_acts.sql_of_a_town import rows_of

READER, PURPOSE, TABLE = "agent@valcobreizh", "rpqs_dechets", "val_d_ille_aubigne.collectes"
OWNER = "steward@val-d-ille-aubigne"
AGAIN = 6
FORMS = {
    "distinct": "SELECT DISTINCT code_commune AS a FROM {table}",
    "union": "SELECT code_commune AS a FROM {table} UNION SELECT code_commune FROM {table}",
    "union all": "SELECT code_commune AS a FROM {table} UNION ALL SELECT code_commune FROM {table}",
    "intersect": "SELECT code_commune AS a FROM {table} INTERSECT SELECT code_commune FROM {table}",
    "except": "SELECT code_commune AS a FROM {table} EXCEPT SELECT 'x' FROM {table}",
    "group": "SELECT code_commune AS a, count(*) AS n FROM {table} GROUP BY code_commune",
    "having": "SELECT code_commune AS a FROM {table} GROUP BY code_commune HAVING count(*) > 0",
    "with a limit within": "WITH w AS (SELECT DISTINCT code_commune AS a FROM {table} LIMIT 3) "
    "SELECT a FROM w",
    "in a subquery": "SELECT DISTINCT code_commune AS a FROM {table} WHERE code_commune IN "
    "(SELECT code_commune FROM {table} LIMIT 5)",
    "window": "SELECT DISTINCT code_commune AS a, rank() OVER (ORDER BY code_commune) AS n "
    "FROM {table}",
    "join": "SELECT DISTINCT x.code_commune AS a FROM {table} x JOIN {table} y "
    "ON x.code_commune = y.code_commune",
    "offset": "SELECT DISTINCT code_commune AS a FROM {table} OFFSET 1",
}
SOME = {"with a limit within", "in a subquery", "offset"}
"""Of rows that the engine chooses within."""
PAGE = """{ valDIlleAubigne { collectes(first: 7) { nodes { codeCommune tonnageKg }
  pageInfo { endCursor } } } }"""


def first_cells(rows):
    """Nothing at all stands in a line for one empty cell."""
    return {row[0] if row else "" for row in rows}


async def communes(town, who):
    _, rows = await rows_of(town, f"SELECT DISTINCT code_commune FROM {TABLE}", who, PURPOSE)
    return first_cells(rows)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("form", FORMS)
async def test_any_row_that_may_be_read_and_no_other(town, form):
    given, there = await communes(town, READER), await communes(town, OWNER)
    assert given < there
    statement = FORMS[form].format(table=TABLE)
    limited = statement if "OFFSET" in statement else f"{statement} LIMIT 2"
    for _ in range(AGAIN):
        _, rows = await rows_of(town, limited, READER, PURPOSE)
        assert first_cells(rows) <= given


@pytest.mark.one_in(4)
@pytest.mark.parametrize("form", [each for each in FORMS if each not in SOME])
async def test_in_an_order_over_all_of_it_the_same_rows_come(town, form):
    statement = FORMS[form].format(table=TABLE)
    whole = f"SELECT * FROM ({statement}) AS q ORDER BY a LIMIT 4"
    answers = {json.dumps(await rows_of(town, whole, READER, PURPOSE)) for _ in range(AGAIN)}
    assert len(answers) == 1


async def test_pages_of_graphql_begin_with_the_same_rows(town):
    answers = set()
    for at in range(AGAIN):
        told = await town.ask(PAGE, READER, f"page {at}", purpose=PURPOSE)
        answers.add(json.dumps(told.data["valDIlleAubigne"]["collectes"]["nodes"]))
    assert len(answers) == 1
