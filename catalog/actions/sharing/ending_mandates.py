"""Ending a mandate, and with it what depends on it: both sides are told exactly what that is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import CloseMandate, EndMandate
from catalog.actions.sharing.due import closes
from catalog.actions.sharing.mandates import mandate_facts
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import MandateOver, MandateRefused, TooEarly, UnknownMandate
from catalog.actions.sharing.steps import moved, reason_given
from catalog.actions.sharing.telling import DECIDERS, about_agreement
from catalog.actions.visible import SUBMITTING
from catalog.changes import Changes
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.bilingual import Bilingual
from catalog.model.mandate import Mandate
from catalog.model.message import Message
from catalog.model.paris import paris_day
from catalog.model.subject import SYSTEM_CLOCK

_NOT_YET_APPROVED = frozenset(
    {
        AgreementState.DRAFT,
        AgreementState.SUBMITTED,
        AgreementState.CHANGES_REQUESTED,
        AgreementState.APPROVED_BY_ONE,
    }
)
_SIGNED = frozenset({AgreementState.APPROVED_BY_ONE, AgreementState.APPROVED})
_ENDED = "mandate_ended"
_PROPOSING = frozenset({ActName.DRAFT, ActName.AMEND, ActName.SUBMIT})


def end_mandate(act: EndMandate, actor: Actor, facts: Facts) -> Acted:
    """At once, or from a day to come (the clock then does the rest). Raises UnknownMandate,
    MandateOver, MandateRefused, ReasonRequired.
    """
    mandate = mandate_of_act(act.mandate, actor, facts)
    reason = reason_given(act.reason)
    today = paris_day(facts.now)
    if mandate.ended_at is not None or (mandate.end is not None and mandate.end < today):
        raise MandateOver(mandate=mandate.id)
    if act.on is None or act.on <= today:
        ended = replace(mandate, ended_at=facts.now, ended_by=actor.agent)
        return _ended(ActName.END_MANDATE, ended, actor, facts, reason)
    last_day = act.on - timedelta(days=1)
    if mandate.end is not None and mandate.end <= last_day:
        raise MandateRefused(
            why_fr=f"il se termine déjà le {mandate.end}", why_en=f"it ends on {mandate.end} anyway"
        )
    ending = replace(mandate, end=last_day, ended_by=actor.agent)
    message = _message("mandate.ending", ending, actor, facts, _dependents(ending, actor, facts))
    sentences = (
        Bilingual(
            f"Le mandat {mandate.id} prend fin le {act.on}.",
            f"Mandate {mandate.id} ends on {act.on}.",
        ),
    )
    changes = Changes(
        (ending,), messages=(replace(message, facts={**message.facts, "reason": reason}),)
    )
    return Acted(ActName.END_MANDATE, changes, sentences, mandate=ending)


def close_mandate(act: CloseMandate, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownMandate, TooEarly."""
    mandate = mandate_of_act(act.mandate, actor, facts)
    if not closes(mandate, facts.now):
        raise TooEarly(agreement=mandate.id)
    ended = replace(mandate, ended_at=facts.now)
    return _ended(ActName.CLOSE_MANDATE, ended, actor, facts, None)


def mandate_of_act(mandate_id: str, actor: Actor, facts: Facts) -> Mandate:
    """One of the actor's own, either side; the clock knows all."""
    is_clock = actor.issuer is None and actor.agent == SYSTEM_CLOCK.agent
    for each in facts.catalog.mandates:
        is_side = actor.mandate is None and actor.organisation in {each.principal, each.mandatary}
        if each.id == mandate_id and (is_clock or is_side):
            return each
    raise UnknownMandate(mandate=mandate_id[:40])


def _ended(
    name: ActName, mandate: Mandate, actor: Actor, facts: Facts, reason: str | None
) -> Acted:
    dependents = _dependents(mandate, actor, facts)
    told = _message("mandate.ended", mandate, actor, facts, dependents)
    if reason is not None:
        told = replace(told, facts={**told.facts, "reason": reason})
    messages = (told, *(_told(each, actor, facts) for each in dependents if _was_seen(each)))
    sentences = (
        Bilingual(f"Le mandat {mandate.id} est terminé.", f"Mandate {mandate.id} has ended."),
        *(_sentence(each) for each in dependents),
    )
    changes = Changes((mandate, *dependents), messages=messages)
    return Acted(name, changes, sentences, mandate=mandate)


def _dependents(mandate: Mandate, actor: Actor, facts: Facts) -> tuple[Agreement, ...]:
    """As they become: requests made under it are withdrawn, approvals given under it fall."""
    found = []
    for each in facts.catalog.agreements:
        if each.state in _NOT_YET_APPROVED and _was_proposed_under(mandate, each):
            found.append(
                moved(each, _ENDED, AgreementState.WITHDRAWN, actor, facts, reason=mandate.id)
            )
        elif each.state in _SIGNED and any(a.mandate == mandate.id for a in each.approvals):
            kept = tuple(a for a in each.approvals if a.mandate != mandate.id)
            after = AgreementState.APPROVED_BY_ONE if kept else AgreementState.SUBMITTED
            found.append(
                moved(each, _ENDED, after, actor, facts, reason=mandate.id, approvals=kept)
            )
    return tuple(found)


def _was_proposed_under(mandate: Mandate, agreement: Agreement) -> bool:
    """Its text as it stands was written or handed over under the mandate."""
    proposing = [each for each in agreement.life.steps if each.act in _PROPOSING]
    return bool(proposing) and proposing[-1].mandate == mandate.id


def _was_seen(agreement: Agreement) -> bool:
    return any(each.act == SUBMITTING for each in agreement.life.steps)


def _message(
    kind: str, mandate: Mandate, actor: Actor, facts: Facts, dependents: tuple[Agreement, ...]
) -> Message:
    return Message(
        kind=kind,
        key=f"{kind}/{mandate.id}/{mandate.end}",
        to=(mandate.principal, mandate.mandatary),
        roles=DECIDERS,
        about=mandate.id,
        facts={
            **mandate_facts(mandate, actor, facts.catalog),
            "withdrawn": _cited(dependents, withdrawn=True),
            "approvals_fallen": _cited(dependents, withdrawn=False),
        },
    )


def _cited(dependents: tuple[Agreement, ...], *, withdrawn: bool) -> list[str]:
    return [
        each.citation
        for each in dependents
        if (each.state is AgreementState.WITHDRAWN) is withdrawn
    ]


def _told(agreement: Agreement, actor: Actor, facts: Facts) -> Message:
    """To both parties: for the other one the mandate was nothing but a signature's ground."""
    what = "withdrawn" if agreement.state is AgreementState.WITHDRAWN else "approval_fallen"
    return about_agreement(
        what, agreement, actor, facts.catalog, to=agreement.parties, reason=_ENDED
    )


def _sentence(agreement: Agreement) -> Bilingual:
    if agreement.state is AgreementState.WITHDRAWN:
        return Bilingual(
            f"{agreement.citation}, proposée sous ce mandat, est retirée.",
            f"{agreement.citation}, proposed under this mandate, is withdrawn.",
        )
    return Bilingual(
        f"La signature de {agreement.citation} donnée sous ce mandat tombe.",
        f"The signature of {agreement.citation} given under this mandate falls.",
    )
