"""Decisions kept in front of the law: a pure function of the question, until time changes it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from catalog.caches import Cache
from catalog.stages import Stage, staged
from policies.decision import Decision
from policies.port import PolicyPort
from policies.question import Question, utc_text

Key = tuple[str, str, frozenset[tuple[str, str]] | None]


@dataclass(frozen=True, slots=True)
class _Entry:
    """`decided_at` is the `now` of the question that was asked (UTC text)."""

    decision: Decision
    decided_at: str

    def holds_at(self, now: str) -> bool:
        """Half-open, as every start and end is; a clock set back is asked about again."""
        return self.decided_at <= now and not self.has_ended_at(now)

    def has_ended_at(self, now: str) -> bool:
        return self.decision.valid_until is not None and self.decision.valid_until <= now


class DecisionCache:
    """A PolicyPort in front of another, keyed by (question digest, policy revision, columns named).

    The columns, so that a law that is gone answers for no column that it was not asked about.
    At most `capacity` decisions, the least recently used leave first. Equal questions asked at the
    same time are asked once. Failures are never kept, nor what arrives after it has ended.
    """

    def __init__(
        self, port: PolicyPort, clock: Callable[[], datetime], *, capacity: int = 2000
    ) -> None:
        self._port = port
        self._clock = clock
        self._entries: Cache[Key, _Entry] = Cache("policies.decisions", capacity)
        self._flights: dict[Key, asyncio.Task[_Entry]] = {}

    @property
    def revision(self) -> str:
        return self._port.revision

    def __len__(self) -> int:
        return len(self._entries)

    @staged(Stage.DECIDE)
    async def decide(self, question: Question) -> Decision:
        key = (question.digest, self._port.revision, question.named)
        entry = self._entries.find(key)
        if entry is not None and entry.holds_at(question.now):
            return entry.decision
        return await self._decide_once(key, question)

    async def aclose(self) -> None:
        for flight in list(self._flights.values()):
            flight.cancel()
        self._entries.clear()
        await self._port.aclose()

    async def _decide_once(self, key: Key, question: Question) -> Decision:
        flight = self._flights.get(key)
        if flight is not None:
            entry = await asyncio.shield(flight)
            if entry.holds_at(question.now):
                return entry.decision
        # The first to ask, or a boundary lies between the two questions.
        flight = asyncio.create_task(self._ask(key, question))
        self._flights[key] = flight
        flight.add_done_callback(lambda done: self._land(key, done))
        # One caller who leaves does not take the answer from the others.
        return (await asyncio.shield(flight)).decision

    async def _ask(self, key: Key, question: Question) -> _Entry:
        decision = await self._port.decide(question)
        entry = _Entry(decision, question.now)
        arrived_at = utc_text(self._clock())
        if key[1] == decision.revision and not entry.has_ended_at(arrived_at):
            self._entries.keep(key, entry)
        return entry

    def _land(self, key: Key, flight: asyncio.Task[_Entry]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
        if not flight.cancelled():
            # Read here, so that a failure that everybody left behind is not a warning.
            flight.exception()
