"""The day it is in Paris: agreements, mandates and memberships begin and end by it."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def paris_day(at: datetime) -> date:
    return at.astimezone(PARIS).date()


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=PARIS)


def middle_of(day: date) -> datetime:
    """Noon in Paris: it is the same day wherever a French authority is, from Tahiti to Wallis."""
    return datetime.combine(day, time(12), tzinfo=PARIS)
