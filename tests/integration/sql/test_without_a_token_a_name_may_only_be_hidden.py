"""Whoever has no token is told that only open data exists for them: the same for every name.

Covers gateway.reading.query.without_token, catalog.actions.names.
"""

import pytest

from catalog.model.subject import Strength
from federation.problems import UnknownDataset
from gateway.identity.claims import Claims
from gateway.reading.query.without_token import noting_missing_token
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


def test_nor_is_anything_added_for_a_person_who_signed_in_on_a_page():
    """A session is no header; it says all the same who asks."""
    problem = UnknownDataset(dataset="absente.absente")
    session = Claims("urn:a", "anne", None, frozenset(Strength), via="session")
    assert SAID in noting_missing_token([problem], None, None)[0].sentence("en")
    for authorization, known in ((None, session), ("Bearer x", None)):
        (told,) = noting_missing_token([problem], authorization, known)
        assert SAID not in told.sentence("en")


async def test_what_is_wrong_without_being_a_name_says_nothing_of_tokens(door):
    refused = await door.refusal("SELECT FROM WHERE")
    assert SAID not in refused["title"]
