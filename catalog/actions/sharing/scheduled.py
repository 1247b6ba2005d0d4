"""Acts of the clock, without any person: begin, end, let lapse, remind, tell who reads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import (
    ActivateAgreement,
    ExpireAgreement,
    LapseAgreement,
    RemindOfEnd,
    RemindUnanswered,
    TellReaders,
)
from catalog.actions.sharing.answer_days import answer_day, waiting_since
from catalog.actions.sharing.due import (
    begins,
    is_told_of_readers,
    lapses,
    readers_today,
    reminder_of_end,
    reminder_of_end_step,
    reminder_unanswered,
    silent_sides,
)
from catalog.actions.sharing.guarding import record_now, stop_activation
from catalog.actions.sharing.lifting import with_suspensions
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import TooEarly
from catalog.actions.sharing.renewal import gap_before, is_over, renewals_in
from catalog.actions.sharing.renewal_words import gap_facts
from catalog.actions.sharing.standing import agreement_of_act, agreement_of_clock
from catalog.actions.sharing.steps import moved, today_of
from catalog.actions.sharing.telling import READERS, about_agreement, name_of_organisation
from catalog.actions.sharing.transitions import next_state
from catalog.changes import Changes
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.bilingual import Bilingual
from catalog.model.message import Message
from catalog.suspensions import carried_suspensions, is_stop

_REPLACED = frozenset({AgreementState.APPROVED, AgreementState.ACTIVE, AgreementState.SUSPENDED})


def activate(act: ActivateAgreement, actor: Actor, facts: Facts) -> Acted:
    """From its first day, if both signed and the guard lets it; older versions end in the same act,
    and what people suspended of them stays suspended.

    Raises UnknownAgreement, ActNotPossible, TooEarly (also where the guard does not answer).
    """
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.ACTIVATE, standings)
    record = record_now(agreement, facts)
    if not begins(agreement, facts.now) or record is None:
        raise TooEarly(agreement=agreement.citation)
    if is_stop(record):
        return stop_activation(agreement, record, actor, facts)
    readers = readers_today(agreement, facts.catalog, facts.now)
    life = replace(agreement.life, guard=record, readers=readers)
    carried = carried_suspensions(agreement, facts.catalog.agreements)
    if carried:
        after, life = AgreementState.SUSPENDED, with_suspensions(life, carried)
    active = moved(agreement, ActName.ACTIVATE, after, actor, facts, life=life)
    replaced = tuple(
        moved(each, "supersede", AgreementState.SUPERSEDED, actor, facts)
        for each in facts.catalog.agreements
        if each.id == agreement.id and each.version < agreement.version and each.state in _REPLACED
    )
    begun = Bilingual(f"{active.citation} est active.", f"{active.citation} is active.")
    if carried:
        begun = Bilingual(
            f"{active.citation} commence suspendue, comme la version d'avant l'était.",
            f"{active.citation} begins suspended, as the version before it was.",
        )
    sentences = (
        begun,
        *(
            Bilingual(f"{each.citation} est remplacée.", f"{each.citation} is superseded.")
            for each in replaced
        ),
    )
    messages = _beginning(active, replaced, actor, facts)
    changes = Changes((active, *replaced), messages=messages)
    return Acted(ActName.ACTIVATE, changes, sentences, agreement=active)


def _beginning(
    active: Agreement, replaced: tuple[Agreement, ...], actor: Actor, facts: Facts
) -> tuple[Message, ...]:
    """To both sides that it is in force, or still suspended; to readers that they may read."""
    late: dict[str, Any] = {**gap_facts(gap_before(active, facts.catalog.agreements, facts.now))}
    message = about_agreement(
        "suspended" if active.life.suspensions else "activated",
        active,
        actor,
        facts.catalog,
        to=active.parties,
        supersedes=[each.citation for each in replaced],
        **late,
    )
    if active.life.suspensions:
        return (message,)
    readable = about_agreement(
        "readable",
        active,
        actor,
        facts.catalog,
        to=active.life.readers or (active.grantee,),
        roles=READERS,
        purposes=sorted(active.purposes),
    )
    return (readable, message)


def expire(act: ExpireAgreement, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownAgreement, ActNotPossible, TooEarly."""
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.EXPIRE, standings)
    if not is_over(agreement, facts.now):
        raise TooEarly(agreement=agreement.citation)
    expired = moved(agreement, ActName.EXPIRE, after, actor, facts)
    message = about_agreement("expired", expired, actor, facts.catalog, to=expired.parties)
    sentences = (Bilingual(f"{expired.citation} est expirée.", f"{expired.citation} has expired."),)
    changes = Changes((expired,), messages=(message,))
    return Acted(ActName.EXPIRE, changes, sentences, agreement=expired)


def lapse(act: LapseAgreement, actor: Actor, facts: Facts) -> Acted:
    """Nobody answered in time. Raises UnknownAgreement, ActNotPossible, TooEarly."""
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.LAPSE, standings)
    if not lapses(agreement, facts.now):
        raise TooEarly(agreement=agreement.citation)
    reason = "unanswered"
    lapsed = moved(agreement, ActName.LAPSE, after, actor, facts, reason=reason)
    message = about_agreement(
        "lapsed", lapsed, actor, facts.catalog, to=lapsed.parties, reason=reason
    )
    sentences = (
        Bilingual(
            f"{lapsed.citation} tombe : personne n'a répondu à temps.",
            f"{lapsed.citation} lapses: nobody answered in time.",
        ),
    )
    changes = Changes((lapsed,), messages=(message,))
    return Acted(ActName.LAPSE, changes, sentences, agreement=lapsed)


def remind_of_end(act: RemindOfEnd, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownAgreement, TooEarly."""
    agreement = agreement_of_clock(act.agreement, actor, facts)
    renewals = renewals_in(facts.catalog.agreements)
    if reminder_of_end(agreement, renewals, facts.now) != act.days:
        raise TooEarly(agreement=agreement.citation)
    reminded = moved(agreement, reminder_of_end_step(act.days), agreement.state, actor, facts)
    message = about_agreement(
        "expires_soon",
        reminded,
        actor,
        facts.catalog,
        to=reminded.parties,
        key=f"agreement.expires_soon/{reminded.citation}/{act.days}",
        days=(agreement.end - today_of(agreement, facts.now)).days,
    )
    changes = Changes((reminded,), messages=(message,))
    return Acted(ActName.REMIND_OF_END, changes, agreement=reminded)


def remind_unanswered(act: RemindUnanswered, actor: Actor, facts: Facts) -> Acted:
    """To the sides whose turn it is. Raises UnknownAgreement, TooEarly."""
    agreement = agreement_of_clock(act.agreement, actor, facts)
    waiting, day = waiting_since(agreement), answer_day(agreement)
    if reminder_unanswered(agreement, facts.now) != act.step or waiting is None or day is None:
        raise TooEarly(agreement=agreement.citation)
    reminded = moved(agreement, act.step, agreement.state, actor, facts)
    message = about_agreement(
        "unanswered",
        reminded,
        actor,
        facts.catalog,
        to=silent_sides(agreement),
        days=(facts.now - waiting).days,
        answer_by=day.isoformat(),
    )
    changes = Changes((reminded,), messages=(message,))
    return Acted(ActName.REMIND_UNANSWERED, changes, agreement=reminded)


def tell_readers(act: TellReaders, actor: Actor, facts: Facts) -> Acted:
    """Tells both parties which readers came and which left. Raises UnknownAgreement, TooEarly."""
    agreement = agreement_of_clock(act.agreement, actor, facts)
    readers = readers_today(agreement, facts.catalog, facts.now)
    before = agreement.life.readers
    if readers is None or readers == before or not is_told_of_readers(agreement):
        raise TooEarly(agreement=agreement.citation)
    life = replace(agreement.life, readers=readers)
    told = moved(agreement, ActName.TELL_READERS, agreement.state, actor, facts, life=life)
    if before is None:
        # The first look: nobody came and nobody left.
        return Acted(ActName.TELL_READERS, Changes((told,)), agreement=told)
    message = about_agreement(
        "readers_changed",
        told,
        actor,
        facts.catalog,
        to=told.parties,
        came=[name_of_organisation(facts.catalog, e) for e in readers if e not in before],
        left=[name_of_organisation(facts.catalog, e) for e in before if e not in readers],
    )
    return Acted(ActName.TELL_READERS, Changes((told,), messages=(message,)), agreement=told)
