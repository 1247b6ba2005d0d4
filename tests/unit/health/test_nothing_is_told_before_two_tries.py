"""Covers catalog.health.tries, catalog.health.nights, catalog.health.due."""

import random
from datetime import datetime, timedelta

from catalog.drift.records import StorageHealth
from catalog.health.due import BY_DEFAULT, Turn
from catalog.health.nights import StorageNights, is_off_at_night, with_night
from catalog.health.probes import DatasetProbe
from catalog.health.tries import Finding, health_after
from catalog.model.health import HealthState, Reason, ReasonKind, Side
from catalog.model.hours import Hours
from catalog.model.paris import PARIS

DOWN = Reason(ReasonKind.STORAGE_DOWN, Side.GRANTOR, ("storage_unreachable",))
GONE = Reason(ReasonKind.COLUMN_GONE, Side.GRANTOR, ("tonnage",))
ONE, HOUR = datetime(2026, 12, 3, 1, tzinfo=PARIS), timedelta(hours=1)


def lives(*findings, step=HOUR):
    """What is told as tries follow each other, and the last health."""
    health, told = None, []
    for number, finding in enumerate(findings):
        tried = health_after(health, "conv-2026-0001@1", finding, ONE + number * step)
        health = tried.health
        told += [each.kind for each in tried.broken]
        told += ["mended"] * tried.is_mended
    return health, told


def test_ten_thousand_healthy_agreements_with_slow_and_silent_tries_tell_nothing():
    """One try in five fails, and the try an hour later does not."""
    chance = random.Random(4)
    for _ in range(10_000):
        findings = [Finding()]
        while len(findings) < 12:
            if chance.random() < 0.2:
                findings.append(Finding((chance.choice([DOWN, GONE]),)))
            findings.append(Finding())
        assert lives(*findings)[1] == []


def test_what_two_tries_an_hour_apart_saw_is_told_once_and_its_end_once():
    health, told = lives(Finding(), *[Finding((GONE,))] * 5, Finding(), Finding())
    assert told == [ReasonKind.COLUMN_GONE, "mended"]
    assert health.state is HealthState.SOUND


def test_two_tries_within_the_hour_confirm_nothing():
    assert lives(*[Finding((GONE,))] * 3, step=timedelta(minutes=20))[1] == []


def test_a_try_that_was_too_slow_neither_confirms_nor_mends():
    slow = Finding(untested=frozenset({ReasonKind.COLUMN_GONE}))
    assert lives(Finding(), slow, slow, slow)[1] == []
    assert lives(Finding((GONE,)), Finding((GONE,)), slow, slow)[1] == [ReasonKind.COLUMN_GONE]


def test_a_second_cause_beside_a_first_is_told_and_the_first_is_not_told_again():
    both = Finding((GONE, DOWN))
    assert lives(*[Finding((GONE,))] * 2, both, both, both)[1] == [
        ReasonKind.COLUMN_GONE,
        ReasonKind.STORAGE_DOWN,
    ]


def down(since):
    return StorageHealth("s", is_up=False, since=since, probed_at=since)


def test_a_server_that_is_off_each_night_is_off_at_night_from_the_second_on():
    evening = datetime(2026, 12, 3, 21, tzinfo=PARIS)
    first = with_night(StorageNights("s"), ONE)
    assert not is_off_at_night(down(ONE - 4 * HOUR), (), ONE)
    assert is_off_at_night(down(evening), first.silent, evening + 5 * HOUR)


def test_a_server_that_did_not_answer_by_day_either_is_broken():
    first = with_night(StorageNights("s"), ONE)
    next_night = ONE + 24 * HOUR
    assert not is_off_at_night(down(ONE), first.silent, next_night)
    noon = datetime(2026, 12, 4, 12, tzinfo=PARIS)
    assert not is_off_at_night(down(noon - HOUR), first.silent, noon)


def test_a_dataset_is_tried_once_a_night_and_an_owners_hours_bind():
    def turn(at, own=None):
        return Turn(own, BY_DEFAULT, at)

    tried = DatasetProbe("d", 1, ONE)
    assert turn(ONE).is_due(None, 1, (), None)
    assert not turn(ONE + HOUR).is_due(tried, 1, (), None)
    assert turn(ONE + HOUR).is_due(tried, 2, (), None)
    assert turn(ONE + 24 * HOUR).is_due(tried, 1, (), None)
    by_day = Hours(9, 17)
    assert not turn(ONE, by_day).is_due(None, 1, (), None)
    assert not turn(ONE, by_day).may_be_asked
    assert turn(ONE + 9 * HOUR, by_day).is_due(None, 1, (), None)
