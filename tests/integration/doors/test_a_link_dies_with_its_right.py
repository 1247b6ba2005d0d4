"""A link reads with today's rights of its maker: whatever ended them, it opens nothing any more.

Covers catalog.actions.question_links.consents.
"""

from dataclasses import replace

import pytest

from catalog.model.agreement import AgreementState
from catalog.model.dataset import Classification
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo
from tests.integration.doors.conftest import opened
from tests.integration.doors.linked import (
    DETAIL,
    OPEN,
    OVER,
    OWN,
    OWNER,
    POWER,
    PURPOSE,
    READER,
    TOTALS,
    TOWN,
    TOWN_STEWARD,
    WEIGHINGS,
    Linked,
)

READER_STEWARD = "steward@valcobreizh"
APPROVER = "approver@val-d-ille-aubigne"


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("rights") / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        linked = Linked(state, http, services)
        await linked.save("bornes", OPEN, parameters=POWER)
        for name, statement in {"pesees": DETAIL, "totaux": TOTALS}.items():
            await linked.save(name, statement, READER_STEWARD, purpose=PURPOSE)
        own = "SELECT batiment, consommation_kwh FROM mesnil_roc_h.energie_batiments LIMIT 3"
        await linked.save("batiments", own)
        yield linked


async def of_received(town, onward, question="pesees", **more):
    """A link over the weighings, made while they may be passed on like that."""
    agreement = await town.agreement(onward)
    await town.write((agreement,))
    return await town.make(question, READER, **more)


async def test_a_revoked_link_is_dead_at_the_next_request(town):
    made = await town.make("bornes")
    assert await town.code(made["path"]) == 200
    assert await town.act("revokeQuestionLink", made["id"], "agent@sde35") != []
    told = await town.act("revokeQuestionLink", made["id"], TOWN)
    assert told["result"]["act"] == "revoke_link"
    assert await town.code(made["path"]) == "link_ended"
    assert (await town.http.head(made["path"])).status_code == 410
    again = await town.act("revokeQuestionLink", made["id"], TOWN_STEWARD)
    assert again == ["unknown_question_link"]


async def test_another_s_link_is_ended_by_who_answers_for_the_body(town):
    made = await town.make("bornes", TOWN_STEWARD)
    assert await town.act("revokeQuestionLink", made["id"], TOWN) == ["act_role_required"]
    other = await town.act("revokeQuestionLink", made["id"], "steward@sde35")
    assert other == ["unknown_question_link"]
    by_agent = await town.make("bornes", TOWN)
    assert (await town.act("revokeQuestionLink", by_agent["id"], TOWN_STEWARD))["result"]["applied"]


async def test_the_link_of_a_person_whose_role_was_removed_is_dead(town):
    made = await town.make("bornes")
    snapshot = await town.services.query.catalog.current()
    maker = find_agent(snapshot, TOWN)
    async with town.changed(replace(maker, roles=frozenset())):
        assert await town.code(made["path"]) == "link_ended"
        (listed,) = [each for each in await own_links(town) if each["id"] == made["id"]]
        assert listed["state"] == "maker_left"
    assert await town.code(made["path"]) == 200
    async with town.changed(replace(maker, organisation=find_agent(snapshot, READER).organisation)):
        assert await town.code(made["path"]) == "link_ended"


async def own_links(town):
    return (await town.ask(OWN, TOWN_STEWARD))["questionLinks"]


async def test_a_link_whose_question_changed_or_is_gone_is_dead(town):
    await town.save("essai", OPEN, parameters=POWER)
    path = (await town.make("essai"))["path"]
    await town.save("essai", OPEN, parameters=POWER, title="Un titre")
    assert await town.code(path) == 200
    await town.save("essai", OPEN.replace("LIMIT 5", "LIMIT 6"), parameters=POWER)
    assert await town.code(path) == "link_ended"
    path = (await town.make("essai"))["path"]
    removed = await town.http.delete(
        "/v1/operations/essai", headers=await town.headers(TOWN_STEWARD)
    )
    assert removed.is_success
    assert await town.code(path) == "link_ended"


async def test_nobody_makes_a_link_to_a_question_of_another_body(town):
    assert await town.make("pesees", TOWN) == ["unknown_saved_operation"]


async def test_rows_received_are_passed_on_as_their_agreement_says(town):
    for question in ("pesees", "totaux"):
        assert await of_received(town, "none", question) == ["onward_sharing_forbidden"]
        # Totals alone may leave: no statement is known to give nothing else.
        assert await of_received(town, "aggregates", question) == ["aggregate_only"]
    made = await consented(town)
    assert await town.code(made["path"]) == 200
    async with town.changed(await town.agreement("none")):
        assert await town.code(made["path"]) == "onward_sharing_forbidden"
    async with town.changed(await town.agreement("aggregates")):
        assert await town.code(made["path"]) == "aggregate_only"


async def consented(town):
    made = await of_received(town, "with_consent")
    assert (await town.act("consentToQuestionLink", made["id"], APPROVER))["result"]["applied"]
    return made


async def test_a_link_whose_agreement_was_revoked_or_suspended_is_dead(town):
    made = await consented(town)
    for state in (AgreementState.REVOKED, AgreementState.SUSPENDED):
        agreement = replace(await town.agreement("with_consent"), state=state)
        ended = town.services.query.clock() if state is AgreementState.REVOKED else None
        async with town.changed(replace(agreement, ended_at=ended)):
            assert await town.code(made["path"]) == f"agreement_{state.value}"
    assert await town.code(made["path"]) == 200


async def test_rows_are_passed_on_once_their_owner_consents(town):
    made = await of_received(town, "with_consent")
    assert await town.code(made["path"]) == "link_awaits_consent"
    (seen,) = [each for each in await over(town) if each["id"] == made["id"]]
    assert (seen["state"], seen["datasets"], len(seen["awaits"])) == (
        "awaits_consent",
        [WEIGHINGS],
        1,
    )
    assert await town.act("consentToQuestionLink", made["id"], OWNER) == ["act_role_required"]
    assert await town.act("consentToQuestionLink", made["id"], "approver@sde35") == [
        "unknown_question_link"
    ]
    assert (await town.act("consentToQuestionLink", made["id"], APPROVER))["result"]["applied"]
    answer = await town.get(made["path"])
    assert (answer.status_code, len(answer.text.splitlines())) == (200, 6)
    (seen,) = [each for each in await over(town) if each["id"] == made["id"]]
    assert (seen["state"], seen["awaits"], len(seen["consented"]), seen["opened"]) == (
        "open",
        [],
        1,
        2,
    )
    again = await town.act("consentToQuestionLink", made["id"], APPROVER)
    assert again == ["link_needs_no_consent"]
    assert (await town.act("endQuestionLinkConsent", made["id"], OWNER))["result"]["applied"]
    assert await town.code(made["path"]) == "link_awaits_consent"


async def over(town):
    return (await town.ask(OVER, OWNER))["linksOverYourData"]


async def test_a_link_over_a_column_that_became_personal_is_dead(town):
    path = (await town.make("batiments"))["path"]
    assert await town.code(path) == 200
    snapshot = await town.services.query.catalog.current()
    dataset = snapshot.datasets["mesnil_roc_h__energie_batiments"]
    first, *others = dataset.columns
    personal = replace(first, classification=Classification.PERSONAL)
    async with town.changed(replace(dataset, columns=(personal, *others))):
        assert await town.code(path) == "link_to_personal_data"
        assert await town.make("batiments") == ["link_to_personal_data"]
    async with town.changed(replace(dataset, personal_data=True)):
        assert await town.code(path) == "link_to_personal_data"


async def test_owners_alone_see_links_over_their_data(town):
    assert await town.ask(OVER, "agent@val-d-ille-aubigne") == ["act_role_required"]
    own = (await town.ask(OVER, "steward@sde35"))["linksOverYourData"]
    assert {tuple(each["datasets"]) for each in own} == {("sde35__bornes_recharge",)}
    assert WEIGHINGS not in str(own)
