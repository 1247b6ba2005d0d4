"""The hours in which a storage is verified, and the nights on which one is off: Paris time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from catalog.drift.records import StorageHealth
from catalog.model.hours import Hours
from catalog.model.paris import PARIS

NIGHT = Hours(19, 9)
"""No server is broken for being off then, if it is each night."""
RETRY = timedelta(hours=1)
"""Between the two tries without which nothing is told."""
_MOST_NIGHTS = 14


@dataclass(frozen=True, slots=True)
class StorageNights:
    """The last nights, by the day on which each began, on which a storage did not answer."""

    storage: str
    silent: tuple[date, ...] = ()


def window_of(at: datetime, hours: Hours) -> datetime | None:
    """The beginning of the window that `at` lies in; None outside."""
    local = at.astimezone(PARIS)
    if not hours.holds(local.hour):
        return None
    begun = local.replace(hour=hours.start, minute=0, second=0, microsecond=0)
    return begun if begun <= local else begun - timedelta(days=1)


def night_of(at: datetime) -> date | None:
    """The day on which the night began; None by day."""
    begun = window_of(at, NIGHT)
    return None if begun is None else begun.date()


def is_off_at_night(state: StorageHealth | None, silent: Collection[date], now: datetime) -> bool:
    """True where a storage that does not answer now, at night, was silent the night before too and
    answered in between: the probes of the day say since when it is down.
    """
    night = night_of(now)
    if night is None or state is None or state.is_up:
        return False
    went_off = night_of(state.since)
    return went_off == night and night - timedelta(days=1) in silent


def with_night(nights: StorageNights, at: datetime) -> StorageNights:
    """With the night of `at` among the silent ones; as it was by day."""
    night = night_of(at)
    if night is None or night in nights.silent:
        return nights
    return StorageNights(nights.storage, _last((*nights.silent, night)))


def _last(nights: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(nights))[-_MOST_NIGHTS:]
