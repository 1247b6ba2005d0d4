"""What the guard finds keeps the days of the rows, and tells them in words.

Covers catalog.guard.days, catalog.guard.findings, catalog.guard.examining.
"""

from datetime import UTC, date, datetime

import pytest

from catalog.codec import read_value, write_value
from catalog.guard import examine, guard_record
from catalog.guard.days import days_in_words
from catalog.guard.findings import Finding, FindingKind, GuardReport
from catalog.model.agreement import GuardRecord
from tests.unit.guard.world import AT, COG, agreement, catalog_of, own, totals

NEW, WHOLE = agreement(1, rows=own()), totals(2, to=agreement(2).grantee)
NOW = datetime(2026, 11, 27, tzinfo=UTC)


def isolated(since, until):
    return Finding(FindingKind.ISOLATED, ("35326",), ("Sens",), ("*",), since, until)


def recorded(*findings):
    return guard_record(GuardReport(findings, (), ""), NOW)


def test_an_examination_keeps_from_which_day_on():
    record = guard_record(examine(NEW, catalog_of(NEW, WHOLE), COG, AT), NOW)
    assert (record.communes, record.since, record.until) == (("35326",), date(2021, 1, 1), None)


def test_several_stretches_are_one_span_and_a_bound_that_one_lacks_is_none():
    first, last = date(2021, 1, 1), date(2025, 1, 1)
    one, other = isolated(first, date(2023, 1, 1)), isolated(date(2024, 1, 1), last)
    record = recorded(one, other)
    assert (record.since, record.until) == (first, last)
    assert recorded(one, isolated(None, last)).since is None
    assert recorded(one, isolated(first, None)).until is None


def test_what_only_warns_has_no_part_in_it():
    warning = Finding(FindingKind.COMPLEMENTARY, ("35001",), ("Acigné",), (), None, None)
    record = recorded(isolated(date(2021, 1, 1), None), warning)
    assert record.since == date(2021, 1, 1)


def test_the_days_are_kept_and_an_older_record_has_none():
    record = recorded(isolated(date(2021, 1, 1), date(2024, 1, 1)))
    written = write_value(record)
    assert read_value(GuardRecord, written) == record
    del written["since"], written["until"]
    assert read_value(GuardRecord, written).since is None


@pytest.mark.parametrize(
    ("since", "until", "fr", "en"),
    [
        (
            date(2021, 1, 1),
            date(2024, 1, 1),
            "pour les lignes du 1er janv. 2021 au 31 déc. 2023",
            "for the rows from 1 Jan 2021 to 31 Dec 2023",
        ),
        (
            date(2021, 1, 1),
            None,
            "pour les lignes datées du 1er janv. 2021 ou d'après",
            "for the rows dated 1 Jan 2021 or later",
        ),
        (
            None,
            date(2024, 1, 1),
            "pour les lignes datées jusqu'au 31 déc. 2023",
            "for the rows dated until 31 Dec 2023",
        ),
    ],
)
def test_the_last_day_is_said_and_not_the_one_after(since, until, fr, en):
    assert days_in_words(since, until) == (fr, en)


def test_rows_without_bounds_need_no_words():
    assert days_in_words(None, None) is None
