"""Turns at an engine: bodies take turns to run queries, and some are kept for other bodies."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from federation.engines.query_tag import Caller
from federation.engines.turn_problems import TooManyComputations

_Persons = dict[str, deque[asyncio.Future[None]]]


@dataclass(slots=True)
class FairTurns:
    """`most` at once, `of_a_body` of them of one body (half, when not said): the others are there
    for other bodies.

    Of those that wait, one of each body goes in its turn; within a body, one of each person.
    """

    most: int
    of_a_body: int = 0
    _running: Counter[str] = field(default_factory=Counter)
    _waiting: dict[str, _Persons] = field(default_factory=dict)
    """The body and the person whose turn comes next first."""

    def __post_init__(self) -> None:
        self.of_a_body = self.of_a_body or (self.most + 1) // 2

    @property
    def running(self) -> int:
        """The number of turns that are taken."""
        return self._running.total()

    def waiting_of(self, body: str) -> int:
        return sum(map(len, self._waiting.get(body, {}).values()))

    def must_wait(self, body: str) -> bool:
        return self.running >= self.most or self._running[body] >= self.of_a_body

    @asynccontextmanager
    async def admitted(self, caller: Caller, within_s: float | None = None) -> AsyncIterator[None]:
        """One turn, waited for as long as need be; after `within_s` raises TooManyComputations."""
        if self._waiting or self.must_wait(caller.body):
            try:
                async with asyncio.timeout(within_s):
                    await self._wait(caller)
            except TimeoutError:
                raise TooManyComputations from None
        else:
            self._running[caller.body] += 1
        try:
            yield
        finally:
            self._give_back(caller.body)

    async def _wait(self, caller: Caller) -> None:
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        persons = self._waiting.setdefault(caller.body, {})
        persons.setdefault(caller.person, deque()).append(granted)
        self._grant()
        try:
            await granted
        except asyncio.CancelledError:
            if granted.cancelled():
                self._leave(caller, granted)
            else:
                # Its turn came at the very moment it left.
                self._give_back(caller.body)
            raise

    def _leave(self, caller: Caller, granted: asyncio.Future[None]) -> None:
        persons = self._waiting.get(caller.body, {})
        queue = persons.get(caller.person, deque())
        if granted not in queue:
            return
        queue.remove(granted)
        if not queue:
            del persons[caller.person]
        if not persons:
            del self._waiting[caller.body]

    def _give_back(self, body: str) -> None:
        self._running[body] -= 1
        if not self._running[body]:
            # What comes to nothing is forgotten.
            del self._running[body]
        self._grant()

    def _grant(self) -> None:
        while True:
            body = next((each for each in self._waiting if not self.must_wait(each)), None)
            if body is None:
                return
            granted = self._next_of(body)
            # One that is leaving waits no more.
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
