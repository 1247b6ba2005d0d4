"""Covers catalog.actions.sharing.references, catalog.actions.sharing.scope,
catalog.actions.sharing.words, gateway.control.amendment.
"""

from dataclasses import replace
from datetime import date

import pytest

from catalog.actions.sharing.acts import (
    AmendAgreement,
    DraftAgreement,
    GiveMandate,
    OpenPreview,
    RequestChanges,
    SubmitAgreement,
)
from catalog.model.agreement import AgreementState
from catalog.model.mandate import MandateAction
from catalog.model.terms import EnforceableAct
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

OWNER, SYNDICAT = "approver@val-d-ille-aubigne", "approver@valcobreizh"


@pytest.fixture
async def submitted(world):
    await world.submits()
    return world


async def test_nobody_signs_without_having_looked(submitted):
    signature = await submitted.signature()
    assert await submitted.refused(SYNDICAT, signature) == {"preview_not_opened": "agreement"}
    await submitted.does("steward@valcobreizh", OpenPreview(CITATION))
    assert await submitted.refused(SYNDICAT, signature) == {"preview_not_opened": "agreement"}
    await submitted.does(SYNDICAT, OpenPreview(CITATION))
    assert (await submitted.does(SYNDICAT, signature)).agreement.approvals


async def test_nobody_signs_another_hash(submitted):
    await submitted.does(SYNDICAT, OpenPreview(CITATION))
    signature = await submitted.signature(version_sha256="0" * 64)
    assert await submitted.refused(SYNDICAT, signature) == {"hash_mismatch": "version_sha256"}


async def test_a_text_that_no_longer_has_its_hash_is_not_signed(submitted):
    await submitted.does(SYNDICAT, OpenPreview(CITATION))
    await submitted.puts(replace(await submitted.agreement(), title="Autre chose"))
    signature = await submitted.signature()
    assert await submitted.refused(SYNDICAT, signature) == {"hash_mismatch": "version_sha256"}


async def test_a_side_signs_once_and_two_people_sign(submitted):
    await submitted.signs(SYNDICAT)
    await submitted.does("second@valcobreizh", OpenPreview(CITATION))
    signature = await submitted.signature()
    assert await submitted.refused("second@valcobreizh", signature) == {
        "side_already_signed": "agreement"
    }
    assert await submitted.refused(SYNDICAT, signature) == {"act_same_person": ""}


async def test_what_a_signature_rests_on_is_told_all_at_once(submitted):
    await submitted.does(SYNDICAT, OpenPreview(CITATION))
    signature = await submitted.signature(
        capacity=" ", act=EnforceableAct("", date(2026, 3, 3)), document_sha256="abc"
    )
    with_paths = await submitted.refused(SYNDICAT, signature)
    assert with_paths == {"signature_refused": "document_sha256"}
    acted = await submitted.refused(SYNDICAT, replace(signature, document_sha256=None))
    assert acted == {"signature_refused": "act.enforceable_since"}
    today = replace(signature, capacity="maire", act=EnforceableAct("D-1", date(2026, 3, 2)))
    digest = replace(today, document_sha256="a" * 64)
    approval = (await submitted.does(SYNDICAT, digest)).agreement.approvals[0]
    assert (approval.capacity, approval.act.reference) == ("maire", "D-1")
    assert approval.document_sha256 == "a" * 64


async def test_a_machine_signs_nothing(submitted):
    refused = await submitted.refused("machine@valcobreizh", await submitted.signature())
    assert refused == {"act_person_required": ""}


async def test_approvals_and_previews_fall_with_the_text(submitted):
    await submitted.signs(SYNDICAT)
    await submitted.does("steward@valcobreizh", RequestChanges(CITATION, "trop long"))
    assert (await submitted.agreement()).approvals == ()
    changed = replace(PROJECT, end=date(2026, 12, 31))
    await submitted.does("steward@val-d-ille-aubigne", DraftAgreement(changed))
    redrafted = await submitted.agreement()
    assert (redrafted.state, redrafted.life.previews) == (AgreementState.DRAFT, ())
    await submitted.does("steward@val-d-ille-aubigne", SubmitAgreement(CITATION))
    signature = await submitted.signature()
    assert await submitted.refused(SYNDICAT, signature) == {"preview_not_opened": "agreement"}


async def test_the_same_text_may_be_handed_over_again(submitted):
    await submitted.does("steward@valcobreizh", RequestChanges(CITATION, "à revoir"))
    await submitted.does("steward@val-d-ille-aubigne", DraftAgreement(PROJECT))
    again = await submitted.does("steward@val-d-ille-aubigne", SubmitAgreement(CITATION))
    assert again.agreement.state is AgreementState.SUBMITTED
    assert submitted.kinds.count("agreement.submitted") == 2


async def give(world, principal, to, *actions, datasets=()):
    slug = principal.slug
    asked = GiveMandate(
        principal=principal.siren,
        mandatary=to.slug,
        actions=frozenset(actions),
        start=date(2026, 1, 1),
        act=DEED,
        datasets=frozenset(datasets),
    )
    return (await world.does(f"approver@{slug}", asked)).mandate


async def test_a_holder_of_a_mandate_signs_for_its_principal_and_not_for_both(submitted):
    given = await give(submitted, VALCOBREIZH, EAUX, MandateAction.APPROVE)
    named = f"{VAL_DILLE.slug}.{DATASET.name}"
    await give(submitted, VAL_DILLE, EAUX, MandateAction.APPROVE, datasets=[named])
    name = "approver@bretagne-romantique"
    acted = await submitted.signs(name, for_=VALCOBREIZH)
    approval = acted.agreement.approvals[0]
    assert (approval.organisation, approval.employer) == (VALCOBREIZH.siren, EAUX.siren)
    assert (approval.mandate, approval.issuer) == (given.id, ISSUER)
    other = "second@bretagne-romantique"
    await submitted.does(other, OpenPreview(CITATION), for_=VAL_DILLE)
    signature = await submitted.signature()
    refused = await submitted.refused(other, signature, for_=VAL_DILLE)
    assert refused == {"act_same_organisation": ""}
    assert (await submitted.signs(OWNER)).agreement.state is AgreementState.APPROVED


async def test_a_party_does_not_sign_for_the_other_one_too(submitted):
    await give(submitted, VALCOBREIZH, VAL_DILLE, MandateAction.APPROVE)
    await submitted.signs("second@val-d-ille-aubigne", for_=VALCOBREIZH)
    await submitted.does(OWNER, OpenPreview(CITATION))
    refused = await submitted.refused(OWNER, await submitted.signature())
    assert refused == {"act_same_organisation": ""}


async def test_a_mandate_for_something_else_covers_no_signature(submitted):
    await give(submitted, VALCOBREIZH, EAUX, MandateAction.REQUEST, MandateAction.QUERY)
    refused = await submitted.refused(
        "approver@bretagne-romantique", await submitted.signature(), for_=VALCOBREIZH
    )
    assert refused == {"act_mandate_required": ""}


async def test_amending_makes_a_version_beside_the_one_in_force(submitted):
    await submitted.both_sign()
    by = "steward@val-d-ille-aubigne"
    longer = replace(PROJECT, end=date(2028, 3, 31))
    assert await submitted.refused(by, AmendAgreement(longer)) == {"another_version_open": ""}
    submitted.comes(PROJECT.start)
    from gateway.acts.clock_worker import Looked, tick

    await tick(submitted.ports, Looked())
    amended = (await submitted.does(by, AmendAgreement(longer))).agreement
    assert (amended.citation, amended.state) == ("conv-2026-0017@2", AgreementState.DRAFT)
    assert (await submitted.agreement()).state is AgreementState.ACTIVE
    assert await submitted.refused(by, DraftAgreement(longer)) == {"agreement_is_fixed": "id"}
    twice = (await submitted.does(by, AmendAgreement(longer))).agreement
    assert twice.citation == amended.citation
    refused = await submitted.refused("steward@valcobreizh", AmendAgreement(longer))
    assert refused == {"another_version_open": ""}


async def test_an_amendment_of_an_unknown_agreement_is_refused(world):
    by = "steward@val-d-ille-aubigne"
    assert await world.refused(by, AmendAgreement(PROJECT)) == {"unknown_agreement": ""}
    second = replace(PROJECT, version=2)
    assert await world.refused(by, DraftAgreement(second)) == {"first_version_first": ""}
