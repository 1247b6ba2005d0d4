"""Renewal: the day on which it is asked for, the version that goes on, and a gap before it."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from zoneinfo import ZoneInfo

from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.steps import today_of
from catalog.model.agreement import Agreement, AgreementState

DELIBERATION_DAYS = 180
"""Councils sit about four times a year."""
DELEGATION_DAYS = 90
_SHORTEST_DAYS = 14
"""Nobody is asked to renew an agreement that lasts no longer: it was meant for once."""
READ_BY = frozenset({AgreementState.ACTIVE, AgreementState.SUSPENDED})
PROPOSED = frozenset(
    {AgreementState.SUBMITTED, AgreementState.APPROVED_BY_ONE, AgreementState.APPROVED}
)
"""Both sides know of it, and it is for the one who has not signed to act."""
_ENDED_BY_ITSELF = READ_BY | {AgreementState.EXPIRED}
_BY_DELEGATION = re.compile(r"\b(?:delegation(?! de service)|decision|arrete)s?\b")
_DELIBERATED = re.compile(r"\bdelib")

Renewals = Mapping[str, Sequence[Agreement]]
"""Versions after the first that are proposed or signed by both, by the convention's id."""


@dataclass(frozen=True, slots=True)
class Gap:
    """From the instant at which the version before ended until this one began, nothing was read;
    `until` None while it has not begun.
    """

    since: datetime
    until: datetime | None


def renewals_in(agreements: Iterable[Agreement]) -> Renewals:
    """Read once for all: an agreement is looked up each minute."""
    renewals = defaultdict(list)
    for agreement in agreements:
        if agreement.version > 1 and agreement.state in PROPOSED:
            renewals[agreement.id].append(agreement)
    return renewals


def renewal_of(agreement: Agreement, renewals: Renewals) -> Agreement | None:
    """The version that goes on after its last day, as it is proposed or signed; None for none."""
    later = [
        each
        for each in renewals.get(agreement.id, ())
        if each.version > agreement.version and each.end > agreement.end
    ]
    return max(later, key=attrgetter("version"), default=None)


def needs_deliberation(agreement: Agreement) -> bool:
    """False only where both signed by a delegation, as the references of their acts say: a council
    has its own calendar, and where it cannot be told it is awaited.
    """
    acts = [each.act for each in agreement.approvals]
    if len(acts) < len(agreement.parties):
        return True
    return not all(each is not None and _is_delegation(each.reference) for each in acts)


def ask_day(agreement: Agreement) -> date:
    """180 days before its last one, or 90, and never before the half of its life is over."""
    lead = DELIBERATION_DAYS if needs_deliberation(agreement) else DELEGATION_DAYS
    half = agreement.start + (agreement.end - agreement.start) / 2
    return max(agreement.end - timedelta(days=lead), half)


def is_to_renew(agreement: Agreement, renewals: Renewals, now: datetime) -> bool:
    """Its day to be asked has come, it is not over, and nobody has proposed what comes after it."""
    if agreement.state not in READ_BY or _days(agreement) <= _SHORTEST_DAYS:
        return False
    day = today_of(agreement, now)
    return ask_day(agreement) <= day <= agreement.end and renewal_of(agreement, renewals) is None


def is_to_ask(agreement: Agreement, renewals: Renewals, now: datetime) -> bool:
    """Once; never where its end was told before there was such a question."""
    steps = agreement.life.steps
    is_asked = any(each.act.startswith((_ASK, ActName.REMIND_OF_END)) for each in steps)
    return not is_asked and is_to_renew(agreement, renewals, now)


def asked_on(agreement: Agreement) -> date | None:
    """The day on which its renewal was asked for."""
    days = [today_of(agreement, each.at) for each in agreement.life.steps if each.act == _ASK]
    return days[-1] if days else None


def next_period(agreement: Agreement) -> tuple[date, date]:
    """From the day after its last, as long as it was: whole months where it was of whole months."""
    start = agreement.end + timedelta(days=1)
    months = (start.year - agreement.start.year) * 12 + start.month - agreement.start.month
    if months > 0 and start.day == agreement.start.day:
        return start, _months_later(start, months) - timedelta(days=1)
    return start, start + (agreement.end - agreement.start)


def gap_before(agreement: Agreement, versions: Iterable[Agreement], now: datetime) -> Gap | None:
    """Nothing was read between the end of the version before and the first day of this one that
    gave something, or is since. None where it was signed in time, since it is in force from its
    first instant then; and where the version before did not end by itself.
    """
    began = next((each.at for each in agreement.life.steps if each.act == ActName.ACTIVATE), None)
    if began is None and agreement.state not in PROPOSED:
        return None
    before = [
        each
        for each in versions
        if each.id == agreement.id
        and each.version < agreement.version
        and each.state in _ENDED_BY_ITSELF
        and is_over(each, now)
        and each.end < agreement.end
    ]
    former = max(before, key=attrgetter("version"), default=None)
    if former is None:
        return None
    ended = datetime.combine(former.end + timedelta(days=1), time(), ZoneInfo(former.time_zone))
    if began is not None and began <= ended:
        return None
    signed = _signed_at(agreement)
    is_next = agreement.start <= former.end + timedelta(days=1)
    began_on = today_of(agreement, now if began is None else began)
    if is_next and signed is not None and signed < ended and began_on <= former.end + timedelta(1):
        return None
    return Gap(ended, began)


def is_over(agreement: Agreement, now: datetime) -> bool:
    return agreement.end < today_of(agreement, now)


def _signed_at(agreement: Agreement) -> datetime | None:
    """The instant of the second signature."""
    if len(agreement.approvals) < len(agreement.parties):
        return None
    return max(each.at for each in agreement.approvals)


_ASK = ActName.ASK_RENEWAL


def _days(agreement: Agreement) -> int:
    return (agreement.end - agreement.start).days + 1


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def _is_delegation(reference: str) -> bool:
    decomposed = unicodedata.normalize("NFKD", reference.casefold())
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    return not _DELIBERATED.search(plain) and bool(_BY_DELEGATION.search(plain))
