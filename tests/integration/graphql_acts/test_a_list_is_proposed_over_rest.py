"""`POST /v1/agreements/lists`: the act that proposes lists, as GraphQL and the pages call it.

Covers gateway.http.rest.agreement_lists.
"""

import httpx
import pytest

from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DEMO_ACR
from tests.integration.graphql_acts.test_a_list_is_proposed_in_one_act import proposed as by_graphql
from tests.integration.graphql_acts.test_a_list_is_proposed_in_one_act import states, texts
from tests.integration.graphql_acts.test_two_bodies_share_through_graphql import (
    OTHER_STEWARD,
    acts_recorded,
)

ASKING = "steward@valcobreizh"
TEMPLATE = {
    "template": "rpqs_dechets",
    "dataset": "val-d-ille-aubigne.collectes",
    "start": "2026-12-01",
    "end": "2027-12-31",
}
TEXT = {
    "dataset": "mesnil-roc-h.energie_batiments",
    "to": "val-d-ille-aubigne",
    "title": "Énergie des bâtiments",
    "columns": {"id_releve": "keyed_hash", "mois": "clear", "consommation_kwh": "clear"},
    "rows": "all",
    "purposes": ["evaluation_politiques"],
    "legal_basis": "Code de l'environnement, article L229-26",
    "start": "2026-12-01",
    "end": "2027-12-31",
}


@pytest.fixture
async def send(town):
    """Sends a list as an agent: the answer."""
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.services
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://interco/v1"
    ) as client:

        async def ask(lines, agent=ASKING, language="fr", headers=(), **more):
            found = find_agent(await town.ports.catalog.current(), agent)
            told = {
                "Accept-Language": language,
                "Authorization": f"Bearer {town.state.token(found, DEMO_ACR)}",
                **dict(headers),
            }
            body = {"lines": lines, **more}
            return await client.post("/agreements/lists", headers=told, json=body)

        yield ask


async def told(send, lines, **more):
    answer = await send(lines, **more)
    assert answer.status_code == httpx.codes.OK, answer.text
    return answer.json()


async def test_a_template_is_tried_then_proposed_once(send, town):
    before, acts = await states(town, ASKING), len(acts_recorded(town))
    tried = await told(send, [{"template": TEMPLATE}], dryRun=True)
    assert (tried["applied"], tried["lines"][0]["state"]) == (False, "ready")
    assert await states(town, ASKING) == before
    done = await told(send, [{"template": TEMPLATE}], answerBy="2027-01-20")
    (line,) = done["lines"]
    assert (done["applied"], line["state"]) == (True, "proposed")
    assert (await states(town, ASKING))[line["agreement"]][0] == "submitted"
    assert acts_recorded(town)[acts:] == ["submit"]
    again = await told(send, [{"template": TEMPLATE}])
    (covered,) = again["lines"]
    assert (covered["state"], covered["agreement"]) == ("covered", None)
    assert covered["cover"] == {
        "citation": line["agreement"],
        "state": "submitted",
        "end": "2027-12-31",
    }
    assert acts_recorded(town)[acts:] == ["submit"]


async def test_a_text_is_the_one_that_graphql_would_propose(send, town):
    tried = await by_graphql(town, texts("val-d-ille-aubigne"), dry=True)
    answer = await told(send, [{"text": TEXT}], agent=OTHER_STEWARD, dryRun=True)
    assert answer["listSha256"] == tried["listSha256"]
    answer = await told(send, [{"text": TEXT}], agent=OTHER_STEWARD)
    assert answer["lines"][0]["state"] == "proposed", answer


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_what_is_wrong_is_told_by_line_and_the_others_leave(send, town, language):
    lines = [
        {"template": TEMPLATE | {"dataset": "nulle-part.rien"}},
        {"template": TEMPLATE | {"template": "rien"}},
        {"template": TEMPLATE, "text": TEXT},
        {},
        {"text": {"dataset": "val-d-ille-aubigne.collectes", "columns": "tout", "state": "active"}},
        {"template": TEMPLATE},
    ]
    answer = await told(send, lines, language=language)
    codes = [[each["code"] for each in line["problems"]] for line in answer["lines"]]
    assert codes[:4] == [
        ["unknown_party"],
        ["unknown_template"],
        ["text_or_template"],
        ["text_or_template"],
    ]
    assert {"missing_key", "approval_not_accepted"} <= {*codes[4]}
    assert answer["lines"][5]["state"] == "proposed"
    sentence = answer["lines"][2]["problems"][0]["sentence"]
    assert sentence.startswith("Une ligne" if language == "fr" else "A line")


async def test_what_data_lack_is_told(send):
    wanted = TEMPLATE | {"dataset": "couesnon-marches-de-bretagne.levees"}
    answer = await told(send, [{"template": wanted}], dryRun=True)
    (line,) = answer["lines"]
    assert (line["missing"], line["withoutSignatory"]) == (["Mode de collecte"], [])


@pytest.mark.parametrize(
    ("lines", "status", "code"),
    [
        ([], 400, "agreement_list_empty"),
        ([{}] * 501, 400, "agreement_list_too_long"),
        ([{"template": {"template": "rpqs_dechets"}}], 400, "request_not_as_described"),
        ([{"texte": TEXT}], 400, "request_not_as_described"),
        # What would be long to read is refused before it is.
        ([{}] * 2_000, 400, "request_not_as_described"),
        ([{"text": {f"k{at}": 1 for at in range(60_000)}}], 400, "request_not_as_described"),
        ([{"text": {"title": "x" * 1_000_000}}], 413, "document_too_large"),
    ],
)
async def test_an_odd_list_is_refused_whole(send, lines, status, code):
    answer = await send(lines)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("agent", ["agent@valcobreizh", "approver@valcobreizh"])
async def test_who_may_propose_none_alone_proposes_no_list(send, town, agent):
    before = await states(town, ASKING)
    answer = await send([{"template": TEMPLATE}], agent=agent)
    assert answer.status_code == httpx.codes.FORBIDDEN, answer.text
    assert answer.json()["code"].startswith("act_")
    assert await states(town, ASKING) == before


async def test_a_body_is_acted_for_under_its_mandate_alone(send, town):
    snapshot = await town.ports.catalog.current()
    other = snapshot.organisation_of_slug("sde35").siren
    answer = await send([{"template": TEMPLATE}], headers={"Interco-On-Behalf-Of": other})
    assert answer.status_code == httpx.codes.FORBIDDEN
