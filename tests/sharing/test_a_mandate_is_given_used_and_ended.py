"""Covers catalog.actions.sharing.mandates, catalog.actions.sharing.ending_mandates,
catalog.beneficiaries, catalog.model.mandate, catalog.model.purpose.
"""

from dataclasses import replace
from datetime import date

import pytest

from catalog.actions.sharing.acts import (
    AssignPurposes,
    DraftAgreement,
    EndMandate,
    GiveMandate,
    RegisterPurpose,
    SubmitAgreement,
)
from catalog.model.agreement import AgreementState
from catalog.model.mandate import MandateAction
from catalog.model.purpose import Purpose
from catalog.model.terms import EnforceableAct
from gateway.acts.clock_worker import Looked, tick
from tests.sharing.world import (
    CITATION,
    DATASET,
    DEED,
    EAUX,
    ISSUER,
    PROJECT,
    VAL_DILLE,
    VALCOBREIZH,
)

S = AgreementState
HOLDER = "approver@bretagne-romantique"
CLERK = "steward@bretagne-romantique"
GIVEN = GiveMandate(
    principal=VALCOBREIZH.siren,
    mandatary=EAUX.slug,
    actions=frozenset({MandateAction.REQUEST, MandateAction.APPROVE}),
    start=date(2026, 3, 1),
    act=DEED,
)


@pytest.fixture
async def mandated(world):
    await world.does("approver@valcobreizh", GIVEN)
    return world


def mandate_of(world):
    (mandate,) = world.catalog.snapshot.mandates
    return mandate


async def test_the_principal_gives_it_with_its_deliberation(mandated):
    mandate = mandate_of(mandated)
    assert (mandate.id, mandate.principal) == ("mand-2026-0001", VALCOBREIZH.siren)
    assert (mandate.mandatary, mandate.given_by) == (EAUX.siren, "approver@valcobreizh")
    (message,) = mandated.catalog.messages
    assert (message.kind, message.to) == ("mandate.given", (VALCOBREIZH.siren, EAUX.siren))


async def test_given_again_under_its_reference_it_stays_as_it_is(mandated):
    version = mandated.catalog.snapshot.version
    again = replace(GIVEN, id="mand-2026-0001")
    await mandated.does("approver@valcobreizh", again)
    assert mandated.catalog.snapshot.version == version
    other = replace(again, end=date(2027, 1, 1))
    refused = await mandated.refused("approver@valcobreizh", other)
    assert refused == {"mandate_refused": "id"}


async def test_everything_wrong_with_a_mandate_is_told_at_once(world):
    wrong = replace(
        GIVEN,
        mandatary="nulle-part",
        actions=frozenset(),
        competences=frozenset({"eau"}),
        datasets=frozenset({f"{VAL_DILLE.slug}.{DATASET.name}"}),
        end=date(2026, 2, 1),
        act=EnforceableAct("", date(2027, 1, 1)),
    )
    assert await world.refused("approver@valcobreizh", wrong) == {
        "unknown_party": "mandatary",
        "unknown_agreement_dataset": "datasets.val-d-ille-aubigne.collectes",
        "mandate_refused": "act.enforceable_since",
        "invalid_competence": "competences",
        "dates_reversed": "end",
    }
    to_itself = replace(GIVEN, mandatary=VALCOBREIZH.slug)
    assert await world.refused("approver@valcobreizh", to_itself) == {
        "mandate_refused": "mandatary"
    }


async def test_a_mandate_is_not_sub_delegable(mandated):
    onward = replace(GIVEN, mandatary=VAL_DILLE.slug)
    assert await mandated.refused(HOLDER, onward, for_=VALCOBREIZH) == {"act_not_under_mandate": ""}
    assert await mandated.refused(HOLDER, onward) == {"act_other_organisation": ""}


async def test_its_holder_asks_in_the_principals_name(mandated):
    drafted = await mandated.does(CLERK, DraftAgreement(PROJECT), for_=VALCOBREIZH)
    assert drafted.agreement.life.proposed_by == VALCOBREIZH.siren
    assert drafted.agreement.life.steps[0].mandate == mandate_of(mandated).id
    assert await mandated.refused(CLERK, SubmitAgreement(CITATION)) == {"unknown_agreement": ""}


async def test_the_owners_side_needs_a_steward_for_that_dataset(world):
    give = replace(GIVEN, principal=VAL_DILLE.siren)
    by = "approver@val-d-ille-aubigne"
    await world.does(by, replace(give, actions=frozenset({MandateAction.STEWARD})))
    asked = DraftAgreement(PROJECT)
    refused = await world.refused(CLERK, asked, for_=VAL_DILLE)
    assert refused == {"act_mandate_required": ""}
    named = frozenset({f"{VAL_DILLE.slug}.{DATASET.name}"})
    actions = frozenset({MandateAction.STEWARD})
    await world.does(by, replace(give, actions=actions, datasets=named))
    assert (await world.does(CLERK, asked, for_=VAL_DILLE)).agreement.state is S.DRAFT


async def ask_under_mandate(world, draft):
    await world.does(CLERK, DraftAgreement(draft), for_=VALCOBREIZH)
    citation = f"{draft.id}@1"
    await world.does(CLERK, SubmitAgreement(citation), for_=VALCOBREIZH)
    return citation


async def test_its_end_ends_what_depends_on_it_and_tells_both_what_that_is(mandated):
    asked = await ask_under_mandate(mandated, replace(PROJECT, id="conv-2026-0018"))
    await mandated.submits()
    await mandated.signs(HOLDER, for_=VALCOBREIZH)
    await mandated.signs("approver@val-d-ille-aubigne")
    # Signed by the syndicat itself: it does not depend on the mandate.
    await mandated.submits(replace(PROJECT, id="conv-2026-0019"))
    await mandated.both_sign("conv-2026-0019@1")
    end = EndMandate("mand-2026-0001", "fin de la délégation")
    told = await mandated.does("approver@bretagne-romantique", end)
    assert (await mandated.agreement(asked)).state is S.WITHDRAWN
    fallen = await mandated.agreement()
    assert (fallen.state, len(fallen.approvals)) == (S.APPROVED_BY_ONE, 1)
    assert (await mandated.agreement("conv-2026-0019@1")).state is S.APPROVED
    assert len(told.sentences) == 3
    message = next(each for each in mandated.catalog.messages if each.kind == "mandate.ended")
    assert message.to == (VALCOBREIZH.siren, EAUX.siren)
    assert message.facts["withdrawn"] == [asked]
    assert message.facts["approvals_fallen"] == [CITATION]
    assert {"agreement.withdrawn", "agreement.approval_fallen"} <= set(mandated.kinds)
    # The other side may sign again, in its own name.
    assert (await mandated.signs("approver@valcobreizh")).agreement.state is S.APPROVED
    assert await mandated.refused("approver@valcobreizh", end) == {"mandate_over": ""}


async def test_an_agreement_in_force_outlives_the_mandate_it_was_signed_under(mandated):
    await mandated.submits()
    await mandated.signs(HOLDER, for_=VALCOBREIZH)
    await mandated.signs("approver@val-d-ille-aubigne")
    mandated.comes(PROJECT.start)
    await tick(mandated.ports, Looked())
    await mandated.does("approver@valcobreizh", EndMandate("mand-2026-0001", "fini"))
    assert (await mandated.agreement()).state is S.ACTIVE


async def test_ended_from_a_day_it_holds_until_then_and_the_clock_does_the_rest(mandated):
    asked = await ask_under_mandate(mandated, PROJECT)
    end = EndMandate("mand-2026-0001", "fin d'année", on=date(2026, 3, 10))
    await mandated.does("approver@valcobreizh", end)
    message = mandated.catalog.messages[-1]
    assert (message.kind, message.facts["withdrawn"]) == ("mandate.ending", [asked])
    mandated.comes(date(2026, 3, 9), hour=22)
    await tick(mandated.ports, Looked())
    assert (await mandated.agreement()).state is S.SUBMITTED
    mandated.comes(date(2026, 3, 9), hour=23)
    await tick(mandated.ports, Looked())
    assert (await mandated.agreement()).state is S.WITHDRAWN
    assert mandate_of(mandated).ended_at == mandated.now
    version = mandated.catalog.snapshot.version
    await tick(mandated.ports, Looked())
    assert mandated.catalog.snapshot.version == version


async def test_a_mandate_of_two_others_is_unknown(mandated):
    end = EndMandate("mand-2026-0001", "non")
    hidden = await mandated.refused("approver@val-d-ille-aubigne", end)
    assert hidden == {"unknown_mandate": ""}
    assert await mandated.refused("approver@valcobreizh", replace(end, mandate="mand-1")) == hidden
    later = replace(end, on=date(2026, 4, 1))
    assert await mandated.refused("steward@valcobreizh", later) == {"act_role_required": ""}
    silent = replace(end, reason=" ")
    assert await mandated.refused("approver@valcobreizh", silent) == {"reason_required": ""}


async def test_a_purpose_is_registered_once_and_never_rewritten(world):
    purpose = Purpose("suivi_eclairage", "Suivi de l'éclairage public", "Street lighting")
    asked = RegisterPurpose(purpose)
    assert await world.refused("steward@valcobreizh", asked) == {"act_role_required": ""}
    await world.does("operator@interco", asked)
    assert world.catalog.snapshot.purposes["suivi_eclairage"] == purpose
    version = world.catalog.snapshot.version
    await world.does("operator@interco", asked)
    assert world.catalog.snapshot.version == version
    other = RegisterPurpose(replace(purpose, label_fr="Autre chose"))
    assert await world.refused("operator@interco", other) == {"purpose_is_fixed": ""}
    carried = RegisterPurpose(Purpose("rpqs_eau", "x", "y"))
    assert await world.refused("operator@interco", carried) == {"purpose_is_fixed": ""}
    wrong = RegisterPurpose(Purpose("Suivi !", " ", "y"))
    assert await world.refused("operator@interco", wrong) == {"purpose_refused": "label_fr"}


async def test_each_organisation_assigns_purposes_to_its_own_agents(world):
    asked = AssignPurposes(ISSUER, "agent@valcobreizh", frozenset({"rpqs_dechets"}))
    other = "steward@val-d-ille-aubigne"
    assert await world.refused(other, asked) == {"act_other_organisation": ""}
    nobody = replace(asked, agent="personne@valcobreizh")
    assert await world.refused(other, nobody) == {"act_other_organisation": ""}
    await world.does("steward@valcobreizh", asked)
    agent = world.catalog.snapshot.agents[ISSUER, "agent@valcobreizh"]
    assert agent.purposes == {"rpqs_dechets"}
    unknown = replace(asked, purposes=frozenset({"rpqs_dechet"}))
    assert await world.refused("steward@valcobreizh", unknown) == {
        "unknown_purpose": "purposes.rpqs_dechet"
    }
