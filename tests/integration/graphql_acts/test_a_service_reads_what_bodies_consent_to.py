"""A service reads figures that each body leaves in its own deposit; who runs it sees none of them.

Covers gateway.figures.activations.consenting, gateway.figures.activations.consent_service,
gateway.figures.activations.owner_receipts, gateway.acts.consents, gateway.control.consents,
catalog.actions.services.consents, catalog.model.consent.
"""

import hashlib
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.canonical_json import write_canonical
from catalog.model.consent import binding_digest, is_of_consent
from catalog.model.dataset import Classification
from catalog.model.problem import Problem
from catalog.model.published_service import BindingMode, BoundField, RoleBinding
from gateway.proof.receipts import read_receipt
from gateway.proof.signing_key import TrustedKeys
from services_run.checking import find_service
from services_run.content import content_of
from tests.integration.graphql_acts.consenting_bodies import (
    CONSENTS,
    END,
    GIVE,
    PEERS,
    PURPOSE,
    all_consent,
    consenting,
    dataset_id,
    figures,
    row_of,
    with_figures,
)
from tests.integration.graphql_acts.services_of_a_town import (
    ACTIVATE,
    PREVIEW,
    PUBLISH,
    RUN,
    document_of,
)
from tests.integration.graphql_acts.sql_of_a_town import rows_of
from tests.integration.standard_bodies import write
from tests.unit.services.peers import quartile

STEWARD = "steward@valcobreizh"
CHOICES = {
    "purpose": PURPOSE,
    "datasets": [
        {"role": role, "datasets": ["valcobreizh.chiffres"]} for role in ("organismes", "valeurs")
    ],
}
COMPARED = {"variables": {"service": "comparaison", "input": CHOICES}}
REPORT = """query($service: ID!, $input: ServiceChoicesInput) {
  serviceReport(service: $service, input: $input) { ready consentedBy purpose } }"""


USAGE = "{ usage { requests } }"


async def compared(town, who=STEWARD):
    told = await town.ask(PREVIEW, who, **COMPARED)
    document = document_of(told, "previewService")
    (row,) = rows_in(document)
    return document, row


def rows_in(document):
    table = document["tables"]["comparisons"]
    names = [column["name"] for column in table["columns"]]
    return [dict(zip(names, row, strict=True)) for row in table["rows"]]


async def told_of(town, slug):
    owner = (await town.ports.catalog.current()).organisation_of_slug(slug).siren
    entries = await town.services.notifications.deliveries.unspread(200)
    return [
        each.message
        for each in entries
        if each.message.kind == "consent.read" and each.message.to == (owner,)
    ]


async def test_the_comparison_is_that_of_the_figures_of_who_consented(town):
    await with_figures(town)
    await all_consent(town)
    report = (await town.ask(REPORT, STEWARD, **COMPARED)).data["serviceReport"]
    assert report == {"ready": True, "consentedBy": 6, "purpose": PURPOSE}
    document, row = await compared(town)
    known = figures()
    own, others = known["valcobreizh"], [known[slug] for slug in PEERS]
    assert (Decimal(row["valeur"]), row["semblables"]) == (own, 6)
    median, step = Decimal(row["mediane"]), Decimal(row["arrondi_mediane"])
    assert abs(quartile(others, 2) - median) <= step / 2
    text = json.dumps(document)
    assert not [value for value in others if str(value) in text]
    sources = {one["owner"]["siren"]: one for one in document["sources"]}
    assert len(sources) == 7
    consented = [one for one in sources.values() if one["mode"] == "consented"]
    assert [(one["rows"], one["latest"], one["agreement"]) for one in consented] == 6 * [
        (None, None, None)
    ]
    assert not [one for one in document["notices"] if one["rows"]]


async def test_each_owner_has_a_receipt_of_its_own_rows_and_of_no_others(town):
    await with_figures(town)
    given = await all_consent(town)
    document, _ = await compared(town)
    answered = hashlib.sha256(write_canonical(document)).hexdigest()
    trusted = TrustedKeys.of([town.services.proof.key.public])
    for slug, consent in given.items():
        (message,) = await told_of(town, slug)
        assert message.about == consent
        assert message.roles == {"steward", "approver", "dpo"}
        assert message.facts["organisation"] == "SMICTOM Valcobreizh"
        claims = read_receipt(message.facts["receipt"], trusted.verify)
        assert list(claims["datasets"]) == [dataset_id(slug)]
        assert claims["agreements"] == [consent]
        assert (claims["reader"], claims["purpose"]) == ("200090884", PURPOSE)
        assert claims["answer_sha256"] == answered
    # The page opened again shows the same: nobody is told twice on one day, and nothing is written.
    version = (await town.ports.catalog.current()).version
    (before,) = (await town.ask(USAGE, f"dpo@{PEERS[0]}")).data["usage"]
    await compared(town)
    assert all([len(await told_of(town, slug)) == 1 for slug in given])
    assert (await town.ports.catalog.current()).version == version
    # The readings themselves are all in the owner's audit, and the next day is told of again.
    (after,) = (await town.ask(USAGE, f"dpo@{PEERS[0]}")).data["usage"]
    assert after["requests"] == 2 * before["requests"] > 0
    await compared(town.at(2026, 11, 26))
    assert all([len(await told_of(town, slug)) == 2 for slug in given])


@pytest.mark.parametrize("who", [STEWARD, "agent@valcobreizh", "operator@interco", None])
async def test_who_runs_the_service_reads_the_rows_by_no_other_door(town, who):
    await with_figures(town)
    await all_consent(town)
    await compared(town)
    for slug in PEERS:
        table = f"{slug.replace('-', '_')}.chiffres"
        for statement in (f"SELECT * FROM {table}", f"SELECT count(*) FROM {table}"):
            if who is None:
                continue
            with pytest.raises(Problem) as refused:
                await rows_of(town, statement, who, PURPOSE)
            assert refused.value.code == "unknown_dataset"
    found = await town.ask("{ datasets(first: 100) { nodes { id } } }", who)
    assert "__chiffres" not in json.dumps(found.body).replace(dataset_id("valcobreizh"), "")


async def test_a_consent_withdrawn_gives_nothing_from_then_on(town):
    await with_figures(town)
    given = await all_consent(town)
    assert (await town.ask(ACTIVATE, STEWARD, **COMPARED)).data["activateService"]["applied"]
    mine = {"variables": {"activation": "valcobreizh-comparaison"}}
    (row,) = rows_in(document_of(await town.ask(RUN, STEWARD, **mine)))
    assert row["mediane"] is not None
    for slug in PEERS[:2]:
        ended = await town.ask(END, f"dpo@{slug}", variables={"consent": given[slug]})
        assert ended.data["endConsent"]["applied"]
    document = document_of(await town.ask(RUN, STEWARD, **mine))
    (row,) = rows_in(document)
    assert (row["mediane"], row["semblables"]) == (None, None)
    read = {one["dataset"] for one in document["sources"] if one["mode"] == "consented"}
    assert read == {dataset_id(slug) for slug in PEERS[2:]}
    own = (await town.ask(CONSENTS, f"agent@{PEERS[0]}")).data["consents"]
    assert [one["id"] for one in own] == [given[PEERS[0]]]
    assert own[0]["endedAt"] is not None
    stranger = await town.ask(END, f"dpo@{PEERS[2]}", variables={"consent": given[PEERS[3]]})
    assert stranger.codes == ["unknown_consent"]


MINE = "{ myRequests { requestId agreements rows } }"
EXPLAINED = "query($id: ID!) { explainRequest(id: $id) { rows } }"


async def test_nothing_tells_the_runner_how_many_rows_were_read(town):
    """Neither the receipt of the run, nor one's own history, nor the explanation of a reading."""
    await with_figures(town)
    given = await all_consent(town)
    document, _ = await compared(town)
    trusted = TrustedKeys.of([town.services.proof.key.public])
    claims = read_receipt(document["receipt"], trusted.verify)
    assert claims["rows"] is None
    assert set(claims["agreements"]) == {"owner", *given.values()}
    mine = (await town.ask(MINE, STEWARD)).data["myRequests"]
    consented = [one for one in mine if one["agreements"][0].startswith("consent-")]
    assert {one["agreements"][0] for one in mine} > {"owner"}
    assert {one["rows"] for one in consented} == {None}
    for one in consented:
        asked = {"variables": {"id": one["requestId"]}}
        told = (await town.ask(EXPLAINED, STEWARD, **asked)).data["explainRequest"]
        assert told == {"rows": None}
    (message,) = await told_of(town, PEERS[0])
    assert read_receipt(message.facts["receipt"], trusted.verify)["rows"] == 2


async def test_it_holds_to_the_end_of_its_last_day(town):
    await with_figures(town)
    await all_consent(town)
    _, row = await compared(town.at(2027, 12, 31))
    assert row["semblables"] == 6
    _, row = await compared(town.at(2028, 1, 1))
    assert row["semblables"] is None


@pytest.mark.parametrize("cited", ["consent-1@1", "consent-x", "owner", "open", "consents-1"])
def test_nothing_is_taken_for_a_consent_because_of_its_name(cited):
    assert is_of_consent(["owner", "consent-y"], {"consent-y"})
    assert not is_of_consent([cited], {"consent-y"})


def test_the_hour_of_a_moment_is_part_of_how_data_serve():
    def digest(time):
        fields = (BoundField("moment", "jour", time),)
        return binding_digest([RoleBinding("pesees", BindingMode.CONSENTED, "d", fields)])

    assert len({digest(None), digest("heure"), digest("minute")}) == 3


async def test_rows_about_another_body_are_not_read(town):
    """Bretagne Romantique holds figures of others too: it consents to its own alone."""
    snapshot = await town.ports.catalog.current()
    about = snapshot.organisation_of_slug("valcobreizh").siren
    await with_figures(town, [("bretagne-romantique", row_of(about, Decimal("999.9")))])
    await all_consent(town)
    _, row = await compared(town)
    assert Decimal(row["valeur"]) == figures()["valcobreizh"]


async def test_it_is_for_one_text_of_one_service(town):
    await with_figures(town)
    await all_consent(town)
    changed = content_of(find_service("comparaison")).replace("version: 1.4.1", "version: 1.5.0")
    assert (await town.ask(PUBLISH, "operator@interco", variables={"content": changed})).data
    document, row = await compared(town)
    assert document["version"] == "1.5.0"
    assert row["mediane"] is None
    assert not [one for one in document["sources"] if one["mode"] == "consented"]


async def test_only_an_approver_of_the_owner_consents_to_what_is_not_personal(town):
    await with_figures(town)
    for who in ("agent", "steward", "dpo"):
        refused = await town.ask(GIVE, f"{who}@mesnil-roc-h", **consenting())
        assert refused.codes == ["act_role_required"], who
    weak = await town.ask(GIVE, "approver@mesnil-roc-h", acr="eidas1", **consenting())
    assert weak.codes == ["sign_in_too_weak"]
    others = consenting(dataset=dataset_id("bretagne-romantique"))
    assert (await town.ask(GIVE, "approver@mesnil-roc-h", **others)).codes == ["unknown_dataset"]
    for wrong in ({"purpose": "curiosity"}, {"end": "2026-01-01"}, {"end": "2036-01-01"}):
        told = await town.ask(GIVE, "approver@mesnil-roc-h", **consenting(**wrong))
        assert told.codes == ["consent_refused"], wrong
    other = await town.ask(GIVE, "approver@mesnil-roc-h", **consenting("rpqs-dechets"))
    assert other.codes == ["consent_refused"]
    dry = consenting()
    dry["variables"]["dry"] = True
    assert not (await town.ask(GIVE, "approver@mesnil-roc-h", **dry)).data["giveConsent"]["applied"]
    assert (await town.ask(GIVE, "approver@mesnil-roc-h", **consenting())).data
    again = await town.ask(GIVE, "approver@mesnil-roc-h", **consenting())
    assert again.codes == ["consent_refused"]
    snapshot = await town.ports.catalog.current()
    dataset = snapshot.datasets[dataset_id("bretagne-romantique")]
    *others, last = dataset.columns
    named = replace(last, classification=Classification.PERSONAL)
    for personal in ({"personal_data": True}, {"columns": (*others, named)}):
        await write(town, replace(dataset, **personal))
        told = await town.ask(GIVE, "approver@bretagne-romantique", **consenting())
        assert told.codes == ["consent_refused"], personal.keys()


async def test_what_becomes_personal_or_leaves_is_left_out_and_others_go_on(town):
    await with_figures(town)
    await all_consent(town)
    snapshot = await town.ports.catalog.current()
    personal = replace(snapshot.datasets[dataset_id(PEERS[0])], personal_data=True)
    await write(town, personal)
    document, row = await compared(town)
    assert row["semblables"] == 5
    owners = {one["owner"]["siren"] for one in document["sources"]}
    assert snapshot.organisation_of_slug(PEERS[0]).siren not in owners


async def test_a_publisher_is_called_as_the_platform_knows_it(town):
    content = content_of(find_service("comparaison")).replace("version: 1.4.1", "version: 1.6.0")
    named = content.replace("name: SMICTOM Valcobreizh", "name: Ministère de l'Intérieur")
    assert named != content
    assert (await town.ask(PUBLISH, STEWARD, variables={"content": named})).data
    told = await town.ask('{ service(id: "comparaison") { version publisherName } }', STEWARD)
    service = {"version": "1.6.0", "publisherName": "SMICTOM Valcobreizh"}
    assert told.data["service"] == service
