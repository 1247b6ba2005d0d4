"""Ways to the rows that bodies consent to: other texts, callers, purposes, doors and moments.

Covers gateway.figures.activations.consenting, gateway.figures.activations.owner_receipts,
gateway.acts.consents, gateway.console.mutualised.consenting.
"""

import json
import re
from dataclasses import replace

import httpx
import pytest

from catalog.changes import ActRecord, Changes
from catalog.problems import StoreUnavailable
from gateway.app import build_app
from gateway.cli.agent_commands import _REVOKE
from gateway.cli.demo_folder import find_agent
from services_run.checking import find_service
from services_run.content import content_of
from tests.integration.graphql_acts.conftest import Town
from tests.integration.graphql_acts.consenting_bodies import (
    END,
    GIVE,
    PEERS,
    PURPOSE,
    RUNNER,
    all_consent,
    consenting,
    dataset_id,
    figures,
    with_figures,
)
from tests.integration.graphql_acts.services_of_a_town import (
    ACTIVATE,
    FREEZE,
    PREVIEW,
    PUBLISH,
    RUN,
    document_of,
)
from tests.integration.graphql_acts.test_a_mandate_acts_through_graphql import (
    GIVE as GIVE_MANDATE,
)
from tests.integration.graphql_acts.test_a_mandate_acts_through_graphql import INPUT as MANDATE
from tests.integration.graphql_acts.test_a_service_reads_what_bodies_consent_to import (
    CHOICES,
    COMPARED,
    STEWARD,
    told_of,
)
from tests.integration.standard_bodies import write

OURS = "valcobreizh.chiffres"
SAME, SEE_OTHER = {"Sec-Fetch-Site": "same-origin"}, httpx.codes.SEE_OTHER


@pytest.fixture
async def client(town):
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.services
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://interco") as opened:
        yield opened


@pytest.fixture
async def consented(town):
    await with_figures(town)
    await all_consent(town)
    return town


def hidden():
    return [str(value) for slug, value in figures().items() if slug != RUNNER]


def holds_nothing(told):
    text = json.dumps(told.body)
    return not [value for value in hidden() if value in text] and "consented" not in text


def choosing(*datasets, purpose=PURPOSE, **more):
    chosen = [{"role": role, "datasets": [*datasets]} for role in ("organismes", "valeurs")]
    given = {"purpose": purpose, "datasets": chosen, **more}
    return {"variables": {"service": "comparaison", "input": given}}


async def a_text_of_the_runner_s(town):
    """The next version is no text that anybody consented to."""
    text = content_of(find_service("comparaison"))
    changed = text.replace("version: 1.4.1", "version: 1.4.2")
    told = await town.ask(PUBLISH, STEWARD, variables={"content": changed})
    assert told.data["publishService"]["applied"]
    return await town.ask(PREVIEW, STEWARD, **COMPARED)


async def the_same_version_with_another_text(town):
    text = content_of(find_service("comparaison")) + "\n# un commentaire\n"
    told = await town.ask(PUBLISH, STEWARD, variables={"content": text})
    assert told.codes, told.body
    return told


async def its_id_named_as_one_s_own(town):
    return await town.ask(PREVIEW, STEWARD, **choosing(dataset_id(PEERS[0])))


async def another_purpose(town):
    return await town.ask(PREVIEW, STEWARD, **choosing(OURS, purpose="planification_collecte"))


async def a_purpose_of_the_header(town):
    """The header says what the consent is for, the activation another thing."""
    asked = choosing(OURS, purpose="planification_collecte")
    return await town.ask(PREVIEW, STEWARD, purpose=PURPOSE, **asked)


async def under_a_mandate(town):
    """Of a body that had nothing to do with it, and lets the runner ask for it."""
    given = {**MANDATE, "mandatary": RUNNER, "actions": ["QUERY"]}
    told = await town.ask(GIVE_MANDATE, "approver@sde35", variables={"input": given})
    siren = (await town.ports.catalog.current()).organisation_of_slug("sde35").siren
    assert told.data["giveMandate"]["applied"]
    return await town.ask(PREVIEW, STEWARD, on_behalf_of=str(siren), **COMPARED)


async def on_behalf_of_who_consented(town):
    siren = (await town.ports.catalog.current()).organisation_of_slug(PEERS[0]).siren
    return await town.ask(PREVIEW, STEWARD, on_behalf_of=str(siren), **COMPARED)


async def without_any_purpose_of_one_s_own(town):
    agent = find_agent(await town.ports.catalog.current(), STEWARD)
    await write(town, replace(agent, purposes=agent.purposes - {PURPOSE}))
    return await town.ask(PREVIEW, STEWARD, **COMPARED)


async def without_a_role(town):
    await town.ask(ACTIVATE, STEWARD, **COMPARED)
    taken = {"agent": STEWARD, "roles": ["steward"], "issuer": None, "dryRun": False}
    assert (await town.ask(_REVOKE, "operator@interco", variables=taken)).data
    mine = {"variables": {"activation": "valcobreizh-comparaison"}}
    return await town.ask(RUN, STEWARD, **mine)


async def an_activation_of_another_body_s(town):
    await town.ask(ACTIVATE, STEWARD, **COMPARED)
    mine = {"variables": {"activation": "valcobreizh-comparaison"}}
    return await town.ask(RUN, "steward@sde35", **mine)


async def nobody(town):
    return await town.ask(PREVIEW, None, **COMPARED)


async def the_operator(town):
    return await town.ask(PREVIEW, "operator@interco", **COMPARED)


WAYS = (
    a_text_of_the_runner_s,
    the_same_version_with_another_text,
    its_id_named_as_one_s_own,
    another_purpose,
    a_purpose_of_the_header,
    under_a_mandate,
    on_behalf_of_who_consented,
    without_any_purpose_of_one_s_own,
    without_a_role,
    an_activation_of_another_body_s,
    nobody,
    the_operator,
)
DAILY = {a_text_of_the_runner_s, a_purpose_of_the_header, under_a_mandate}


@pytest.mark.parametrize(
    "way", [pytest.param(each, marks=() if each in DAILY else pytest.mark.whole) for each in WAYS]
)
async def test_no_other_way_leads_to_the_rows(consented, way):
    before = {slug: await told_of(consented, slug) for slug in PEERS}
    told = await way(consented)
    assert holds_nothing(told), told.body
    assert {slug: await told_of(consented, slug) for slug in PEERS} == before


@pytest.mark.whole
async def test_a_peer_s_data_named_as_one_s_own_stay_what_they_are(consented):
    told = await consented.ask(PREVIEW, STEWARD, **choosing(OURS, f"{PEERS[0]}.chiffres"))
    document = document_of(told, "previewService")
    modes = {one["dataset"]: (one["mode"], one["rows"]) for one in document["sources"]}
    assert modes[dataset_id(PEERS[0])] == ("consented", None)
    assert not [value for value in hidden() if value in json.dumps(told.body)]


@pytest.mark.whole
async def test_a_frozen_result_says_no_more_than_its_run(consented):
    activated = await consented.ask(ACTIVATE, STEWARD, **COMPARED)
    titles = {"titleFr": "Comparaison", "titleEn": "Comparison", "indicator": "omr"}
    variables = {"activation": activated.data["activateService"]["activation"], "input": titles}
    frozen = await consented.ask(FREEZE, STEWARD, variables=variables)
    text = json.dumps(frozen.body)
    assert not [value for value in hidden() if value in text], text
    digest = (frozen.body.get("data") or {}).get("freezeServiceResult")
    if digest is None:
        return
    shown = await consented.ask(
        "query($digest: ID!) { figure(digest: $digest) { content } }", STEWARD,
        variables={"digest": digest["figure"]["digest"]},
    )  # fmt: skip
    assert not [value for value in hidden() if value in json.dumps(shown.body)]


async def test_withdrawn_while_it_is_read_it_gives_nothing(consented):
    """The law is asked again once all is read: the reading of the last ends the first's consent."""
    real, read = consented.ports.policy.decide, set()

    class Withdrawing:
        def __getattr__(self, name):
            return getattr(consented.ports.policy, name)

        async def decide(self, question):
            decided = await real(question)
            for name, of in decided.datasets.items():
                is_read = [each.agreement.startswith("consent-") for each in of.branches]
                if len(decided.datasets) == 1 and any(is_read) and name not in read:
                    read.add(name)
                    if len(read) == len(PEERS):
                        gone = {"consent": f"consent-{PEERS[0]}-comparaison-1"}
                        ended = await consented.ask(END, f"dpo@{PEERS[0]}", variables=gone)
                        assert ended.data["endConsent"]["applied"]
            return decided

    ports = replace(consented.ports, policy=Withdrawing())
    town = Town(consented.state, replace(consented.services, query=ports))
    told = await town.ask(PREVIEW, STEWARD, **COMPARED)
    assert len(read) == len(PEERS)
    assert told.codes, told.body
    assert holds_nothing(told)


async def test_where_owners_cannot_be_told_nothing_is_shown(consented):
    catalog = consented.services.acts.catalog

    class Silent:
        def __getattr__(self, name):
            return getattr(catalog, name)

        async def write(self, expected, changes: Changes, act: ActRecord):
            if act.action == "read_by_consent":
                raise StoreUnavailable(reason="away")
            return await catalog.write(expected, changes, act)

    acts = replace(consented.services.acts, catalog=Silent())
    town = Town(consented.state, replace(consented.services, acts=acts))
    told = await town.ask(PREVIEW, STEWARD, **COMPARED)
    assert told.codes == ["store_unavailable"]
    assert holds_nothing(told)


@pytest.mark.whole
async def test_one_document_runs_no_service_without_end(consented):
    many = " ".join(
        f'r{at}: previewService(service: "comparaison", input: $input) {{ seen }}'
        for at in range(12)
    )
    asked = f"query($input: ServiceChoicesInput) {{ {many} }}"
    told = await consented.ask(asked, STEWARD, variables={"input": CHOICES})
    assert told.codes.count("service_runs_too_many") >= 8, told.codes


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"columns": [{"key": "valeurs.valeur", "column": "nothing"}]}, "consent_refused"),
        ({"columns": [{"key": "nothing.valeur", "column": "valeur"}]}, "consent_refused"),
        ({"service": "comparaison@9.9.9"}, "unknown_published_service"),
        ({"dataset": OURS}, "unknown_dataset"),
        ({"dataset": "sde35.bornes_recharge"}, "unknown_dataset"),
    ],
)
async def test_nothing_else_is_consented_to(town, changed, code):
    await with_figures(town)
    told = await town.ask(GIVE, "approver@mesnil-roc-h", **consenting(**changed))
    assert told.codes == [code]
    assert not (await town.ports.catalog.current()).consents


async def test_what_is_published_meanwhile_is_not_what_was_read(town, client):
    """The publisher puts another text between the page that an approver reads and the consent."""
    await with_figures(town)
    form = {"agent": "approver@mesnil-roc-h", "next": "/", "second_factor": "on"}
    assert (await client.post("/sign-in/demo", data=form, headers=SAME)).status_code == SEE_OTHER
    wanted = {"dataset": dataset_id("mesnil-roc-h"), "purpose": PURPOSE, "end": "2027-12-31"}
    address = "/services/comparaison/consent"
    read = await client.post(address, data=wanted, headers=SAME)
    kept = dict(re.findall(r'name="(version|_once)" value="([^"]+)"', read.text))
    assert kept["version"] == "1.4.1"
    text = content_of(find_service("comparaison")).replace("version: 1.4.1", "version: 1.5.0")
    assert (await town.ask(PUBLISH, STEWARD, variables={"content": text})).data
    given = await client.post(address, data={**wanted, **kept, "step": "give"}, headers=SAME)
    assert given.status_code == SEE_OTHER, given.text
    (consent,) = (await town.ports.catalog.current()).consents.values()
    assert consent.service == "comparaison@1.4.1"
    again = await client.post(address, data={**wanted, "step": "give"}, headers=SAME)
    assert again.status_code == httpx.codes.OK
    assert len((await town.ports.catalog.current()).consents) == 1
