"""The whole table, written a second time by hand: every state, act and side, both ways.

Covers catalog.actions.sharing.perform, catalog.actions.sharing.transitions,
catalog.actions.sharing.steps, catalog.actions.outcome, catalog.actions.sharing.acts,
catalog.actions.sharing.problems.
"""

import itertools
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.actions.agreement import draft_agreement
from catalog.actions.facts import Facts
from catalog.actions.outcome import Actor
from catalog.actions.sharing import acts
from catalog.actions.sharing.perform import perform
from catalog.actions.sharing.problems import ActNotPossible, UnknownAgreement
from catalog.changes import Changes
from catalog.model.agreement import (
    AgreementState,
    Approval,
    GuardRecord,
    Life,
    Preview,
    Step,
)
from catalog.model.problem import Problem
from tests.sharing.world import (
    CATALOG,
    CITATION,
    DEED,
    EAUX,
    ISSUER,
    NOW,
    PROJECT,
    VAL_DILLE,
    VALCOBREIZH,
    nothing_found,
)
from tests.unit.catalog.examples import after

S = AgreementState
PROPOSER, OTHER = VAL_DILLE.siren, VALCOBREIZH.siren
STOPPED = GuardRecord(NOW, stops=True, findings_sha256="1" * 64, communes=("35003",))
WRITTEN = draft_agreement(PROJECT, Facts(CATALOG, NOW), PROPOSER)
SIDES = {
    "proposer": Actor("one", ISSUER, PROPOSER, PROPOSER, frozenset()),
    "other": Actor("two", ISSUER, OTHER, OTHER, frozenset()),
    "stranger": Actor("three", ISSUER, EAUX.siren, EAUX.siren, frozenset({"approver"})),
    "platform": Actor("four", ISSUER, None, None, frozenset({"operator"})),
    "clock": Actor("system:clock", None, None, None, frozenset()),
}
ACTS = {
    "draft": acts.DraftAgreement(replace(PROJECT, title="Autre titre")),
    "submit": acts.SubmitAgreement(CITATION),
    "request_changes": acts.RequestChanges(CITATION, "trop large"),
    "withdraw": acts.WithdrawAgreement(CITATION),
    "refuse": acts.RefuseAgreement(CITATION, "pas maintenant"),
    "approve": acts.ApproveAgreement(CITATION, WRITTEN.sha256, "présidente", DEED),
    "suspend": acts.SuspendAgreement(CITATION, "vérification"),
    "resume": acts.ResumeAgreement(CITATION),
    "revoke": acts.RevokeAgreement(CITATION, "fin du besoin"),
    "override": acts.OverrideGuard(CITATION, STOPPED.findings_sha256, "risque accepté"),
    "activate": acts.ActivateAgreement(CITATION),
    "expire": acts.ExpireAgreement(CITATION),
    "lapse": acts.LapseAgreement(CITATION),
}
EXPECTED = {
    ("draft", "proposer"): {S.DRAFT: S.DRAFT, S.CHANGES_REQUESTED: S.DRAFT},
    ("submit", "proposer"): {S.DRAFT: S.SUBMITTED},
    ("request_changes", "other"): {
        S.SUBMITTED: S.CHANGES_REQUESTED,
        S.APPROVED_BY_ONE: S.CHANGES_REQUESTED,
    },
    ("withdraw", "proposer"): {
        S.DRAFT: S.WITHDRAWN,
        S.SUBMITTED: S.WITHDRAWN,
        S.CHANGES_REQUESTED: S.WITHDRAWN,
        S.APPROVED_BY_ONE: S.WITHDRAWN,
    },
    ("request_changes", "proposer"): dict.fromkeys(
        (S.SUBMITTED, S.APPROVED_BY_ONE), S.CHANGES_REQUESTED
    ),
    ("refuse", "other"): {S.SUBMITTED: S.REFUSED, S.APPROVED_BY_ONE: S.REFUSED},
    # One side has signed in APPROVED_BY_ONE: the other one, here, by somebody else.
    ("approve", "proposer"): {S.SUBMITTED: S.APPROVED_BY_ONE, S.APPROVED_BY_ONE: S.APPROVED},
    ("approve", "other"): {S.SUBMITTED: S.APPROVED_BY_ONE},
    # In SUSPENDED, where the other side did it already.
    ("suspend", "proposer"): dict.fromkeys((S.ACTIVE, S.SUSPENDED), S.SUSPENDED),
    ("suspend", "other"): {S.ACTIVE: S.SUSPENDED},
    ("suspend", "platform"): dict.fromkeys((S.ACTIVE, S.SUSPENDED), S.SUSPENDED),
    # The other side suspended it, in SUSPENDED.
    ("resume", "other"): {S.SUSPENDED: S.ACTIVE},
    ("revoke", "proposer"): dict.fromkeys((S.APPROVED, S.ACTIVE, S.SUSPENDED), S.REVOKED),
    ("revoke", "other"): dict.fromkeys((S.APPROVED, S.ACTIVE, S.SUSPENDED), S.REVOKED),
    ("revoke", "platform"): dict.fromkeys((S.APPROVED, S.ACTIVE, S.SUSPENDED), S.REVOKED),
    ("override", "proposer"): {S.APPROVED: S.APPROVED, S.SUSPENDED: S.SUSPENDED},
    ("activate", "clock"): {S.APPROVED: S.ACTIVE},
    ("expire", "clock"): dict.fromkeys((S.APPROVED, S.ACTIVE, S.SUSPENDED), S.EXPIRED),
    ("lapse", "clock"): {S.SUBMITTED: S.WITHDRAWN, S.APPROVED_BY_ONE: S.WITHDRAWN},
}
DAYS = {
    "activate": datetime(2026, 4, 1, 9, tzinfo=UTC),
    "expire": datetime(2027, 4, 1, 9, tzinfo=UTC),
    "lapse": datetime(2026, 4, 1, 10, tzinfo=UTC),
}


def approval(organisation, agent):
    return Approval(organisation, agent, NOW, WRITTEN.sha256, ISSUER, None, None, "maire", DEED)


def standing_at(state, act):
    """The agreement as it would stand there: looked at by both, signed by those who had to."""
    signed = {
        S.APPROVED_BY_ONE: (approval(OTHER, "other"),),
        **dict.fromkeys(
            (S.APPROVED, S.ACTIVE, S.SUSPENDED),
            (approval(OTHER, "other"), approval(PROPOSER, "owner")),
        ),
    }
    previews = tuple(
        Preview(each.organisation, ISSUER, each.agent, NOW, WRITTEN.sha256)
        for each in (SIDES["proposer"], SIDES["other"])
    )
    submitted = Step(NOW, "submit", S.DRAFT, S.SUBMITTED, "one", PROPOSER)
    life = Life(
        proposed_by=PROPOSER,
        previews=previews,
        steps=() if state is S.DRAFT else (submitted,),
        suspended_by=OTHER if state is S.SUSPENDED else None,
        guard=STOPPED if act == "override" else None,
    )
    return replace(WRITTEN, state=state, approvals=signed.get(state, ()), life=life)


def facts_for(state, act):
    catalog = after(CATALOG, Changes((standing_at(state, act),)))
    now = DAYS.get(act, NOW)
    return Facts(catalog, now, guard=nothing_found(WRITTEN, None, None, now.date()))


@pytest.mark.parametrize(("act", "side"), [*itertools.product(ACTS, SIDES)])
@pytest.mark.parametrize("state", S)
def test_the_table_holds(state, act, side):
    wanted = EXPECTED.get((act, side), {}).get(state)
    facts = facts_for(state, act)
    if wanted is not None:
        acted = perform(ACTS[act], SIDES[side], facts)
        assert acted.agreement.state is wanted
        assert acted.agreement in acted.changes.put
        last = acted.agreement.life.steps[-1]
        assert (last.before, last.after) == (state, wanted)
        return
    with pytest.raises(Problem) as refused:
        perform(ACTS[act], SIDES[side], facts)
    assert all(refused.value.sentence(language) for language in ("fr", "en"))


@pytest.mark.parametrize("state", S)
def test_what_is_not_possible_says_what_is_and_for_whom(state):
    facts = facts_for(state, "revoke")
    impossible = "lapse" if state in {S.ACTIVE, S.SUSPENDED} else "suspend"
    actor = SIDES["clock" if impossible == "lapse" else "proposer"]
    with pytest.raises(ActNotPossible) as refused:
        perform(ACTS[impossible], actor, facts)
    told = refused.value.sentence("fr")
    assert CITATION in told
    is_over = state in {S.EXPIRED, S.REVOKED, S.SUPERSEDED, S.REFUSED, S.WITHDRAWN}
    assert ("plus rien" in told) is is_over
    assert ("(" in told.split("Possible")[1]) is not is_over


@pytest.mark.parametrize("act", [each for each in ACTS if each != "draft"])
def test_a_stranger_learns_as_little_as_of_what_does_not_exist(act):
    with pytest.raises(UnknownAgreement) as hidden:
        perform(ACTS[act], SIDES["stranger"], facts_for(S.ACTIVE, act))
    with pytest.raises(UnknownAgreement) as absent:
        perform(ACTS[act], SIDES["stranger"], Facts(CATALOG, NOW))
    assert hidden.value.sentence("fr") == absent.value.sentence("fr")


def test_a_draft_is_its_own_sides_until_it_is_submitted():
    for state in (S.DRAFT, S.WITHDRAWN):
        facts = facts_for(state, "revoke")
        if state is S.WITHDRAWN:
            (each,) = facts.catalog.agreements
            quiet = replace(each, life=Life(proposed_by=PROPOSER))
            facts = Facts(after(facts.catalog, Changes((quiet,))), NOW)
        with pytest.raises(UnknownAgreement):
            perform(ACTS["refuse"], SIDES["other"], facts)
        with pytest.raises(ActNotPossible):
            perform(ACTS["revoke"], SIDES["proposer"], facts)
