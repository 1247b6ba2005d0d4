"""Queries at once: by agent, by organisation, altogether; and whose turn is next.

Covers gateway.reading.query.admission.
"""

import asyncio
from contextlib import AsyncExitStack

import pytest
import structlog.testing

from catalog.model.identifiers import Siren
from catalog.model.subject import ANONYMOUS, Subject
from gateway.base.problems import TooManyQueries
from gateway.reading.query.admission import FairQueue, QueueLimits

A, B = Siren.parse("243500667"), Siren.parse("200090884")


def agent(name, organisation=A):
    return Subject(name, "urn:issuer", organisation, "person", frozenset())


def turns(**limits):
    facts = {"at_once": 2, "of_an_organisation": 2, "of_an_agent": 2, "wait_s": 5.0}
    return FairQueue(QueueLimits(**{**facts, "is_enforced": True, **limits}))


async def settle():
    for _ in range(10):
        await asyncio.sleep(0)


class Asked:
    """Queries that note when their turn comes, and end when they are told."""

    def __init__(self, turns):
        self.turns = turns
        self.order = []
        self.tasks = []

    def ask(self, subject, name):
        self.tasks.append(asyncio.create_task(self._ask(subject, name)))

    async def _ask(self, subject, name):
        async with self.turns.admitted(subject):
            self.order.append(name)
            await asyncio.sleep(0)


async def test_an_organisation_with_a_hundred_waiting_does_not_starve_another():
    asked = Asked(limits := turns(at_once=1))
    async with limits.admitted(agent("first")):
        for number in range(100):
            asked.ask(agent(f"a{number}"), f"a{number}")
        await settle()
        asked.ask(agent("b", B), "b0")
        asked.ask(agent("b", B), "b1")
        await settle()
        assert asked.order == []
    await asyncio.gather(*asked.tasks)
    assert asked.order[:4] == ["a0", "b0", "a1", "b1"]
    assert asked.order[4:] == [f"a{number}" for number in range(2, 100)]


@pytest.mark.parametrize(
    ("limits", "other", "said"),
    [
        ({"of_an_agent": 1}, agent("one"), "your account"),
        ({"of_an_organisation": 1}, agent("two"), "your organisation"),
        ({"at_once": 1}, agent("three", B), "all organisations together"),
    ],
)
async def test_who_finds_no_turn_in_time_is_told_whose_limit_it_is(limits, other, said):
    queue = turns(wait_s=0.01, **limits)
    async with queue.admitted(agent("one")):
        with pytest.raises(TooManyQueries) as refused:
            async with queue.admitted(other):
                pass
    assert said in refused.value.sentence("en")
    assert refused.value.status == 429
    async with queue.admitted(other):
        pass


async def test_one_who_cannot_go_yet_holds_up_nobody_else():
    queue = turns(of_an_agent=1)
    asked = Asked(queue)
    async with queue.admitted(agent("busy")):
        asked.ask(agent("busy"), "waits")
        asked.ask(agent("free"), "goes")
        await settle()
        assert asked.order == ["goes"]
    await asyncio.gather(*asked.tasks)


async def test_those_without_a_token_share_the_turns_of_one_organisation():
    queue = turns(of_an_agent=1, wait_s=0.01, at_once=9)
    async with queue.admitted(ANONYMOUS), queue.admitted(ANONYMOUS):
        with pytest.raises(TooManyQueries):
            async with queue.admitted(ANONYMOUS):
                pass
        async with queue.admitted(agent("one")):
            pass


async def test_who_leaves_while_waiting_leaves_no_trace():
    asked = Asked(queue := turns(at_once=1))
    async with queue.admitted(agent("one")):
        asked.ask(agent("two"), "two")
        await settle()
        asked.tasks[0].cancel()
        await asyncio.gather(*asked.tasks, return_exceptions=True)
    async with queue.admitted(agent("three")):
        assert asked.order == []
    assert not queue._running
    assert not queue._agents
    assert not queue._waiting


async def test_limits_that_are_only_observed_hold_nobody_and_are_logged_once_a_minute(monkeypatch):
    queue = turns(at_once=1, of_an_organisation=99, is_enforced=False)
    with structlog.testing.capture_logs() as logs:
        async with AsyncExitStack() as stack:
            for number in range(40):
                await stack.enter_async_context(queue.admitted(agent(f"a{number}")))
            monkeypatch.setattr("gateway.reading.query.admission._SAID_EVERY_S", 0.0)
            await stack.enter_async_context(queue.admitted(agent("last")))
    assert [each["event"] for each in logs] == ["limit_would_hold"] * 2
    assert [each["times"] for each in logs] == [1, 39]
    assert {each["limit"] for each in logs} == {"gateway"}
    assert not queue._running
