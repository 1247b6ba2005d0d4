"""Whoever has no token is told that only open data exists for them: the same for every name.

Covers gateway.reading.query.without_token, catalog.actions.names.
"""

import pytest

from tests.integration.sql.conftest import COLLECTES, VALCOBREIZH

SAID = "Without a token, only open data exists."
FIELD = "{ valDIlleAubigne { collectes { totalCount { value } } } }"
NO_SUCH_FIELD = "{ valDIlleOubliee { collectes { totalCount { value } } } }"


async def said_of(door, document, *who):
    answer = await door.post("/graphql", {"query": document}, *who)
    return answer.json()["errors"][0]["message"]


async def test_a_hidden_name_and_one_that_never_was_are_told_alike(door):
    hidden = await said_of(door, FIELD)
    absent = await said_of(door, NO_SUCH_FIELD)
    assert SAID in hidden
    assert absent == hidden.replace("valDIlleAubigne", "valDIlleOubliee")
    statement = f"SELECT count(*) FROM {COLLECTES}"
    hidden = (await door.refusal(statement))["title"]
    absent = (await door.refusal(statement.replace("collectes", "absentes")))["title"]
    assert SAID in hidden
    assert absent == hidden.replace("collectes", "absentes")


@pytest.mark.parametrize("name", ["valDIlleOubliee", "valDIlleAubigneX"])
async def test_with_a_token_nothing_is_added(door, name):
    document = FIELD.replace("valDIlleAubigne", name)
    assert SAID not in await said_of(door, document, *VALCOBREIZH)
    refused = await door.refusal("SELECT 1 FROM absente.absente", *VALCOBREIZH)
    assert SAID not in refused["title"]


async def test_what_is_wrong_without_being_a_name_says_nothing_of_tokens(door):
    refused = await door.refusal("SELECT FROM WHERE")
    assert SAID not in refused["title"]
