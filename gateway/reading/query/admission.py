"""Limits the queries at once, by agent and organisation; the others wait in a fair queue."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

import structlog

from catalog.model.subject import Subject
from gateway.base.problems import TooManyQueries
from gateway.base.worker_memory import WorkerMemory

_MOST_WAITING = 500
"""Of one organisation; more are refused at once."""
_SAID_EVERY_S = 60.0
"""The least time between two logs of limits that are only observed, each with its count."""
_LOOK_S = 0.05
_log = structlog.get_logger()
K = TypeVar("K")


class Limit(StrEnum):
    AGENT = "agent"
    ORGANISATION = "organisation"
    GATEWAY = "gateway"


_SAID = {
    Limit.AGENT: ("votre compte", "your account"),
    Limit.ORGANISATION: ("votre organisme", "your organisation"),
    Limit.GATEWAY: ("tous les organismes ensemble", "all organisations together"),
}


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """The most queries at once; `is_enforced` false: a query beyond them is logged, and runs."""

    at_once: int = 32
    of_an_organisation: int = 12
    of_an_agent: int = 6
    wait_s: float = 10.0
    is_enforced: bool = False


@dataclass(slots=True, eq=False)
class _Waiter:
    organisation: str
    agent: tuple[str, str]
    granted: asyncio.Future[None]


@dataclass(slots=True)
class FairQueue:
    """An organisation with a hundred queries waiting has one turn, then each other has its own.

    All who come without a token are one organisation, and nobody's agent.
    """

    limits: QueueLimits = field(default_factory=QueueLimits)
    memory: WorkerMemory | None = None
    """Counts the turns of several workers of one machine together; None for one worker."""
    _running: Counter[str] = field(default_factory=Counter)
    _agents: Counter[tuple[str, str]] = field(default_factory=Counter)
    _unsaid: Counter[tuple[Limit, str]] = field(default_factory=Counter)
    _said_at: float = float("-inf")
    _waiting: dict[str, deque[_Waiter]] = field(default_factory=dict)
    """By organisation, the one whose turn comes next first."""

    @property
    def length(self) -> tuple[int, int]:
        """The number of queries that run, and of those that wait."""
        return self._running.total(), sum(len(queue) for queue in self._waiting.values())

    @asynccontextmanager
    async def admitted(self, subject: Subject) -> AsyncIterator[Callable[[], None]]:
        """One turn; yields what gives it back before the end, for one that computes no more.

        Raises TooManyQueries when none came in time.
        """
        loop = asyncio.get_running_loop()
        organisation = "" if subject.organisation is None else str(subject.organisation)
        agent = (subject.issuer or "", subject.agent or "")
        waiter = _Waiter(organisation, agent, loop.create_future())
        if self.limits.is_enforced:
            await self._wait(waiter)
        else:
            with self._counted():
                self._observe(waiter)
                self._grant(waiter)
        is_held = True

        def give_back() -> None:
            nonlocal is_held
            if is_held:
                is_held = False
                self._give_back(waiter)

        try:
            yield give_back
        finally:
            give_back()

    def _observe(self, waiter: _Waiter) -> None:
        limit = self._reached(waiter)
        if limit is None:
            return
        self._unsaid[limit, waiter.organisation] += 1
        now = asyncio.get_running_loop().time()
        if now - self._said_at < _SAID_EVERY_S:
            return
        for (reached, organisation), times in self._unsaid.items():
            _log.warning("limit_would_hold", limit=reached, organisation=organisation, times=times)
        self._unsaid.clear()
        self._said_at = now

    async def _wait(self, waiter: _Waiter) -> None:
        queue = self._waiting.setdefault(waiter.organisation, deque())
        if len(queue) >= _MOST_WAITING:
            raise self._refusal(waiter)
        queue.append(waiter)
        self._grant_next()
        try:
            async with asyncio.timeout(self.limits.wait_s):
                await self._granted(waiter)
        except TimeoutError:
            refusal = self._refusal(waiter)
            self._leave(waiter)
            raise refusal from None
        except asyncio.CancelledError:
            self._leave(waiter)
            raise

    async def _granted(self, waiter: _Waiter) -> None:
        if self.memory is None:
            await waiter.granted
            return
        # A turn that another worker gives back rings no bell here.
        while not waiter.granted.done():
            await asyncio.wait({waiter.granted}, timeout=_LOOK_S)
            self._grant_next()

    def _refusal(self, waiter: _Waiter) -> TooManyQueries:
        limit = self._reached(waiter) or Limit.GATEWAY
        _log.warning("limit_holds", limit=limit, organisation=waiter.organisation)
        fr, en = _SAID[limit]
        return TooManyQueries(who_fr=fr, who_en=en)

    def _leave(self, waiter: _Waiter) -> None:
        queue = self._waiting.get(waiter.organisation, deque())
        if waiter in queue:
            queue.remove(waiter)
            self._forget_empty(waiter.organisation)
        else:
            # Its turn came at the very moment it left.
            self._give_back(waiter)

    def _give_back(self, waiter: _Waiter) -> None:
        _take_one(self._running, waiter.organisation)
        _take_one(self._agents, waiter.agent)
        with self._counted():
            self._count_turn(waiter, -1)
        self._grant_next()

    def _grant_next(self) -> None:
        if self._waiting:
            with self._counted():
                self._grant_those_whose_turn_it_is()

    def _grant_those_whose_turn_it_is(self) -> None:
        while (waiter := self._next()) is not None:
            queue = self._waiting.pop(waiter.organisation)
            queue.remove(waiter)
            if queue:
                # Behind all others: each organisation has one turn in its turn.
                self._waiting[waiter.organisation] = queue
            self._grant(waiter)

    def _next(self) -> _Waiter | None:
        for queue in self._waiting.values():
            for waiter in queue:
                if self._reached(waiter) is None:
                    return waiter
        return None

    def _grant(self, waiter: _Waiter) -> None:
        self._running[waiter.organisation] += 1
        self._agents[waiter.agent] += 1
        self._count_turn(waiter, 1)
        if not waiter.granted.done():
            waiter.granted.set_result(None)

    def _reached(self, waiter: _Waiter) -> Limit | None:
        agents, of_body, all_of_them = self._turns(waiter)
        if waiter.agent[1] and agents >= self.limits.of_an_agent:
            return Limit.AGENT
        if of_body >= self.limits.of_an_organisation:
            return Limit.ORGANISATION
        return Limit.GATEWAY if all_of_them >= self.limits.at_once else None

    def _turns(self, waiter: _Waiter) -> tuple[int, int, int]:
        """Of the agent, of the organisation, of all: in this process, or in all workers."""
        if self.memory is None:
            running = self._running
            return self._agents[waiter.agent], running[waiter.organisation], running.total()
        agents, of_body, all_of_them = (self.memory.turns(key) for key in _keys(waiter))
        return agents, of_body, all_of_them

    def _count_turn(self, waiter: _Waiter, more: int) -> None:
        if self.memory is not None:
            for key in _keys(waiter):
                self.memory.add_turns(key, more)

    def _counted(self) -> AbstractContextManager[None]:
        """Between a look at the limits and a turn, no other worker gives one."""
        return nullcontext() if self.memory is None else self.memory.held()

    def _forget_empty(self, organisation: str) -> None:
        if not self._waiting[organisation]:
            del self._waiting[organisation]


def _take_one(counts: Counter[K], key: K) -> None:
    """Takes one from the count of `key`, and drops the key when nothing is left."""
    counts[key] -= 1
    if not counts[key]:
        del counts[key]


def _keys(waiter: _Waiter) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return ("agent", *waiter.agent), ("body", waiter.organisation), ("all",)
