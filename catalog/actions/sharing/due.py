"""Acts that are due by the clock at a moment, from the catalog alone: a restart forgets nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from catalog.actions.sharing.acts import (
    ActivateAgreement,
    AskRenewal,
    ClockAct,
    CloseMandate,
    ExpireAgreement,
    LapseAgreement,
    RemindOfEnd,
    RemindUnanswered,
    TellReaders,
)
from catalog.actions.sharing.answer_days import lapses_at, reminders, waiting_since
from catalog.actions.sharing.approving import is_signed_by_both
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.renewal import (
    READ_BY,
    Renewals,
    ask_day,
    asked_on,
    is_over,
    is_to_ask,
    renewal_of,
    renewals_in,
)
from catalog.actions.sharing.standing import other_than
from catalog.actions.sharing.steps import today_of
from catalog.actions.visible import proposer_of
from catalog.beneficiaries import readers_of
from catalog.model.agreement import IN_FORCE, Agreement, AgreementState
from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate
from catalog.model.paris import paris_day
from catalog.snapshot import Snapshot

_END_DAYS = (7, 30, 60)


def due_acts(catalog: Snapshot, now: datetime) -> Iterator[ClockAct]:
    """In an order that does no harm: what ends, then what begins, then what is told.

    Guarding what is in force again is not among them: whether it is worth a look depends on what
    was looked at before (gateway.worker).
    """
    for agreement in catalog.agreements:
        if agreement.state in IN_FORCE and is_over(agreement, now):
            yield ExpireAgreement(agreement.citation)
        elif lapses(agreement, now):
            yield LapseAgreement(agreement.citation)
    for mandate in catalog.mandates:
        if closes(mandate, now):
            yield CloseMandate(mandate.id)
    for agreement in catalog.agreements:
        if agreement.state is AgreementState.APPROVED and begins(agreement, now):
            yield ActivateAgreement(agreement.citation)
    renewals = renewals_in(catalog.agreements)
    for agreement in catalog.agreements:
        yield from _to_tell(agreement, catalog, renewals, now)


def _to_tell(
    agreement: Agreement, catalog: Snapshot, renewals: Renewals, now: datetime
) -> Iterator[ClockAct]:
    if is_to_ask(agreement, renewals, now):
        yield AskRenewal(agreement.citation)
    elif (days := reminder_of_end(agreement, renewals, now)) is not None:
        yield RemindOfEnd(agreement.citation, days)
    if (step := reminder_unanswered(agreement, now)) is not None:
        yield RemindUnanswered(agreement.citation, step)
    if is_told_of_readers(agreement) and agreement.life.readers != readers_today(
        agreement, catalog, now
    ):
        yield TellReaders(agreement.citation)


def begins(agreement: Agreement, now: datetime) -> bool:
    """Its first day has come, its last is not over, and both have signed this very text."""
    return agreement.start <= today_of(agreement, now) <= agreement.end and is_signed_by_both(
        agreement
    )


def lapses(agreement: Agreement, now: datetime) -> bool:
    end = lapses_at(agreement)
    return end is not None and now >= end


def silent_sides(agreement: Agreement) -> tuple[Siren, ...]:
    """The sides whose turn it is: the other side until it has signed, then the proposer."""
    proposer = proposer_of(agreement)
    other = other_than(proposer, agreement)
    signed = {each.organisation for each in agreement.approvals}
    return (proposer,) if other in signed else (other,)


def reminder_unanswered(agreement: Agreement, now: datetime) -> str | None:
    """The step of the latest reminder that is due, unless it was done since it became somebody's
    turn.
    """
    waiting = waiting_since(agreement)
    if waiting is None or lapses(agreement, now):
        return None
    done = {each.act for each in agreement.life.steps if each.at >= waiting}
    for moment, step in reminders(agreement):
        if now >= moment:
            return None if step in done else step
    return None


def reminder_of_end(agreement: Agreement, renewals: Renewals, now: datetime) -> int | None:
    """The nearest of 7, 30 and 60 days before its end that it has come to, unless that was told
    before, as a reminder or with the question whether to renew it, or is as long as the agreement
    itself. None before that question's own day, and where its renewal is proposed: whoever has not
    answered that is reminded of it.
    """
    if agreement.state not in READ_BY or is_over(agreement, now):
        return None
    if renewal_of(agreement, renewals) is not None:
        return None
    day = today_of(agreement, now)
    if day < ask_day(agreement):
        return None
    left = (agreement.end - day).days
    question_day = asked_on(agreement)
    told = {each.act for each in agreement.life.steps}
    for days in _END_DAYS:
        if left <= days:
            since = agreement.start if question_day is None else question_day
            is_told = (agreement.end - since).days <= days or reminder_of_end_step(days) in told
            return None if is_told else days
    return None


def reminder_of_end_step(days: int) -> str:
    return f"{ActName.REMIND_OF_END}_{days}"


def is_told_of_readers(agreement: Agreement) -> bool:
    return agreement.members is not None and agreement.state in READ_BY


def readers_today(
    agreement: Agreement, catalog: Snapshot, now: datetime
) -> tuple[Siren, ...] | None:
    """The members that read by it; None where it has no such rule."""
    if agreement.members is None:
        return None
    day = paris_day(now)
    return tuple(sorted(readers_of(agreement, catalog.memberships, day)))


def closes(mandate: Mandate, now: datetime) -> bool:
    """Somebody ended it from a day that has come."""
    return (
        mandate.ended_by is not None
        and mandate.ended_at is None
        and mandate.end is not None
        and mandate.end < paris_day(now)
    )


def next_boundary(catalog: Snapshot, now: datetime) -> datetime | None:
    """The nearest start or end of what both have signed: the first instant of a day, in its zone.

    What is counted from an instant (lapses, reminders) needs no such precision.
    """
    days = [
        datetime.combine(day, time(), tzinfo=ZoneInfo(each.time_zone))
        for each in catalog.agreements
        if each.state in IN_FORCE
        for day in (each.start, each.end + timedelta(days=1))
    ]
    return min((each for each in days if each > now), default=None)
