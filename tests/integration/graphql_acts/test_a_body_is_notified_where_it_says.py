"""Covers gateway.control.webhooks, gateway.control.inbox, gateway.control.secrets,
gateway.sharing.notifications.service.
"""

import pytest

from gateway.sharing.notifications.loop import deliver_due
from tests.integration.telling.servers import receiving
from tests.integration.telling.world import SECRET

STEWARD = "steward@valcobreizh"
REGISTER = """mutation($input: WebhookInput!, $dry: Boolean!) {
  registerWebhook(input: $input, dryRun: $dry) { act applied webhook { id url secret active } } }"""
SUBMITTED = """mutation { draftFromTemplate(input: { template: "rpqs_dechets",
    dataset: "valcobreizh.collectes", to: "bretagne-romantique", start: "2026-12-01",
    end: "2027-11-30" }) { agreement { citation } } }"""
SUBMIT = "mutation($a: String!) { submitAgreement(agreement: $a) { act } }"


@pytest.fixture
async def receiver():
    async with receiving() as running:
        yield running


@pytest.fixture(autouse=True)
def secret(monkeypatch):
    monkeypatch.setenv("INTERCO_SECRET_200090884_SUIVI", SECRET)


async def register(town, receiver, *, dry=False, agent=STEWARD):
    given = {
        "name": "suivi",
        "url": receiver.url(),
        "secret": "env:INTERCO_SECRET_200090884_SUIVI",
        "kinds": [],
    }
    return await town.ask(REGISTER, agent, variables={"input": given, "dry": dry})


async def test_it_is_kept_once_it_answers_a_test_and_then_is_told(town, receiver):
    tried = await register(town, receiver, dry=True)
    assert tried.data["registerWebhook"]["applied"] is False
    assert receiver.requests == []
    kept = (await register(town, receiver)).data["registerWebhook"]["webhook"]
    assert kept["secret"] == "env:INTERCO_SECRET_200090884_SUIVI"
    assert [each.json["kind"] for each in receiver.requests] == ["webhook.test"]
    drafted = await town.ask(SUBMITTED, "steward@bretagne-romantique")
    citation = drafted.data["draftFromTemplate"]["agreement"]["citation"]
    submitted = await town.ask(SUBMIT, "steward@bretagne-romantique", variables={"a": citation})
    assert submitted.data["submitAgreement"]["act"] == "submit"
    await deliver_due(town.services.notifications)
    assert (receiver.requests[-1].json["kind"], receiver.requests[-1].json["about"]) == (
        "agreement.submitted",
        citation,
    )
    listed = """query($w: ID!) { webhooks { id } deliveries(webhook: $w) { id state about } }"""
    found = (await town.ask(listed, STEWARD, variables={"w": kept["id"]})).data
    assert [each["id"] for each in found["webhooks"]] == [kept["id"]]
    (delivery,) = found["deliveries"]
    assert (delivery["state"], delivery["about"]) == ("sent", citation)
    replay = "mutation($d: ID!) { replayDelivery(delivery: $d) { delivery { state } } }"
    again = await town.ask(replay, STEWARD, variables={"d": delivery["id"]})
    assert again.data["replayDelivery"]["delivery"]["state"] in {"sent", "pending"}
    before = len(receiver.requests)
    await deliver_due(town.services.notifications)
    assert receiver.requests[before].headers["interco-delivery"] == delivery["id"]


async def test_what_does_not_answer_is_not_kept(town, receiver):
    receiver.always = 500
    refused = await register(town, receiver)
    assert refused.codes
    assert (await town.ask("{ webhooks { id } }", STEWARD)).data == {"webhooks": []}


@pytest.mark.parametrize("agent", ["agent@valcobreizh", "approver@valcobreizh", "operator@interco"])
async def test_only_stewards_look_after_them(town, receiver, agent):
    assert (await register(town, receiver, agent=agent)).codes == ["act_role_required"]
    assert (await town.ask("{ webhooks { id } }", agent)).codes
    assert receiver.requests == []


async def test_another_body_s_webhook_is_unknown(town, receiver):
    kept = (await register(town, receiver)).data["registerWebhook"]["webhook"]
    asked = "query($w: ID!) { deliveries(webhook: $w) { id } }"
    removed = "mutation($w: ID!) { removeWebhook(webhook: $w) { act } }"
    for document in (asked, removed):
        told = await town.ask(document, "steward@sde35", variables={"w": kept["id"]})
        absent = await town.ask(document, "steward@sde35", variables={"w": "sde35__rien"})
        assert told.codes == absent.codes == ["unknown_webhook"]


async def test_nobody_without_a_token_is_told_of_any(town):
    assert (await town.ask("{ webhooks { id } }")).codes == ["token_required"]
