"""The days on which lorries go out: what a public holiday moves to the next day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_SUNDAY = 6
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The eleven of the Code du travail, article L3133-1."""
    easter = easter_sunday(year)
    movable = (easter + timedelta(days=days) for days in (1, 39, 50))
    return frozenset((*(date(year, month, day) for month, day in _FIXED), *movable))


def easter_sunday(year: int) -> date:
    """The Gregorian computus, in Oudin's form."""
    century, golden = year // 100, year % 19
    epact = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    days = epact - weekday
    month = 3 + (days + 40) // 44
    return date(year, month, days + 28 - 31 * (month // 4))


def working_day(planned: date) -> date:
    """`planned`, or the next day that is neither a public holiday nor a Sunday."""
    day = planned
    while day in public_holidays(day.year) or day.weekday() == _SUNDAY:
        day += timedelta(days=1)
    return day
