"""The streams of this process that tell of new versions: each waits for what its reader is told."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime

from catalog.model.problem import Problem
from catalog.model.subject import Subject
from catalog.model.version import CatalogVersion
from catalog.standpoint import Standpoint
from gateway.base.problems import ShuttingDown
from gateway.base.worker_memory import WorkerMemory
from gateway.sharing.changes.new_rows import NewRows
from gateway.sharing.changes.problems import TooManyStreams, TooManyStreamsInAll

OF_AN_ACCOUNT = 4
_OF_ALL = 200
Judged = tuple[CatalogVersion, date, Subject]
"""All that decides which datasets a caller is told of."""


@dataclass(frozen=True, slots=True)
class DatasetChange:
    """A new version of a dataset (an id) came: what the message says of it, and nothing finer."""

    dataset: str
    title: str
    owner: str
    at: datetime


@dataclass(slots=True, eq=False)
class ChangeStream:
    """`datasets` are those asked for (ids), None: all that the reader is told of. `live` are those
    told as of the last look, which found `judged`. `stand` proves the reader anew, from the
    evidence that opened the stream, and raises the Problem that ends it.

    Of each dataset one change waits at most: a slow reader hears of the newest.
    """

    datasets: frozenset[str] | None
    live: frozenset[str]
    judged: Judged
    stand: Callable[[], Awaitable[Standpoint]]
    end: Problem | None = None
    _waiting: dict[str, DatasetChange] = field(default_factory=dict)
    _bell: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def subject(self) -> Subject:
        return self.judged[2]

    def tell(self, change: DatasetChange) -> None:
        if change.dataset in self.live and self.end is None:
            self._waiting[change.dataset] = change
            self._bell.set()

    def close(self, why: Problem) -> None:
        """Nothing that waits is told any more."""
        self.end = self.end or why
        self._waiting.clear()
        self._bell.set()

    async def changes(self) -> AsyncIterator[DatasetChange]:
        """Each as it comes, until the stream is closed."""
        while self.end is None:
            await self._bell.wait()
            self._bell.clear()
            while self._waiting:
                yield self._waiting.pop(next(iter(self._waiting)))


@dataclass(slots=True)
class ChangeStreams:
    """`memory` counts an account's streams in all workers of one machine; None for one worker."""

    rows: NewRows
    memory: WorkerMemory | None = None
    open: set[ChangeStream] = field(default_factory=set)
    _accounts: Counter[tuple[str, str]] = field(default_factory=Counter)

    @asynccontextmanager
    async def joined(self, stream: ChangeStream) -> AsyncIterator[None]:
        """Raises TooManyStreams for the account's fifth, TooManyStreamsInAll, StoreUnavailable."""
        if not self.open:
            await self.rows.begin()
        account = (stream.subject.issuer or "", stream.subject.agent or "")
        with self._counted():
            if self._count_of(account) >= OF_AN_ACCOUNT:
                raise TooManyStreams(limit=OF_AN_ACCOUNT)
            if len(self.open) >= _OF_ALL:
                raise TooManyStreamsInAll(limit=_OF_ALL)
            self._count(account, 1)
        self.open.add(stream)
        try:
            yield
        finally:
            self.open.discard(stream)
            with self._counted():
                self._count(account, -1)

    def close_all(self) -> None:
        for stream in tuple(self.open):
            stream.close(ShuttingDown())

    def _count_of(self, account: tuple[str, str]) -> int:
        if self.memory is None:
            return self._accounts[account]
        return self.memory.turns(("streams", *account))

    def _count(self, account: tuple[str, str], more: int) -> None:
        self._accounts[account] += more
        if not self._accounts[account]:
            del self._accounts[account]
        if self.memory is not None:
            self.memory.add_turns(("streams", *account), more)

    def _counted(self) -> AbstractContextManager[None]:
        return nullcontext() if self.memory is None else self.memory.held()
