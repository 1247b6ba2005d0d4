"""What may be sent to `POST /v1/apply`, and how much of what is wrong with it is told.

Covers gateway.http.rest.apply, gateway.http.rest.allowed, gateway.http.rest.service_choices,
catalog.declaration.problems, gateway.http.rest.application.
"""

import httpx
import pytest

from catalog.declaration.problems import MOST_TOLD
from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from gateway.wiring.short_turns import short_turns
from tests.within import never_held

STEWARD, AGENT, APPROVER = "steward@sde35", "agent@sde35", "approver@valcobreizh"
MADE_BY_STEWARDS = [
    ("POST", "/v1/apply"),
    ("PUT", "/v1/storages/depot"),
    ("POST", "/v1/storages/depot/test"),
    ("PUT", "/v1/datasets/bornes"),
    ("PATCH", "/v1/datasets/bornes"),
    ("POST", "/v1/keys"),
    ("POST", "/v1/keys/cle-1/rotate"),
    ("POST", "/v1/keys/cle-1/revoke"),
    ("POST", "/v1/keys/cle-1/confirm"),
    ("POST", "/v1/campaigns"),
    ("POST", "/v1/figures"),
    ("POST", f"/v1/figures/{'a' * 64}/disputes"),
    ("POST", "/v1/services/rpqs-dechets/activations"),
    ("PUT", "/v1/services/activations/rien/schedule"),
]
MADE_BY_AGENTS = [
    ("PUT", "/v1/operations/tonnages"),
    ("PUT", "/v1/indicators/verre"),
    ("PUT", "/v1/indicators/verre/target"),
    ("POST", "/v1/links"),
]
LONG = "a:\n" + "- x\n" * 249_000


@pytest.fixture
async def sends(town):
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.services
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://interco") as client:

        async def send(method, address, agent, **body):
            headers = {"Accept-Language": "en"}
            if agent is not None:
                found = find_agent(await town.ports.catalog.current(), agent)
                headers["Authorization"] = f"Bearer {town.state.token(found)}"
            return await client.request(method, address, headers=headers, **body)

        yield send


@pytest.fixture
def applies(sends):
    async def apply(documents, agent=STEWARD):
        body = {"documents": documents, "dryRun": True}
        return await sends("POST", "/v1/apply", agent, json=body)

    return apply


async def test_more_than_a_thousand_documents_are_refused(applies):
    told = await applies({f"{at}.yaml": "a: b" for at in range(1_001)})
    assert (told.status_code, told.json()["code"]) == (400, "request_not_as_described")
    assert "at most 1,000 documents" in told.text
    known = await applies({f"{at}.yaml": 'a: "b"' for at in range(900)})
    assert (known.status_code, known.json()["code"]) == (422, "declaration_refused")


async def test_of_many_faults_the_first_are_told_and_all_are_counted(applies):
    told = await applies({"a.yaml": "".join(f"d{at}: !!x y\n" for at in range(2_000))})
    assert (told.status_code, told.json()["code"]) == (422, "declaration_refused")
    assert len(told.json()["problems"]) == MOST_TOLD
    # Each key and each tag, and that no organisation is named.
    assert "Points to fix: 4001." in told.json()["title"]


async def test_who_asks_is_known_before_anything_is_read(applies):
    told = await applies({f"{at}.yaml": LONG for at in range(10)}, agent=None)
    assert (told.status_code, told.json()["code"]) == (401, "bad_token")


async def test_who_may_not_declare_is_told_before_anything_is_read(applies, monkeypatch):
    def read_documents(_):
        raise AssertionError("parsed")

    monkeypatch.setattr("gateway.http.rest.apply.read_documents", read_documents)
    for agent in (AGENT, APPROVER):
        told = await applies({f"{at}.yaml": LONG for at in range(10)}, agent=agent)
        assert (told.status_code, told.json()["code"]) == (403, "act_not_allowed")
        assert "role_required" in told.text


@pytest.mark.parametrize(
    ("method", "address", "who"),
    [
        *((*each, AGENT) for each in MADE_BY_STEWARDS),
        *((*each, APPROVER) for each in MADE_BY_AGENTS),
    ],
)
async def test_a_body_is_not_read_of_who_may_not_act(sends, method, address, who):
    """What is no JSON would be told as that, were it read."""
    body = b'{"documents": ' * 1_000
    told = await sends(method, address, None, content=body)
    assert (told.status_code, told.json()["code"]) == (401, "bad_token")
    told = await sends(method, address, who, content=body)
    assert (told.status_code, told.json()["code"]) == (403, "act_not_allowed")
    assert "role_required" in told.text


async def test_an_unknown_key_beside_a_declaration_is_refused(sends):
    body = {"documents": {}, "dryRun": True, "atOnce": True}
    told = await sends("POST", "/v1/apply", STEWARD, json=body)
    assert (told.status_code, told.json()["code"]) == (400, "request_not_as_described")
    trial = {"storage": {}, "pasword": "x"}
    told = await sends("POST", "/v1/storages/depot/test", STEWARD, json=trial)
    assert (told.status_code, told.json()["code"]) == (400, "request_not_as_described")


async def test_others_are_served_while_a_million_bytes_are_read(applies):
    with short_turns():
        told = await never_held(applies({"a.yaml": LONG}))
    assert told.status_code == 422
