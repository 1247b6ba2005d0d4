"""The DuckDB instances of this process, least recently used first to go."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass

from federation.engines.duckdb_instances import Instance, Recipe
from federation.problems import SourceUnreachable

_MADE_WITHIN_S = 3.0
"""Seconds for which a pool that closes waits for instances being made; a source may be dead."""


@dataclass(slots=True, eq=False)
class Slot:
    """Room for one instance; `holders` are requests, and threads that outlive theirs."""

    key: bytes
    storage_ids: frozenset[str]
    building: asyncio.Task[Instance]
    holders: int = 0

    @property
    def is_made(self) -> bool:
        done = self.building.done() and not self.building.cancelled()
        return done and self.building.exception() is None

    @property
    def instance(self) -> Instance:
        return self.building.result()


class InstancePool:
    """At most `most` instances, because memory is shared out among them.

    One is made on first use and evicted only when nobody holds it; who finds no room waits.
    A source that cannot be attached fails only those who need it. Used from one event loop.
    """

    def __init__(self, build: Callable[[Recipe], Instance], *, most: int) -> None:
        self._build = build
        self._most = most
        self._threads = ThreadPoolExecutor(max_workers=most, thread_name_prefix="duckdb-attach")
        self._slots: OrderedDict[bytes, Slot] = OrderedDict()
        self._open: set[Slot] = set()
        self._abandoned: set[Slot] = set()
        self._is_closed = False
        self._room = asyncio.Event()
        self._closing: set[asyncio.Future[None]] = set()

    @asynccontextmanager
    async def lease(self, recipe: Recipe) -> AsyncIterator[Slot]:
        """The slot of `recipe`, its instance made; the builder's errors come as they are."""
        slot = await self._slot(recipe)
        try:
            # Others may wait for the same instance: one who leaves does not stop its making.
            await asyncio.shield(slot.building)
            yield slot
        finally:
            self.give_back(slot)

    def hold(self, slot: Slot) -> None:
        slot.holders += 1

    def give_back(self, slot: Slot) -> None:
        slot.holders -= 1
        self._close_if_dropped(slot)
        self._room.set()

    def drop(self, slot: Slot) -> None:
        """The next request makes a new one: a source has changed under it, or went away."""
        if self._slots.get(slot.key) is slot:
            del self._slots[slot.key]

    def abandon(self, slot: Slot) -> bool:
        """Its room is somebody else's at once, though a thread that does not end still holds it;
        False where that was done before.
        """
        if slot not in self._open:
            return False
        self.drop(slot)
        self._abandoned.add(slot)
        self._freed(slot)
        return True

    def drop_all_of(self, storage_id: str) -> None:
        """Drops the instances that see this storage; each closes once nobody holds it any more."""
        for slot in [each for each in self._slots.values() if storage_id in each.storage_ids]:
            self.drop(slot)
            self._close_if_dropped(slot)

    async def aclose(self) -> None:
        """Every instance is closed; of one that a stuck thread still holds, only the files go."""
        self._is_closed = True
        self._room.set()
        building = [slot.building for slot in self._open]
        if building:
            await asyncio.wait(building, timeout=_MADE_WITHIN_S)
        idle = list(self._slots.values())
        self._slots.clear()
        for slot in idle:
            self._close_if_dropped(slot)
        while self._closing:
            await asyncio.wait(self._closing)
        for slot in self._open | self._abandoned:
            if slot.is_made:
                await asyncio.to_thread(slot.instance.erase)
        self._threads.shutdown(wait=False)

    async def _slot(self, recipe: Recipe) -> Slot:
        key = recipe.digest
        while key not in self._slots and len(self._open) >= self._most and not self._is_closed:
            self._room.clear()
            self._evict_oldest_idle()
            await self._room.wait()
        if self._is_closed:
            raise SourceUnreachable
        slot = self._slots.get(key)
        if slot is None:
            building = asyncio.create_task(self._make(recipe))
            slot = self._slots[key] = Slot(key, frozenset(recipe.storage_ids), building)
            self._open.add(slot)
            slot.building.add_done_callback(lambda _: self._forget_if_failed(slot))
        self._slots.move_to_end(key)
        slot.holders += 1
        return slot

    async def _make(self, recipe: Recipe) -> Instance:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._build, recipe)

    def _forget_if_failed(self, slot: Slot) -> None:
        if slot.building.cancelled() or slot.building.exception() is not None:
            self.drop(slot)
            self._freed(slot)

    def _evict_oldest_idle(self) -> None:
        for slot in self._slots.values():
            if slot.holders == 0 and slot.building.done():
                self.drop(slot)
                self._close_if_dropped(slot)
                return

    def _close_if_dropped(self, slot: Slot) -> None:
        if slot.holders or self._slots.get(slot.key) is slot or not slot.is_made:
            return
        closing = asyncio.get_running_loop().run_in_executor(None, slot.instance.close)
        self._closing.add(closing)
        closing.add_done_callback(lambda _: self._closed(closing, slot))

    def _closed(self, closing: asyncio.Future[None], slot: Slot) -> None:
        self._closing.discard(closing)
        self._abandoned.discard(slot)
        self._freed(slot)

    def _freed(self, slot: Slot) -> None:
        self._open.discard(slot)
        self._room.set()
