"""Average days, completeness, changes of hour and growth of counters, held against plain Python.

Covers services_run.inputs, services_run.notices.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from services_run.checking import find_service, load_service
from services_run.trial import try_service

PARIS, UTC = ZoneInfo("Europe/Paris"), ZoneInfo("UTC")


@pytest.fixture(scope="module")
def service():
    return load_service(find_service("comptage-velo"))


@pytest.fixture
def tried(service, tmp_path):
    def run(measures, channels=(), **parameters):
        write(tmp_path / "measure.csv", "channel_id,start_datetime,end_datetime,count", measures)
        if channels:
            head = "channel_id,site_id,mobility_type,started_at,ended_at,time_step"
            write(tmp_path / "channel.csv", head, channels)
        return try_service(service, tmp_path, {}, parameters)

    return run


def write(path, head, rows):
    path.write_text("\n".join([head, *rows]), "utf-8")


def daily(channel, first, last, count):
    """One row a day, `last` not included; `count` of a day, None for a counter that is silent."""
    rows = []
    for at in range((last - first).days):
        day = first + timedelta(days=at)
        start, end = (
            datetime(d.year, d.month, d.day, tzinfo=PARIS) for d in (day, day + timedelta(1))
        )
        value = count(day)
        rows.append(
            f"{channel},{start.isoformat()},{end.isoformat()},{'' if value is None else value}"
        )
    return rows


def hourly(channel, first, last, zone=PARIS):
    """A passage an hour, through changes of hour."""
    now = datetime(first.year, first.month, first.day, tzinfo=PARIS).astimezone(UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=PARIS).astimezone(UTC)
    rows = []
    while now < end:
        later = now + timedelta(hours=1)
        start, stop = now.astimezone(zone).isoformat(), later.astimezone(zone).isoformat()
        rows.append(f"{channel},{start},{stop},1")
        now = later
    return rows


def one_site(trial):
    (row,) = trial.answer["sites"]
    return row


def test_weekdays_and_weekends_are_averaged_apart(tried):
    rows = daily(
        "C", date(2025, 6, 2), date(2025, 6, 16), lambda day: 10 if day.weekday() < 5 else 31
    )
    row = one_site(tried(rows))
    assert (row["jour_moyen"], row["jour_ouvre"], row["jour_week_end"]) == (16, 10, 31)
    assert (row["jours_comptes"], row["jours_attendus"], row["completude"]) == (14, 14, 100)


def test_empty_is_no_zero(tried):
    silent = {date(2025, 6, 4), date(2025, 6, 5)}
    rows = daily("C", date(2025, 6, 1), date(2025, 6, 11), lambda day: None if day in silent else 8)
    trial = tried(rows)
    assert one_site(trial)["jour_moyen"] == 8
    assert one_site(trial)["jours_comptes"] == 8
    assert "empty_counts" in [notice.code for notice in trial.notices]


@pytest.mark.parametrize("zone", [PARIS, UTC], ids=["local", "utc"])
@pytest.mark.parametrize(
    ("first", "hours"), [(date(2025, 3, 29), (24, 23, 24)), (date(2025, 10, 25), (24, 25, 24))]
)
def test_a_day_of_23_or_25_hours_is_whole(tried, first, hours, zone):
    trial = tried(hourly("C", first, first + timedelta(days=3), zone))
    row = one_site(trial)
    assert (row["jours_comptes"], row["jours_attendus"]) == (3, 3)
    assert row["passages"] == sum(hours)
    assert ("utc_moments" in [notice.code for notice in trial.notices]) == (zone is UTC)


def test_a_day_that_lacks_an_hour_is_not_counted_and_is_told(tried):
    trial = tried(hourly("C", date(2025, 3, 28), date(2025, 4, 1))[1:])
    assert one_site(trial)["jours_comptes"] == 3
    assert "days_partly_counted" in [notice.code for notice in trial.notices]


def test_a_site_counts_a_day_when_all_its_channels_do(tried):
    first, last = date(2025, 6, 1), date(2025, 6, 11)
    rows = daily("C1", first, last, lambda _: 5)
    rows += daily("C2", first, date(2025, 6, 8), lambda _: 7)
    channels = ["C1,S,BIKE,2020-01-01,,86400", "C2,S,BIKE,2020-01-01,,86400"]
    row = one_site(tried(rows, channels))
    assert (row["jour_moyen"], row["jours_comptes"], row["jours_attendus"]) == (12, 7, 10)


def test_other_practices_and_unknown_channels_do_not_count(tried):
    first, last = date(2025, 6, 1), date(2025, 6, 4)
    rows = [row for name in ("C1", "C2", "C9") for row in daily(name, first, last, lambda _: 5)]
    channels = ["C1,S,BIKE,2020-01-01,,86400", "C2,S,PEDESTRIAN,2020-01-01,,86400"]
    trial = tried(rows, channels)
    assert one_site(trial)["passages"] == 15
    assert {"other_practices", "unknown_channels"} <= {notice.code for notice in trial.notices}


def test_growth_is_over_the_months_that_a_site_counted_both_years(tried):
    """Site T counts in one year alone, and S lacks a month: neither moves the growth."""
    first, last = date(2024, 1, 1), date(2026, 1, 1)
    absent = {(2025, 5), (2024, 9)}
    rows = daily(
        "S", first, last,
        lambda day: None if (day.year, day.month) in absent else (10 if day.year == 2024 else 12),
    )  # fmt: skip
    rows += daily("T", date(2025, 1, 1), last, lambda _: 1000)
    growth = {(row["site"], row["annee"]): row for row in tried(rows).answer["growth"]}
    whole = growth["ENSEMBLE", 2025]
    assert (whole["evolution"], whole["mois_compares"], whole["sites"]) == (20, 10, 1)
    assert growth["S", 2024]["reasons"]["evolution"]["code"] == "no_year_before"
    assert growth["T", 2025]["reasons"]["evolution"]["code"] == "no_common_month"


def test_missing_days_favour_neither_year(tried):
    gone = {date(2025, 6, day) for day in range(1, 6)}
    rows = [
        row for year in (2024, 2025)
        for row in daily(
            "S", date(year, 6, 1), date(year, 7, 1), lambda day: None if day in gone else 100
        )
    ]  # fmt: skip
    growth = {row["annee"]: row for row in tried(rows).answer["growth"] if row["site"] == "S"}
    assert growth[2025]["evolution"] == Decimal(0)


def test_a_counter_that_gives_one_value_for_days_is_told(tried):
    trial = tried(daily("C", date(2025, 6, 1), date(2025, 6, 20), lambda _: 42))
    (notice,) = [each for each in trial.notices if each.code == "stuck_counters"]
    assert notice.count == 19


def test_a_site_without_a_whole_day_has_no_average_and_says_why(tried):
    row = one_site(tried(hourly("C", date(2025, 6, 1), date(2025, 6, 2))[3:]))
    assert (row["jour_moyen"], row["reasons"]["jour_moyen"]["code"]) == (None, "no_day_counted")
