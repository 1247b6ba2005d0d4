"""Months as the first of their days."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DECEMBER = 12


def read_month(text: str) -> date | None:
    """`2026-01`; None for what is no month."""
    parts = _MONTH.fullmatch(text.strip())
    if parts is None or not 1 <= int(parts[2]) <= _DECEMBER or not int(parts[1]):
        return None
    return date(int(parts[1]), int(parts[2]), 1)


def write_month(month: date) -> str:
    return f"{month.year:04d}-{month.month:02d}"


def month_after(month: date, count: int = 1) -> date:
    """`count` may be below zero."""
    number = month.year * _DECEMBER + month.month - 1 + count
    return date(number // _DECEMBER, number % _DECEMBER + 1, 1)


def months_from(first: date, last: date) -> tuple[date, ...]:
    """Both included."""
    months = []
    month = first
    while month <= last:
        months.append(month)
        month = month_after(month)
    return tuple(months)


def last_day_of(month: date) -> date:
    return month_after(month) - timedelta(days=1)


def year_after(day: date) -> date:
    """The same day of the next year; 28 February for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=day.day - 1)
