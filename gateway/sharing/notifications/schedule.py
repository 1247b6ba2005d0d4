"""When something that failed is tried again, and when it is given up."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from catalog.model.mail_choices import MailRhythm
from catalog.model.paris import PARIS

_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
)
MOST_ATTEMPTS = 12
"""For mail: about two days, as mail servers do."""
MOST_FAILURES_IN_A_ROW = 5
"""For a webhook: then it is turned off, and its stewards are told."""
CLAIMED_FOR = timedelta(minutes=5)
"""Longer than any sending; what a dead process claimed waits no longer than this."""


def next_attempt(failures: int, now: datetime) -> datetime:
    """After the first, second… failure: 1 min, then more each time, up to 6 h."""
    return now + _DELAYS[min(failures, len(_DELAYS)) - 1]


_DIGESTS_LEAVE = time(7)
"""In Paris: before the working day begins."""
_DAYS = 7


def next_digest(rhythm: MailRhythm, at: datetime) -> datetime:
    """The first morning after `at` on which a mail of a day, or of a week (Monday), leaves."""
    there = at.astimezone(PARIS)
    day = there.date() if there.time() < _DIGESTS_LEAVE else there.date() + timedelta(days=1)
    if rhythm is MailRhythm.WEEK:
        day += timedelta(days=-day.weekday() % _DAYS)
    return datetime.combine(day, _DIGESTS_LEAVE, tzinfo=PARIS)
