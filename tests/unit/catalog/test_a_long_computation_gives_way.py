"""A thread that computes for long leaves time to others while they ask, and only then.

Covers catalog.giving_way.
"""

from __future__ import annotations

from time import thread_time

import pytest

from catalog import giving_way
from catalog.giving_way import give_way, note_request

STEP_S = 0.004


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds of each rest, none of which is waited for."""
    taken: list[float] = []
    monkeypatch.setattr(giving_way, "sleep", taken.append)
    return taken


def compute() -> None:
    end = thread_time() + STEP_S
    while thread_time() < end:
        pass
    give_way()


def test_it_rests_as_long_as_it_computed_while_others_ask(rests: list[float]):
    with giving_way.giving_way():
        note_request()
        compute()
        note_request()
        compute()
    assert len(rests) == 2
    assert min(rests) >= STEP_S


def test_it_does_not_rest_while_nobody_asks(rests: list[float], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(giving_way, "_last_request", float("-inf"))
    with giving_way.giving_way():
        compute()
    assert rests == []


def test_whoever_answers_others_never_rests(rests: list[float]):
    note_request()
    compute()
    assert rests == []


def test_short_steps_are_not_worth_a_rest(rests: list[float]):
    with giving_way.giving_way():
        note_request()
        give_way()
    assert rests == []
