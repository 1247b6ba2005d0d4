"""The turns of one engine: half of them are for other bodies, and bodies and persons alternate.

Covers federation.engines.fair_turns, federation.engines.query_tag,
gateway.reading.query.beside.
"""

import asyncio
import threading
from contextlib import AsyncExitStack

import pytest

from federation.engines.fair_turns import FairTurns
from federation.engines.query_tag import CALLER, Caller
from gateway.reading.query.beside import Beside

A, B, NOBODY = "243500667", "200090884", ""


async def settle():
    for _ in range(10):
        await asyncio.sleep(0)


class Asked:
    """Queries that note when their turn comes, and end once `may_end` is set."""

    def __init__(self, most):
        self.turns = FairTurns(most)
        self.order = []
        self.tasks = []
        self.may_end = asyncio.Event()

    def ask(self, name, body, person="one"):
        self.tasks.append(asyncio.create_task(self._ask(name, Caller(body, person))))

    async def _ask(self, name, caller):
        async with self.turns.admitted(caller):
            self.order.append(name)
            await self.may_end.wait()

    async def ended(self):
        self.may_end.set()
        await asyncio.gather(*self.tasks)
        return self.order


async def test_two_hundred_lists_of_one_body_leave_half_of_the_turns_to_others():
    asked = Asked(4)
    for number in range(200):
        asked.ask(f"a{number}", A)
    await settle()
    asked.ask("b0", B)
    asked.ask("nobody", NOBODY)
    await settle()
    assert asked.order == ["a0", "a1", "b0", "nobody"]
    assert len(await asked.ended()) == 202


async def test_bodies_take_turns_and_so_do_the_persons_of_one():
    asked = Asked(1)
    for name, body, person in (
        ("a0", A, "one"),
        ("a1", A, "one"),
        ("a2", A, "one"),
        ("a3", A, "two"),
        ("b0", B, "one"),
        ("b1", B, "one"),
    ):
        asked.ask(name, body, person)
    await settle()
    assert await asked.ended() == ["a0", "a1", "b0", "a3", "b1", "a2"]


async def test_a_body_reads_one_long_text_at_once_and_another_body_beside_it():
    beside, may_end = Beside(), threading.Event()
    loop, begun = asyncio.get_running_loop(), asyncio.Queue()

    def read(name):
        loop.call_soon_threadsafe(begun.put_nowait, name)
        may_end.wait()

    async def ask(name, body, person):
        CALLER.set(Caller(body, person))
        await beside.run(read, name)

    wanted = [("a0", A, "one"), ("a1", A, "two"), ("b0", B, "one")]
    tasks = [asyncio.create_task(ask(*each)) for each in wanted]
    try:
        assert {await begun.get(), await begun.get()} == {"a0", "b0"}
    finally:
        may_end.set()
        await asyncio.gather(*tasks)
    assert await begun.get() == "a1"


@pytest.mark.parametrize(("most", "of_a_body"), [(1, 1), (2, 1), (3, 2), (4, 2), (8, 4)])
def test_half_of_the_turns_are_for_other_bodies(most, of_a_body):
    assert FairTurns(most).of_a_body == of_a_body


async def test_who_leaves_before_or_as_its_turn_comes_takes_none():
    asked = Asked(1)
    async with asked.turns.admitted(Caller(A, "first")):
        for name in ("a0", "a1", "a2"):
            asked.ask(name, A)
        await settle()
        asked.tasks[0].cancel()
        await settle()
    # Its turn was given in this very moment.
    asked.tasks[1].cancel()
    asked.may_end.set()
    await asyncio.gather(*asked.tasks, return_exceptions=True)
    assert asked.order == ["a2"]
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(asked.turns.admitted(Caller(B)))
    assert not asked.turns._running
    assert not asked.turns._waiting
