"""What may be sent to `POST /v1/apply`, and how much of what is wrong with it is told.

Covers gateway.http.rest.apply, catalog.declaration.problems, gateway.http.rest.application.
"""

import httpx
import pytest

from catalog.declaration.problems import MOST_TOLD
from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from gateway.wiring.short_turns import short_turns
from tests.within import never_held

AGENT = "agent@sde35"
LONG = "a:\n" + "- x\n" * 249_000


@pytest.fixture
async def applies(town):
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.services
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://interco") as client:

        async def apply(documents, agent=AGENT):
            headers = {"Accept-Language": "en"}
            if agent is not None:
                found = find_agent(await town.ports.catalog.current(), agent)
                headers["Authorization"] = f"Bearer {town.state.token(found)}"
            body = {"documents": documents, "dryRun": True}
            return await client.post("/v1/apply", json=body, headers=headers)

        yield apply


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


async def test_others_are_served_while_a_million_bytes_are_read(applies):
    with short_turns():
        told = await never_held(applies({"a.yaml": LONG}))
    assert told.status_code == 422
