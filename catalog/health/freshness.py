"""The days after which data are late, by the rhythm that their owner declares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from catalog.model.dataset import UpdateFrequency

DAYS_BETWEEN: Final[Mapping[str, int]] = {
    UpdateFrequency.DAILY.value: 2,
    UpdateFrequency.WEEKLY.value: 10,
    UpdateFrequency.MONTHLY.value: 40,
    UpdateFrequency.QUARTERLY.value: 110,
    UpdateFrequency.SEMIANNUAL.value: 210,
    UpdateFrequency.ANNUAL.value: 400,
    "biennial": 800,
}
"""With the time that it takes to send them: a month's figures come some days after its end."""
_OF_ROWS = 2
"""Rows bear the day of what they count: a year's come within the year after it."""


def is_late_deposit(frequency: UpdateFrequency | None, deposited: date, today: date) -> bool:
    return _is_past(frequency, deposited, today, times=1)


def are_late_rows(frequency: UpdateFrequency | None, last_day: date, today: date) -> bool:
    """`last_day` is that of the last row: twice the time of a deposit passes before it is late."""
    return _is_past(frequency, last_day, today, times=_OF_ROWS)


def _is_past(frequency: UpdateFrequency | None, last: date, today: date, *, times: int) -> bool:
    most = None if frequency is None else DAYS_BETWEEN.get(frequency.value)
    return most is not None and (today - last).days > times * most
