"""Covers catalog.actions.sharing.drafting, catalog.actions.sharing.submitting,
catalog.actions.sharing.respond, catalog.actions.sharing.approving,
catalog.actions.agreement_text, catalog.actions.sharing.legal_block.
"""

from catalog.actions.agreement_text import signed_hash
from catalog.actions.sharing.acts import (
    ActivateAgreement,
    DraftAgreement,
    OpenPreview,
    RefuseAgreement,
    RequestChanges,
    ResumeAgreement,
    RevokeAgreement,
    SubmitAgreement,
    SuspendAgreement,
)
from catalog.model.agreement import AgreementState
from gateway.sharing.notifications.wording import word_message
from tests.sharing.world import CITATION, PROJECT, VAL_DILLE, VALCOBREIZH


async def test_from_an_offer_to_its_end_each_step_is_kept_and_told(world):
    await world.submits()
    await world.both_sign()
    assert (await world.agreement()).state is AgreementState.APPROVED
    world.comes(PROJECT.start)
    await world.does("clock", ActivateAgreement(CITATION))
    await world.does("dpo@valcobreizh", SuspendAgreement(CITATION, "vérification"))
    await world.does("approver@valcobreizh", ResumeAgreement(CITATION))
    acted = await world.does("approver@valcobreizh", RevokeAgreement(CITATION, "fin du besoin"))
    agreement = await world.agreement()
    assert acted.agreement == agreement
    for told in (acted.sentences[-1].fr, acted.sentences[-1].en):
        assert f"./interco agreement export {CITATION} --format evidence" in told
    assert (agreement.state, agreement.ended_at) == (AgreementState.REVOKED, world.now)
    assert [each.act for each in agreement.life.steps] == [
        "draft",
        "submit",
        "approve",
        "approve",
        "activate",
        "suspend",
        "resume",
        "revoke",
    ]
    assert world.kinds == [
        "agreement.submitted",
        "agreement.to_sign",
        "agreement.approved_by_one",
        "agreement.approved",
        "agreement.readable",
        "agreement.activated",
        "agreement.suspended",
        "agreement.resumed",
        "agreement.revoked",
    ]
    submitted, to_sign = world.catalog.messages[:2]
    assert submitted.to == (VALCOBREIZH.siren,)
    # The proposing side's own signatories are told too, and nobody else of it.
    assert (to_sign.to, to_sign.roles) == ((VAL_DILLE.siren,), {"approver"})
    assert world.catalog.messages[-1].to == (VAL_DILLE.siren, VALCOBREIZH.siren)
    assert agreement.sha256 == signed_hash(agreement)


async def test_a_grantee_asks_and_the_owner_decides(world):
    by = "steward@valcobreizh"
    drafted = await world.submits(PROJECT, by)
    assert drafted.life.proposed_by == VALCOBREIZH.siren
    await world.both_sign()
    world.comes(PROJECT.start)
    acted = await world.does("clock", ActivateAgreement(CITATION))
    assert acted.agreement.state is AgreementState.ACTIVE


async def test_a_dry_run_says_the_same_and_does_nothing(world):
    await world.drafts()
    version = world.catalog.snapshot.version
    told = await world.does("steward@val-d-ille-aubigne", SubmitAgreement(CITATION), dry_run=True)
    assert (world.catalog.snapshot.version, world.kinds) == (version, [])
    done = await world.does("steward@val-d-ille-aubigne", SubmitAgreement(CITATION))
    assert told == done


async def test_a_signatory_gives_it_back_in_their_own_words(world):
    await world.does("steward@val-d-ille-aubigne", DraftAgreement(PROJECT))
    await world.does("steward@val-d-ille-aubigne", OpenPreview(CITATION))
    await world.does("steward@val-d-ille-aubigne", SubmitAgreement(CITATION))
    for who, reason in (
        ("approver@val-d-ille-aubigne", "La date est fausse."),
        ("approver@valcobreizh", "Seulement notre territoire."),
    ):
        acted = await world.does(who, RequestChanges(CITATION, reason))
        assert acted.agreement.state is AgreementState.CHANGES_REQUESTED
        told = world.catalog.messages[-1]
        assert told.to == (VAL_DILLE.siren,)
        assert f"« {reason} »" in word_message(told, "fr").sentence
        await world.does("steward@val-d-ille-aubigne", DraftAgreement(PROJECT))
        await world.does("steward@val-d-ille-aubigne", SubmitAgreement(CITATION))
    refuse = RefuseAgreement(CITATION, "Le conseil n'en veut pas.")
    assert await world.refused("approver@val-d-ille-aubigne", refuse) == {"act_of_other_side": ""}
    acted = await world.does("approver@valcobreizh", refuse)
    assert acted.agreement.state is AgreementState.REFUSED
