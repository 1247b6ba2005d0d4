"""What CONTRIBUTING says of adding an act: its row and fields, its rule, the law, a door.

Covers gateway.acts.act_questions, catalog.actions.sharing.perform, policies.sharing,
catalog.actions.sharing.acts, catalog.actions.sharing.purposes.
"""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from catalog.actions.sharing.acts import ActName, SharingAct
from catalog.actions.sharing.perform import RULES
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.subject import ANONYMOUS, SYSTEM_CLOCK, Strength, Subject
from gateway.acts.act_questions import actor_of
from policies.sharing import AgreementFacts, MandateParties, PersonFacts, SharingQuestion
from tests.sharing.world import DEED, EAUX, ISSUER, NOW
from tests.unit.catalog.examples import VAL_DILLE, VALCOBREIZH

ACTS = get_args(SharingAct)
AGREEMENT = AgreementFacts(
    VAL_DILLE.siren, VALCOBREIZH.siren, VAL_DILLE.siren, "collectes", frozenset()
)
PARTIES = MandateParties(VAL_DILLE.siren, VALCOBREIZH.siren)
PERSON = PersonFacts("urn:a", "anne", frozenset({"agent"}))


def test_each_act_has_a_name_of_its_own_and_each_name_its_act():
    assert sorted(each.name for each in ACTS) == sorted(ActName)


def test_each_act_has_its_rule():
    assert RULES.keys() == set(ACTS)


@pytest.mark.parametrize("act", ActName)
async def test_the_law_knows_each_act(law, act):
    """Refused to nobody in particular for a reason: what the law does not know has none."""
    about = (
        {"mandate": PARTIES}
        if act.endswith("_mandate")
        else {}
        if act.endswith(("_purpose", "_purposes"))
        else {"person": PERSON}
        if act.endswith(("_roles", "_steward"))
        else {"agreement": AGREEMENT}
    )
    asked = SharingQuestion(ANONYMOUS, act, NOW, **about)
    decision = await law.decide_act(asked)
    told = {each.code for each in decision.denials}
    assert told <= {"act_role_required", "act_of_clock", "act_of_system"}
    if {each.code for each in decision.denials} == {"act_of_clock"}:
        by_clock = await law.decide_act(SharingQuestion(SYSTEM_CLOCK, act, NOW, **about))
        assert by_clock.allow


@pytest.mark.parametrize("act", [each for each in ActName if each.under is not None])
@pytest.mark.parametrize("side", [VAL_DILLE, VALCOBREIZH])
async def test_the_mandate_that_is_recorded_is_the_one_that_the_law_accepts(law, act, side):
    """Each action of a mandate, held against the law and against the row of the act."""
    for action in MandateAction:
        mandate = Mandate(
            id="mand-2026-0001",
            principal=side.siren,
            mandatary=EAUX.siren,
            actions=frozenset({action}),
            competences=frozenset(),
            datasets=frozenset({"collectes"}),
            start=date(2026, 1, 1),
            end=None,
            act=DEED,
            given_by="approver",
            given_at=NOW,
        )
        subject = Subject(
            "someone",
            ISSUER,
            EAUX.siren,
            "person",
            frozenset({"steward", "approver", "dpo"}),
            on_behalf_of=side.siren,
            proves=frozenset(Strength),
        )
        about = replace(AGREEMENT, proposed_by=proposer_for(act, side).siren)
        asked = SharingQuestion(subject, act, NOW, about, mandates=(mandate,))
        decision = await law.decide_act(asked)
        assert decision.allow == (actor_of(asked).mandate is not None), action


def proposer_for(act, side):
    """Who must have proposed for `side` to be the one whose turn it is."""
    answers = act in {"request_changes", "refuse"}
    return (VAL_DILLE if side is VALCOBREIZH else VALCOBREIZH) if answers else side
