"""Whose query an engine runs next: bodies take turns, and some are kept for other bodies."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from federation.engines.asking import Caller

_Persons = dict[str, deque[asyncio.Future[None]]]


@dataclass(slots=True)
class FairTurns:
    """`most` queries at once, half of them of one body: the other half is there for the others.

    Of those that wait, one of each body goes in its turn; within a body, one of each person.
    """

    most: int
    _running: Counter[str] = field(default_factory=Counter)
    _waiting: dict[str, _Persons] = field(default_factory=dict)
    """The body and the person whose turn comes next first."""

    @property
    def of_a_body(self) -> int:
        return (self.most + 1) // 2

    @asynccontextmanager
    async def taken(self, caller: Caller) -> AsyncIterator[None]:
        """One turn, waited for as long as need be."""
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        persons = self._waiting.setdefault(caller.body, {})
        persons.setdefault(caller.person, deque()).append(granted)
        self._grant()
        try:
            await granted
        except asyncio.CancelledError:
            # Its turn may have come at the very moment it left.
            if not granted.cancelled():
                self._give_back(caller.body)
            raise
        try:
            yield
        finally:
            self._give_back(caller.body)

    def _give_back(self, body: str) -> None:
        # What comes to nothing is forgotten.
        self._running -= Counter((body,))
        self._grant()

    def _grant(self) -> None:
        while self._running.total() < self.most:
            bodies = (each for each in self._waiting if self._running[each] < self.of_a_body)
            body = next(bodies, None)
            if body is None:
                return
            granted = self._next_of(body)
            # One that left waits no more.
            if not granted.done():
                self._running[body] += 1
                granted.set_result(None)

    def _next_of(self, body: str) -> asyncio.Future[None]:
        """The first of the person whose turn it is; both then go behind all others."""
        persons = self._waiting.pop(body)
        person = next(iter(persons))
        queue = persons.pop(person)
        granted = queue.popleft()
        if queue:
            persons[person] = queue
        if persons:
            self._waiting[body] = persons
        return granted
