"""The records of storages and of the sources of datasets, and the ports by which they are made."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from catalog.drift.records import SourceLook, StorageHealth
from catalog.model.hosting import NOTHING_SAID, Installation
from catalog.model.message import Message
from catalog.snapshot import Snapshot
from federation.drift import SourceLooks
from federation.health.breakers import Breakers
from federation.health.probing import Prober


class ReadableCatalog(Protocol):
    async def current(self) -> Snapshot: ...


class SourceRecordsPort(Protocol):
    """Every method is one transaction; all raise StoreUnavailable."""

    async def clock(self) -> datetime: ...

    async def health(self) -> dict[str, StorageHealth]: ...

    async def note_health(self, found: StorageHealth) -> None: ...

    async def looks(self) -> dict[str, SourceLook]: ...

    async def note_look(
        self,
        dataset: str,
        look: Callable[[SourceLook | None], SourceLook],
        tell: Callable[[SourceLook | None, SourceLook], Sequence[Message]],
        at: datetime,
    ) -> tuple[SourceLook, bool]: ...


@dataclass(frozen=True, slots=True)
class SourcePorts:
    """`bell` wakes whoever tells people; the intervals are those of the settings."""

    catalog: ReadableCatalog
    records: SourceRecordsPort
    breakers: Breakers
    prober: Prober
    looks: SourceLooks
    clock: Callable[[], datetime]
    installation: Installation = NOTHING_SAID
    probe_interval_s: float = 60.0
    drift_interval_s: float = 3600.0
    bell: asyncio.Event = field(default_factory=asyncio.Event)
