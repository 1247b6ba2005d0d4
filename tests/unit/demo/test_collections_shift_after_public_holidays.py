"""Covers demo.generate.working_days, demo.generate.collectes."""

from datetime import date

import pytest

from demo.generate.collectes import val_d_ille_aubigne_collectes
from demo.generate.working_days import easter_sunday, public_holidays, working_day


@pytest.mark.parametrize(
    ("year", "day"),
    [(2023, date(2023, 4, 9)), (2024, date(2024, 3, 31)), (2025, date(2025, 4, 20))],
)
def test_easter_is_the_church_calendars(year, day):
    assert easter_sunday(year) == day


def test_a_year_has_eleven_public_holidays():
    assert len(public_holidays(2025)) == 11
    assert {date(2025, 4, 21), date(2025, 5, 29), date(2025, 6, 9)} <= public_holidays(2025)


@pytest.mark.parametrize(
    ("planned", "done"),
    [
        (date(2025, 5, 1), date(2025, 5, 2)),
        (date(2023, 12, 25), date(2023, 12, 26)),
        (date(2025, 8, 15), date(2025, 8, 16)),
        (date(2025, 5, 2), date(2025, 5, 2)),
    ],
)
def test_a_holidays_collection_takes_place_the_day_after(planned, done):
    assert working_day(planned) == done


def test_no_lorry_goes_out_on_a_holiday_or_a_sunday():
    days = {row[1] for row in val_d_ille_aubigne_collectes(7).rows}
    assert not [day for day in days if day in public_holidays(day.year) or day.weekday() == 6]
    assert date(2025, 5, 2) in days
