"""A document is sent once with its hash, then by its hash alone, by the same caller.

Covers gateway.reading.query.documents_by_hash, gateway.reading.query.hash_problems,
gateway.http.persisted_query, gateway.reading.query.callers.
"""

import hashlib
import json
from types import SimpleNamespace

import httpx
import pytest
from httpx import ASGITransport
from starlette.applications import Starlette
from starlette.routing import Route

from gateway.http.graphql import graphql_endpoint
from gateway.reading.query.documents_by_hash import documents_by_hash

AGENT, STEWARD = "agent@valcobreizh", "steward@valcobreizh"
OWN = "{ valcobreizh { collectes { totalCount { value } } } }"
NOT_FOUND = (200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
NOT_SUPPORTED = (200, "PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")


def hash_of(document):
    return hashlib.sha256(document.encode()).hexdigest()


def named(document):
    return {"persistedQuery": {"version": 1, "sha256Hash": hash_of(document)}}


@pytest.fixture
async def door(town):
    """Asks by HTTP, as an agent of the demo or as nobody."""
    app = Starlette(routes=[Route("/graphql", graphql_endpoint, methods=["GET", "POST"])])
    app.state.services = town.services
    agents = (await town.ports.catalog.current()).agents.values()

    async def ask(agent=None, method="POST", **parameters):
        headers = {"Accept-Language": "en"}
        if agent is not None:
            found = next(each for each in agents if each.sub == agent)
            headers["Authorization"] = f"Bearer {town.state.token(found)}"
        sent = {"json": parameters}
        if method == "GET":
            texts = {
                name: each if isinstance(each, str) else json.dumps(each)
                for name, each in parameters.items()
            }
            sent = {"params": texts}
        answered = await client.request(method, "/graphql", headers=headers, **sent)
        return SimpleNamespace(status=answered.status_code, **answered.json())

    async with httpx.AsyncClient(transport=ASGITransport(app), base_url="http://door") as client:
        yield ask


def told(answered):
    (error,) = answered.errors
    return answered.status, error["extensions"]["code"], error["message"]


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_it_is_found_by_who_sent_it_and_by_nobody_else(door, method):
    assert told(await door(AGENT, method, extensions=named(OWN))) == NOT_FOUND
    sent = await door(AGENT, query=OWN, extensions=named(OWN))
    assert (await door(AGENT, method, extensions=named(OWN))).data == sent.data
    assert (await door(AGENT, method, query="", extensions=named(OWN))).data == sent.data
    assert told(await door(STEWARD, method, extensions=named(OWN))) == NOT_FOUND
    assert told(await door(None, method, extensions=named(OWN))) == NOT_SUPPORTED


async def test_what_is_refused_is_not_kept(door, town):
    wrong = "{ valcobreizh { nothing } }"
    deep = "{ a " * 200 + "}" * 200
    for document in (wrong, deep, "{", "{ __typename } " + "#" * 200_000):
        refused = await door(AGENT, query=document, extensions=named(document))
        assert "data" not in vars(refused)
        assert told(await door(AGENT, extensions=named(document))) == NOT_FOUND
    assert town.ports.documents_by_hash.size_bytes == 0


async def test_who_has_no_token_fills_nothing(door, town):
    document = "{ organisations { slug } }"
    assert (await door(None, query=document, extensions=named(document))).data["organisations"]
    assert town.ports.documents_by_hash.size_bytes == 0


async def test_a_hash_of_another_text_is_refused_and_nothing_is_kept(door):
    refused = await door(AGENT, query="{ __typename }", extensions=named(OWN))
    assert refused.errors[0]["extensions"]["code"] == "other_document_hash"
    assert told(await door(AGENT, extensions=named(OWN))) == NOT_FOUND


async def test_another_form_of_a_hash_is_named(door):
    other = {"version": 2, "sha256Hash": hash_of(OWN)}, {"version": 1, "sha256Hash": "abc"}
    for sent in ("x", {}, *other):
        refused = await door(AGENT, query=OWN, extensions={"persistedQuery": sent})
        assert refused.errors[0]["extensions"]["code"] == "bad_request"
        assert "sha256Hash" in refused.errors[0]["message"]


async def test_what_changes_something_is_refused_by_get_also_by_its_hash(door):
    document = 'mutation { revokeKey(id: "x", dryRun: true) { act } }'
    await door(STEWARD, query=document, extensions=named(document))
    by_get = await door(STEWARD, "GET", extensions=named(document))
    assert (by_get.status, told(by_get)[1]) == (405, "mutation_over_get")


async def test_the_right_is_that_of_each_request_not_of_the_day_it_was_kept(door, town):
    """What is kept is a text: whoever lost the right since is refused as with the text."""
    document = "{ keys { id } }"
    assert (await door(STEWARD, query=document, extensions=named(document))).data["keys"] == []
    kept = town.ports.documents_by_hash
    snapshot = await town.ports.catalog.current()
    agent = next(each for each in snapshot.agents.values() if each.sub == AGENT)
    kept.keep((agent.issuer, agent.sub), hash_of(document), document)
    by_hash = await door(AGENT, extensions=named(document))
    by_text = await door(AGENT, query=document)
    assert by_hash.errors[0]["extensions"]["code"] == by_text.errors[0]["extensions"]["code"]


def test_a_text_beyond_a_callers_share_is_not_kept():
    store = documents_by_hash()
    store.keep(("issuer", "anne"), "0", "x" * 2_000_000)
    assert store.size_bytes == 0
