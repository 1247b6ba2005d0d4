"""Each rule tells what it is about, and nothing of ordinary use.

Covers catalog.unusual.rules, catalog.unusual.messages.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.model.identifiers import Siren
from catalog.unusual.rules import HourOfUse, rules, unusual_use

READER = Siren("200090884")
TODAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)


def hour(days=0, at=NOON, requests=1, rows=100, refused=0):
    return HourOfUse("d", READER, at - timedelta(days=days), requests, rows, refused)


PAST = [hour(days=days) for days in range(1, 8)]


def told(*hours):
    return [(each.code, dict(each.facts)) for each in unusual_use(hours, TODAY)]


def test_ordinary_use_is_told_to_nobody():
    assert told(*PAST, hour()) == []
    assert told() == []


@pytest.mark.parametrize(
    ("rows", "past", "is_told"),
    [(1001, PAST, True), (1000, PAST, False), (50_000, PAST[:4], False), (999, [], False)],
)
def test_a_volume_far_above_its_own_history(rows, past, is_told):
    expected = [("usage.unusual_volume", {"rows": rows, "most": 100})] if is_told else []
    assert told(*past, hour(rows=rows)) == expected


def test_a_volume_is_that_of_the_whole_day():
    assert told(*PAST, hour(rows=600), hour(at=NOON + timedelta(hours=1), rows=600))


@pytest.mark.parametrize(
    ("utc_hour", "is_told"), [(21, True), (20, False), (4, True), (5, False), (11, False)]
)
def test_a_first_reading_at_night_in_paris(utc_hour, is_told):
    first = hour(at=NOON.replace(hour=utc_hour))
    assert [code for code, _ in told(first)] == (["usage.first_at_night"] if is_told else [])


def test_who_has_read_before_may_read_at_night():
    assert told(hour(days=20), hour(at=NOON.replace(hour=2))) == []


@pytest.mark.parametrize(("refused", "is_told"), [(20, True), (19, False)])
def test_many_refusals_within_an_hour(refused, is_told):
    expected = [("usage.many_refusals", {"refused": refused})] if is_told else []
    assert told(*PAST, hour(refused=refused)) == expected


def test_refusals_of_several_hours_are_not_added_up():
    spread = [hour(at=NOON + timedelta(hours=each), refused=15) for each in range(3)]
    assert told(*PAST, *spread) == []


def test_each_rule_has_words_and_a_kind_to_choose():
    from catalog.actions.webhooks.kinds import KINDS
    from gateway.sharing.notifications.sentences import WORDS

    for rule in rules():
        assert rule["code"] in WORDS
        assert rule["code"] in KINDS
