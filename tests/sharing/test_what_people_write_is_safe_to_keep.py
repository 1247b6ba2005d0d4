"""Covers catalog.actions.sharing.acts, catalog.actions.sharing.terms_checks,
catalog.actions.texts.
"""

import pytest

from catalog.actions.sharing.acts import RefuseAgreement, RevokeAgreement
from catalog.model.terms import EnforceableAct
from tests.sharing.world import CITATION, DEED


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("trop tard\x07", "unsafe_text"),
        ("voir ${SECRET}", "unsafe_text"),
        ("\u202eetius", "unsafe_text"),
        ("x" * 10_001, "text_too_long"),
    ],
)
async def test_a_reason_that_could_harm_its_readers_is_refused(world, reason, code):
    await world.submits()
    refused = await world.refused("steward@valcobreizh", RefuseAgreement(CITATION, reason))
    assert refused == {code: "reason"}
    assert world.kinds == ["agreement.submitted", "agreement.to_sign"]


async def test_a_reason_may_have_several_lines(world):
    await world.submits()
    await world.does("steward@valcobreizh", RefuseAgreement(CITATION, "Trop large.\nÀ revoir."))
    assert (await world.agreement()).life.steps[-1].reason == "Trop large.\nÀ revoir."


async def test_the_ground_of_a_signature_is_read_alike(world):
    await world.submits()
    deed = EnforceableAct("DEL\x00", DEED.enforceable_since)
    signed = await world.signature(capacity="maire\x1b[2J", act=deed)
    assert await world.refused("approver@valcobreizh", signed) == {"unsafe_text": "act.reference"}


async def test_what_nobody_knows_is_not_told_apart_by_its_text(world):
    asked = RevokeAgreement("conv-2026-0099@1", "fin")
    assert await world.refused("approver@valcobreizh", asked) == {"unknown_agreement": ""}
