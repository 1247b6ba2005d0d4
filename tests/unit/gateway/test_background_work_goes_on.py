"""Work beside requests survives what one round meets, and ends when it is told to.

Covers gateway.base.background_loop.
"""

import asyncio

import pytest
import structlog.testing

from catalog.problems import StoreUnavailable
from gateway.base.background_loop import repeat, running

NEVER_S = 3600.0


class Rounds:
    """Meets what it is given, one a round; `done` once nothing is left."""

    def __init__(self, *met, wait_s=0.0):
        self.met, self.wait_s, self.done = list(met), wait_s, asyncio.Event()

    async def __call__(self):
        if self.met:
            error = self.met.pop(0)
            if error is not None:
                raise error
        if not self.met:
            self.done.set()
        return self.wait_s


async def test_neither_a_bug_nor_a_store_that_does_not_answer_ends_it():
    rounds = Rounds(KeyError("Sens-de-Bretagne"), StoreUnavailable(), None)
    with structlog.testing.capture_logs() as logs:
        async with running(repeat(rounds, "probes", retry_s=0)):
            await rounds.done.wait()
    assert [each["event"] for each in logs] == ["bug", "probes_waits"]
    assert "Sens-de-Bretagne" not in str(logs)


async def test_a_wakeup_ends_the_wait():
    wakeup, rounds = asyncio.Event(), Rounds(None, None, wait_s=NEVER_S)
    async with running(repeat(rounds, "clock", retry_s=NEVER_S, wakeup=wakeup)):
        while rounds.met:
            wakeup.set()
            await asyncio.sleep(0)


async def test_a_round_that_has_begun_is_finished_before_it_stops():
    stopping, begun, done = asyncio.Event(), asyncio.Event(), []

    async def act():
        begun.set()
        await stopping.wait()
        done.append("act")
        return NEVER_S

    work = asyncio.create_task(repeat(act, "clock", retry_s=0, stopping=stopping))
    await begun.wait()
    stopping.set()
    await work
    assert done == ["act"]


@pytest.mark.parametrize("waits", [0.0, NEVER_S])
async def test_what_is_closed_runs_no_more(waits):
    rounds = Rounds(wait_s=waits)
    before = asyncio.all_tasks()
    async with running(repeat(rounds, "sources", retry_s=0)):
        await rounds.done.wait()
    assert asyncio.all_tasks() <= before
