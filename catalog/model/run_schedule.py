"""When an activated service runs by itself, who asked for it, and how its last run went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from catalog.model.later_field import informs
from catalog.model.paris import PARIS

LAST_DAY_OF_MONTH = 28
"""No month is without it."""


class Frequency(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class ScheduledRun:
    """The run of the slot `due`. `ended` is None while it runs, and for good where its gateway
    died; `problem`: the code of what it met, None where it gave its figures. `failures`: runs in a
    row that gave none, this one included.
    """

    due: datetime
    begun: datetime
    ended: datetime | None = None
    problem: str | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class RunReading:
    """Data that the last run which gave figures had read, without any figure: how many datasets, of
    which so many without a row; communes and months as the result covers them, None where it does
    not say; `latest` is the last day of the data, ISO text. `digest` tells its result from another.
    """

    due: datetime
    datasets: int
    empty: int
    communes: int | None
    communes_expected: int | None
    months: int | None
    months_expected: int | None
    latest: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class RunSchedule:
    """At `hour` (0 to 23) of Paris: every day, or on `day`, the day of the week (1 is Monday) or of
    the month (1 to 28). It runs as the person who asked for it at `at`, by that person's rights of
    the day.
    """

    frequency: Frequency
    hour: int
    day: int | None
    by_issuer: str
    by_sub: str
    at: datetime
    last: ScheduledRun | None = None
    reading: RunReading | None = informs(None)
    alerts: tuple[str, ...] = informs(())
    """Keyed digests of the alerts that were told and are not over."""

    def slot_before(self, now: datetime) -> datetime | None:
        """The last slot up to `now`, in UTC; None where none has come since it was asked for. An
        hour that the clock leaves out in March is the next one; of the one that comes twice in
        October it is the first.
        """
        today = now.astimezone(PARIS).date()
        slots = (self._slot(today - timedelta(days=back)) for back in range(32))
        last_slot = next((slot for slot in slots if slot is not None and slot <= now), None)
        return last_slot if last_slot is not None and last_slot > self.at else None

    def slot_after(self, now: datetime) -> datetime:
        """The next slot after `now`, in UTC."""
        today = now.astimezone(PARIS).date()
        slots = (self._slot(today + timedelta(days=ahead)) for ahead in range(63))
        return next(slot for slot in slots if slot is not None and slot > now)

    def due_slot(self, now: datetime) -> datetime | None:
        """The slot whose run has not begun; the last one alone, however many were missed."""
        slot = self.slot_before(now)
        is_done = slot is None or (self.last is not None and slot <= self.last.due)
        return None if is_done else slot

    def _slot(self, day: date) -> datetime | None:
        matches = {
            Frequency.DAILY: True,
            Frequency.WEEKLY: day.isoweekday() == self.day,
            Frequency.MONTHLY: day.day == self.day,
        }[self.frequency]
        if not matches:
            return None
        local = datetime(day.year, day.month, day.day, self.hour, tzinfo=PARIS)
        return local.astimezone(UTC)
