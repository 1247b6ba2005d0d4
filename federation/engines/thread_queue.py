"""From the thread that reads a source to the event loop that takes what it read."""

from __future__ import annotations

import asyncio
import threading
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Handover(Generic[Item]):
    """Items in their order, at most `most` of them between the two: the thread waits for room.

    Made, taken from and closed on the event loop; `give` and `end` are the thread's.
    """

    def __init__(self, most: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._room = threading.Semaphore(most)
        self._items: asyncio.Queue[Item | None] = asyncio.Queue()
        self._is_closed = False

    def give(self, item: Item) -> bool:
        """Blocks until there is room; False once nobody takes anything any more."""
        self._room.acquire()
        if self._is_closed:
            return False
        self._loop.call_soon_threadsafe(self._items.put_nowait, item)
        return True

    def end(self) -> None:
        """Nothing comes after what was given; how it ended is told by the thread's own future."""
        self._loop.call_soon_threadsafe(self._items.put_nowait, None)

    async def take(self) -> Item | None:
        """The next item, None at the end."""
        item = await self._items.get()
        self._room.release()
        return item

    def close(self) -> None:
        """The thread waits for room no more, and is told at its next item."""
        self._is_closed = True
        self._room.release()
