"""An owner sees who wrote a service and which queries would read, before it consents to them.

Covers gateway.console.mutualised.consenting, gateway.control.service_types.
"""

import json
from html import unescape

import httpx
import pytest

from gateway.app import build_app
from services_run.checking import find_service
from services_run.content import content_of
from tests.integration.graphql_acts.consenting_bodies import (
    GIVE,
    PEERS,
    all_consent,
    consenting,
    with_figures,
)
from tests.integration.graphql_acts.doors_of_a_body import OURS
from tests.integration.graphql_acts.services_of_a_town import ACTIVATE, PUBLISH
from tests.integration.graphql_acts.test_a_service_reads_what_bodies_consent_to import (
    COMPARED,
    STEWARD,
    compared,
)


@pytest.fixture
async def client(town):
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.services
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://interco") as opened:
        yield opened


async def page(client, agent, path):
    client.cookies.clear()
    form = {"agent": agent, "second_factor": "on", "next": "/"}
    await client.post("/sign-in/demo", data=form, headers=OURS)
    return await client.get(path, headers={"Accept-Language": "fr"})


async def test_the_page_of_an_activation_tells_what_was_read_by_consent(town, client):
    await with_figures(town)
    await all_consent(town)
    assert (await town.ask(ACTIVATE, STEWARD, **COMPARED)).data["activateService"]["applied"]
    shown = await page(client, STEWARD, "/services/activations/valcobreizh-comparaison")
    assert shown.status_code == 200
    told = unescape(shown.text)
    assert told.count("lu par son consentement") == 2 * len(PEERS)
    assert "/data/bretagne_romantique__chiffres" not in told


async def test_the_queries_of_a_hostile_text_are_shown_before_it_reads(town, client):
    """A steward publishes the comparison anew, so that it gives every figure as it is."""
    hostile = json.loads(content_of(find_service("comparaison")))
    files = hostile["files"]
    files["service.yaml"] = files["service.yaml"].replace("version: 1.4.1", "version: 1.5.0")
    query = "queries/comparaisons.sql"
    files[query] = f"-- tout est pris\n{files[query]}"
    content = {"content": json.dumps(hostile)}
    assert (await town.ask(PUBLISH, "operator@interco", variables=content)).data
    await with_figures(town)
    await all_consent(town, PEERS[1:])
    shown = unescape(
        (await page(client, f"approver@{PEERS[0]}", "/services/comparaison/consent")).text
    )
    assert "-- tout est pris" in shown
    assert "est écrit et publié par SMICTOM Valcobreizh, non par la plateforme" in shown
    dry = consenting()
    dry["variables"]["dry"] = True
    told = (await town.ask(GIVE, f"approver@{PEERS[0]}", **dry)).data["giveConsent"]
    assert "son éditeur a écrites, non la plateforme" in told["sentences"][0]["fr"]
    # Who has not consented to this text is not read by it, though others have.
    document, _ = await compared(town)
    read = {one["dataset"] for one in document["sources"] if one["mode"] == "consented"}
    assert len(read) == len(PEERS) - 1
