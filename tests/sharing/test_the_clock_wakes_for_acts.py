"""Covers gateway.acts.clock_worker."""

import asyncio

from catalog.model.agreement import AgreementState
from gateway.acts.clock_worker import keep_time
from tests.sharing.world import PROJECT, MemoryCatalog, World


class Ringing(MemoryCatalog):
    """Rings for the clock after each write, and says when something began."""

    def __init__(self):
        super().__init__()
        self.bell, self.began = asyncio.Event(), asyncio.Event()

    async def write(self, expected, changes, record):
        version = await super().write(expected, changes, record)
        self.bell.set()
        if any(each.state is AgreementState.ACTIVE for each in self.snapshot.agreements):
            self.began.set()
        return version


async def test_what_both_have_signed_begins_without_waiting_for_the_next_look(law):
    world = World(law, catalog=Ringing())
    world.comes(PROJECT.start)
    stopping = asyncio.Event()
    clock = asyncio.create_task(keep_time(world.ports, stopping, world.catalog.bell))
    await world.submits()
    await world.both_sign()
    async with asyncio.timeout(5):
        await world.catalog.began.wait()
    stopping.set()
    await clock
