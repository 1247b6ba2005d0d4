"""A breaker opens when a storage is away, lets one query try again, and blames nothing else.

Covers federation.health.breakers.
"""

from datetime import UTC, datetime, timedelta

import pytest

from federation.health.breakers import Breakers, Down

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Time:
    def __init__(self):
        self.passed = 0.0

    def clock(self):
        return NOON + timedelta(seconds=self.passed)

    def monotonic(self):
        return self.passed


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def breakers(time):
    return Breakers(in_a_row=3, delay_s=5.0, clock=time.clock, monotonic=time.monotonic)


def fail(breakers, times, storage="a"):
    for _ in range(times):
        assert breakers.admit([storage]) is None
        breakers.unreachable(storage)


def test_several_failures_in_a_row_open_it_and_say_since_when(breakers):
    fail(breakers, 3)
    assert breakers.admit(["a"]) == ("a", Down(NOON))


def test_an_answer_in_between_begins_the_count_again(breakers):
    fail(breakers, 2)
    breakers.answered(["a"])
    fail(breakers, 2)
    assert breakers.admit(["a"]) is None


def test_a_storage_beside_it_is_not_concerned(breakers):
    fail(breakers, 3)
    assert breakers.admit(["b"]) is None
    assert breakers.admit(["b", "a"]) == ("a", Down(NOON))


def test_one_query_alone_tries_after_the_delay(breakers, time):
    fail(breakers, 3)
    time.passed = 5.0
    assert breakers.admit(["a"]) is None
    assert breakers.admit(["a"]) is not None
    breakers.answered(["a"])
    assert breakers.admit(["a"]) is None
    assert breakers.down("a") is None


def test_a_trial_that_fails_waits_again_and_keeps_since_when(breakers, time):
    fail(breakers, 3)
    time.passed = 6.0
    assert breakers.admit(["a"]) is None
    breakers.unreachable("a")
    time.passed = 10.0
    assert breakers.admit(["a"]) == ("a", Down(NOON))
    time.passed = 11.0
    assert breakers.admit(["a"]) is None


def test_a_trial_whose_caller_leaves_lets_another_one_try(breakers, time):
    fail(breakers, 3)
    time.passed = 5.0
    assert breakers.admit(["a"]) is None
    breakers.left(["a"])
    assert breakers.admit(["a"]) is None


def test_a_slow_or_wrong_query_never_opens_it(breakers):
    for _ in range(20):
        assert breakers.admit(["a"]) is None
        breakers.left(["a"])
        assert breakers.admit(["a"]) is None
        breakers.answered(["a"])
    assert breakers.admit(["a"]) is None


def test_a_probe_opens_it_with_its_cause_and_closes_it(breakers):
    breakers.probed("a", "storage_credentials_refused")
    assert breakers.admit(["a"]) == ("a", Down(NOON, "storage_credentials_refused"))
    breakers.probed("a", None)
    assert breakers.admit(["a"]) is None


def test_a_query_and_a_probe_that_agree_open_it_at_once(breakers):
    breakers.answered(["a"])
    breakers.away("a", "storage_unreachable")
    assert breakers.admit(["a"]) == ("a", Down(NOON, "storage_unreachable"))


def test_a_query_that_was_answered_meanwhile_knows_better_than_a_probe(breakers, time):
    time.passed = 1.0
    breakers.answered(["a"])
    time.passed = 2.0
    breakers.probed("a", "storage_unreachable", begun_at=0.5)
    assert breakers.admit(["a"]) is None
    breakers.probed("a", "storage_unreachable", begun_at=1.5)
    assert breakers.admit(["a"]) is not None
