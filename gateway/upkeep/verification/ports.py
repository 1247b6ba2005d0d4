"""The ports by which agreements are verified, and the bounds within which they are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from catalog.health.due import BY_DEFAULT
from catalog.health.nights import StorageNights
from catalog.health.probes import DatasetProbe
from catalog.health.tries import Tried
from catalog.model.audit import AuditIntent, AuditOutcome
from catalog.model.health import AgreementHealth, HealthChange
from catalog.model.hours import Hours
from catalog.model.message import Message
from gateway.upkeep.source_monitoring.ports import SourcePorts
from policies.acts import ActsPort


class VerificationRecordsPort(Protocol):
    """Every method is one transaction; all raise StoreUnavailable."""

    async def claim(self, storage: str, now: datetime, until: datetime) -> bool: ...

    async def release(self, nights: StorageNights) -> None: ...

    async def nights(self) -> dict[str, StorageNights]: ...

    async def probes(self) -> dict[str, DatasetProbe]: ...

    async def note_probe(self, probe: DatasetProbe) -> None: ...

    async def healths(
        self, citations: Collection[str] | None = None
    ) -> dict[str, AgreementHealth]: ...

    async def changes(self, citation: str) -> tuple[HealthChange, ...]: ...

    async def note_healths(
        self,
        citations: Sequence[str],
        judge: Callable[[str, AgreementHealth | None], Tried],
        tell: Callable[[Tried], Sequence[Message]],
        at: datetime,
    ) -> Mapping[str, Tried]: ...

    async def forget(self, citations: Collection[str]) -> None: ...


class ReadingRecordsPort(Protocol):
    """The audit of readings. Raises AuditUnavailable: no record, no reading."""

    async def record_intent(self, intent: AuditIntent) -> None: ...

    async def record_outcome(self, outcome: AuditOutcome) -> None: ...


@dataclass(frozen=True, slots=True)
class VerificationPorts:
    """`hours` are those of storages whose owner set none. `of_a_storage` statements run at once on
    each storage at most, on `storages_at_once` storages. One look at a database within `shared_s`
    shows all of its tables.
    """

    sources: SourcePorts
    records: VerificationRecordsPort
    audit: ReadingRecordsPort
    law: ActsPort
    digest_document: Callable[[bytes], str]
    hours: Hours = BY_DEFAULT
    of_a_storage: int = 2
    storages_at_once: int = 6
    statement_s: float = 60.0
    most_rows: int = 5_000_000
    shared_s: float = 300.0
    clock: Callable[[], datetime] = field(kw_only=True)
    bell: asyncio.Event = field(default_factory=asyncio.Event, kw_only=True)
