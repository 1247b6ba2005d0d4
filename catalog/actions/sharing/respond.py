"""Before both have signed: the other side answers, the proposer may take it back."""

from __future__ import annotations

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import RefuseAgreement, RequestChanges, WithdrawAgreement
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.standing import agreement_of_act, other_than
from catalog.actions.sharing.steps import moved, reason_given
from catalog.actions.sharing.telling import about_agreement
from catalog.actions.sharing.transitions import next_state
from catalog.actions.visible import SUBMITTING, proposer_of
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual


def request_changes(act: RequestChanges, actor: Actor, facts: Facts) -> Acted:
    """Approvals fall: another text follows. Raises UnknownAgreement, ActNotPossible,
    ReasonRequired.
    """
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.REQUEST_CHANGES, standings)
    reason = reason_given(act.reason)
    changed = moved(
        agreement, ActName.REQUEST_CHANGES, after, actor, facts, reason=reason, approvals=()
    )
    proposer = proposer_of(agreement)
    message = about_agreement(
        "changes_requested", changed, actor, facts.catalog, to=(proposer,), reason=reason
    )
    sentences = (
        Bilingual(
            f"{agreement.citation} revient à qui l'a proposée ; les signatures tombent.",
            f"{agreement.citation} goes back to whoever proposed it; signatures fall.",
        ),
    )
    changes = Changes((changed,), messages=(message,))
    return Acted(ActName.REQUEST_CHANGES, changes, sentences, agreement=changed)


def withdraw(act: WithdrawAgreement, actor: Actor, facts: Facts) -> Acted:
    """Before both approved. The other side is told where it ever saw it. Raises UnknownAgreement,
    ActNotPossible.
    """
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.WITHDRAW, standings)
    reason = (act.reason or "").strip() or None
    withdrawn = moved(agreement, ActName.WITHDRAW, after, actor, facts, reason=reason)
    other = other_than(proposer_of(agreement), agreement)
    was_seen = any(each.act == SUBMITTING for each in agreement.life.steps)
    messages = (
        (about_agreement("withdrawn", withdrawn, actor, facts.catalog, to=(other,), reason=reason),)
        if was_seen
        else ()
    )
    sentences = (
        Bilingual(
            f"{agreement.citation} est retirée ; elle n'aura aucun effet.",
            f"{agreement.citation} is withdrawn; it will have no effect.",
        ),
    )
    changes = Changes((withdrawn,), messages=messages)
    return Acted(ActName.WITHDRAW, changes, sentences, agreement=withdrawn)


def refuse(act: RefuseAgreement, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownAgreement, ActNotPossible, ReasonRequired."""
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.REFUSE, standings)
    reason = reason_given(act.reason)
    refused = moved(agreement, ActName.REFUSE, after, actor, facts, reason=reason)
    message = about_agreement(
        "refused", refused, actor, facts.catalog, to=(proposer_of(agreement),), reason=reason
    )
    sentences = (
        Bilingual(
            f"{agreement.citation} est refusée ; la partie qui l'a proposée en connaît le motif.",
            f"{agreement.citation} is refused; the party that proposed it is told why.",
        ),
    )
    changes = Changes((refused,), messages=(message,))
    return Acted(ActName.REFUSE, changes, sentences, agreement=refused)
