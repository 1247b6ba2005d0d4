"""The ports that an act needs from outside, built once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from catalog.changes import ActRecord, Changes
from catalog.cog import Cog
from catalog.model.agreement import Agreement, GuardRecord
from catalog.model.arrival import Arrival
from catalog.model.dataset import Dataset
from catalog.model.hosting import NOTHING_SAID, Installation
from catalog.model.identifiers import Siren
from catalog.model.usage import DatasetUse
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot
from policies.acts import ActsPort
from policies.port import PolicyPort

GuardPort = Callable[[Agreement, Snapshot, Cog, date], GuardRecord]
"""Finds rows that an agreement would isolate beside all that its grantee gets, on a (Paris) day."""


class WritableCatalog(Protocol):
    async def current(self) -> Snapshot: ...

    async def write(
        self, expected: CatalogVersion, changes: Changes, act: ActRecord
    ) -> CatalogVersion:
        """Called by `gateway.acts.commit` alone. Raises CatalogMoved, StoreUnavailable."""
        ...


class ArrivalsPort(Protocol):
    """Keeps the agents whose sign-in named a body. All raise StoreUnavailable."""

    async def note(self, arrival: Arrival) -> None:
        """The last sign-in of somebody; the first one's day stays."""
        ...

    async def last(self, issuer: str, sub: str) -> Arrival | None: ...

    async def of(self, siren: Siren) -> tuple[Arrival, ...]:
        """The last to come first."""
        ...

    async def recent(self) -> tuple[Arrival, ...]:
        """Of every body, the last to come first."""
        ...


class UsesPort(Protocol):
    """The audit of readings, counted. Raises StoreUnavailable."""

    async def __call__(
        self, datasets: Collection[str], datasets_of: Mapping[str, str], since: datetime
    ) -> tuple[DatasetUse, ...]: ...


@dataclass(frozen=True, slots=True)
class ActPorts:
    """The ports that an act needs. `demo` is a fact of the deployment, never of a request."""

    catalog: WritableCatalog
    law: ActsPort
    clock: Callable[[], datetime]
    directory_roots: tuple[str, ...] = ()
    secret_roots: tuple[str, ...] = ()
    demo: bool = False
    policy: PolicyPort | None = None
    """Says what a grantee may discover; without it, nothing of anybody else's."""
    guard: GuardPort | None = None
    """The differencing guard; without it nothing begins: no answer means no."""
    installation: Installation = NOTHING_SAID
    """This platform's hosting, told to a steward whose declaration demands something of it."""
    arrivals: ArrivalsPort | None = None
    """The agents who signed in; without it, roles are given to known agents alone."""
    key_days: Callable[[], Awaitable[Mapping[str, date]]] | None = None
    """The day of last use of each key (by id) that was ever used."""
    past_datasets: Callable[[], Awaitable[Mapping[str, tuple[Dataset, ...]]]] | None = None
    """The past entries of each dataset (by id) that were of a public level, the oldest first."""
    messages_written: Callable[[Collection[str]], Awaitable[frozenset[str]]] | None = None
    """Of some keys of messages, those that were written before; without it, none was."""
    uses: UsesPort | None = None
    """Counts what was read, as its owner's own look at it does; without it, nobody is told."""
    key_max_days: int = 366
    """The longest that a key may serve."""
