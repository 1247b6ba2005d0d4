"""Until when a proposal may be answered: the day that its author gives, or thirty days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import AnswerDayUnsuitable
from catalog.actions.sharing.steps import today_of
from catalog.actions.visible import SUBMITTING, proposer_of
from catalog.model.agreement import Agreement, AgreementState

LAPSE_DAYS = 30
_LONGEST_DAYS = 366
_AFTER_DAYS = (20, 10)
"""Days without an answer after which whose turn it is are reminded, where no day was given."""
_BEFORE_DAYS = (3, 14)
"""Days before the day that was given."""
_WAITING = frozenset({AgreementState.SUBMITTED, AgreementState.APPROVED_BY_ONE})


def unsuitable_day(day: date, agreement: Agreement, now: datetime) -> AnswerDayUnsuitable | None:
    """None for a day from tomorrow to a year away, and within the agreement."""
    today = today_of(agreement, now)
    first = today + timedelta(days=1)
    last = min(agreement.end, today + timedelta(days=_LONGEST_DAYS))
    if first <= day <= last:
        return None
    return AnswerDayUnsuitable(day=day, first=first, last=last)


def default_day(agreement: Agreement, now: datetime) -> date | None:
    """The eve of an amendment's first day where that is later than in thirty days; else None.

    What is in force goes on until then: an earlier end of the proposal would serve nobody.
    """
    eve = agreement.start - timedelta(days=1)
    is_later = eve > today_of(agreement, now) + timedelta(days=LAPSE_DAYS)
    return eve if agreement.version > 1 and is_later else None


def waiting_since(agreement: Agreement) -> datetime | None:
    """When it last became somebody's turn: it was submitted, or the other side signed."""
    if agreement.state not in _WAITING:
        return None
    proposer = proposer_of(agreement)
    turns = [
        each.at
        for each in agreement.life.steps
        if each.act == SUBMITTING or (each.act == ActName.APPROVE and each.organisation != proposer)
    ]
    return turns[-1] if turns else None


def lapses_at(agreement: Agreement) -> datetime | None:
    """The instant from which nobody may answer any more; None where nothing waits."""
    since = waiting_since(agreement)
    if since is None:
        return None
    day = agreement.life.answer_by
    if day is None:
        return since + timedelta(days=LAPSE_DAYS)
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(agreement.time_zone))


def answer_day(agreement: Agreement) -> date | None:
    """The last day to answer, as a person is told it; None where nothing waits."""
    end = lapses_at(agreement)
    return None if end is None else agreement.life.answer_by or today_of(agreement, end)


def reminders(agreement: Agreement) -> Iterator[tuple[datetime, str]]:
    """Instants from which whoever has not answered is reminded, and their steps, latest first."""
    since, end = waiting_since(agreement), lapses_at(agreement)
    if since is None or end is None:
        return
    if agreement.life.answer_by is None:
        for days in _AFTER_DAYS:
            yield since + timedelta(days=days), f"{ActName.REMIND_UNANSWERED}_{days}"
        return
    for days in _BEFORE_DAYS:
        moment = end - timedelta(days=days)
        if moment > since + timedelta(days=1):
            yield moment, f"{ActName.REMIND_UNANSWERED}_{days}_before"
