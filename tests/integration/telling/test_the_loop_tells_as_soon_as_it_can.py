"""Covers gateway.sharing.notifications.loop, gateway.sharing.notifications.wakeup,
gateway.sharing.notifications.delivering, catalog.store.deliveries.
"""

import asyncio
from dataclasses import replace

import pytest

from catalog.problems import StoreUnavailable
from catalog.store import open_store
from catalog.store.deliveries import Deliveries
from gateway.sharing.notifications.loop import deliver_for_ever, telling
from gateway.sharing.notifications.wakeup import NotifyingCatalog
from tests.integration.telling.world import ANNE, SMICTOM, VAL, message, ports_on, put

SOON_S = 10
NEVER_S = 3600


@pytest.fixture
async def store(tmp_path):
    """Which database it is does not matter here."""
    opened = await open_store(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    await put(opened, VAL, SMICTOM, ANNE)
    yield opened
    await opened.aclose()


async def come(mailbox):
    async with asyncio.timeout(SOON_S):
        await mailbox.came.wait()
    mailbox.came.clear()


async def test_an_act_of_this_process_wakes_it(store, clock, mailbox):
    bell = asyncio.Event()
    ringing = NotifyingCatalog(store, (bell,))
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    async with telling(ports, bell, every_s=NEVER_S):
        for number in range(3):
            await put(ringing, messages=(message(number),))
            await come(mailbox)
    assert len(mailbox.letters) == 3


async def test_an_act_of_another_process_is_found_by_looking(store, clock, mailbox):
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    async with telling(ports, asyncio.Event(), every_s=0.02):
        await put(store, messages=(message(),))
        await come(mailbox)


@pytest.mark.parametrize("error", [StoreUnavailable(reason="away"), RuntimeError("a bug")])
async def test_what_fails_once_does_not_end_it(store, clock, mailbox, error):
    class FailsOnce(Deliveries):
        failed = False

        async def unspread(self, limit):
            if not self.failed:
                self.failed = True
                raise error
            return await super().unspread(limit)

    ports = ports_on(store, clock, mailer=mailbox.mailer)
    ports = replace(ports, deliveries=FailsOnce(store._engine))
    await put(store, messages=(message(),))
    async with telling(ports, asyncio.Event(), every_s=0.02):
        await come(mailbox)


async def test_it_ends_when_asked_to_whatever_it_waits_for(store, clock):
    ports = ports_on(store, clock)
    async with asyncio.timeout(SOON_S):
        async with telling(ports, asyncio.Event(), every_s=NEVER_S):
            pass


async def test_it_ends_when_it_is_woken_at_the_very_moment(store, clock):
    """An act wakes it, and the process that did the act stops."""
    bell, looked = asyncio.Event(), asyncio.Event()

    class Looked:
        async def current(self):
            looked.set()
            return await store.current()

    ports = replace(ports_on(store, clock), catalog=Looked())
    running = asyncio.create_task(deliver_for_ever(ports, bell, NEVER_S))
    await looked.wait()
    while not bell._waiters:  # noqa: ASYNC110 - it waits for the bell, which tells nobody
        await asyncio.sleep(0)
    bell.set()
    running.cancel()
    await asyncio.wait({running}, timeout=SOON_S)
    assert running.cancelled()
