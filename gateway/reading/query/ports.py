"""The ports that one query needs, built once by the wiring and given as arguments."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from catalog.model.audit import AuditedRead, AuditIntent, AuditOutcome, RecordedRequest
from catalog.model.hosting import NOTHING_SAID, Installation
from catalog.model.identifiers import Siren
from catalog.model.usage import BodyUse, DatasetUse, OwnRequest, Period
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot
from federation.engine import Engine
from federation.engines.fair_turns import FairTurns
from federation.keys import DerivedKeys
from federation.limits import Limits
from gateway.identity.authentication import Authenticator
from gateway.identity.request_rates import RequestRates
from gateway.proof.receipts import ReceiptSigner
from gateway.reading.query.admission import FairQueue
from gateway.reading.query.beside import Beside, FileTurns
from gateway.reading.query.documents_by_hash import DocumentsByHash, documents_by_hash
from gateway.reading.query.plan_cache import PlanCache
from gateway.reading.query.quota_counts import QuotaCounts
from gateway.reading.query.running import RunningQueries
from gateway.reading.query.spool import Spools
from policies.port import PolicyPort
from schema.cursor import CursorSealer, NodeIdSealer
from schema.types.control_schema import ControlSchema


class CatalogPort(Protocol):
    async def current(self) -> Snapshot:
        """The picture of this moment, never older than the last act."""
        ...


class AuditPort(Protocol):
    async def record_intent(self, intent: AuditIntent) -> None:
        """Durable when it returns; AuditUnavailable otherwise: no record, no answer."""
        ...

    async def record_counted_intent(
        self, intent: AuditIntent, conventions: tuple[str, ...], reader: Siren, since: datetime
    ) -> Mapping[str, int]:
        """The same, with its place among the readings of each convention since then."""
        ...

    async def record_outcome(self, outcome: AuditOutcome) -> None:
        """Durable when it returns; AuditUnavailable otherwise."""
        ...

    def note_outcome(self, outcome: AuditOutcome) -> None:
        """Returns at once. It is written beside what follows; while it cannot be, no intent is."""
        ...

    async def end_unfinished(self, before: datetime, since: datetime | None = None) -> int:
        """Requests recorded before then without an end get the outcome "unknown"."""
        ...


class RecordsPort(Protocol):
    """The audit and the catalog's past, read back to explain them."""

    async def recorded_request(self, request_id: str) -> RecordedRequest | None: ...

    async def audit_of(self, citation: str) -> tuple[AuditedRead, ...]:
        """All that was read under one version of an agreement."""
        ...

    async def usage_of(
        self,
        datasets: Collection[str],
        datasets_of: Mapping[str, str],
        since: datetime,
        until: datetime | None = None,
        by: Period | None = None,
    ) -> tuple[DatasetUse, ...]:
        """The uses of each dataset, by reader; `datasets_of`: the dataset each citation opens."""
        ...

    async def body_usage(self, since: datetime, until: datetime) -> tuple[BodyUse, ...]:
        """The requests of each body, by month."""
        ...

    async def requests_of(self, issuer: str, sub: str, since: datetime) -> tuple[OwnRequest, ...]:
        """The requests of one agent, the last first."""
        ...

    async def versions_between(
        self, since: datetime, until: datetime
    ) -> tuple[tuple[CatalogVersion, datetime], ...]:
        """The version in force at `since`, then those that changed who may read, each with when it
        began.
        """
        ...

    async def at(self, version: CatalogVersion) -> Snapshot:
        """Raises UnknownCatalogVersion."""
        ...


def _make_writers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="answer-writing")


def _make_computing() -> FairTurns:
    """One of a body: what never ends takes half of two processors, and no more."""
    return FairTurns(4, of_a_body=1)


@dataclass(frozen=True, slots=True)
class Ports:
    """`memory` holds the caches of this process, `running` its queries; everything else is a door
    to the outside. `control_schema` holds the control fields that a document may ask for.
    """

    authenticator: Authenticator
    catalog: CatalogPort
    policy: PolicyPort
    audit: AuditPort
    records: RecordsPort
    control_schema: ControlSchema
    engines: Mapping[str, Engine]
    default_engine: str
    keyring: DerivedKeys
    cursors: CursorSealer
    node_ids: NodeIdSealer
    limits: Limits
    clock: Callable[[], datetime]
    digest_document: Callable[[bytes], str]
    probe_policy: Callable[[], Awaitable[None]]
    installation: Installation = NOTHING_SAID
    """The hosting of each part of this platform, as its operator declares it."""
    max_document_bytes: int = 100_000
    receipts: ReceiptSigner | None = None
    """Signs what was answered."""
    public_url: str | None = None
    """The address at which people reach the platform; None: as each request is addressed."""
    memory: PlanCache = field(default_factory=PlanCache)
    documents_by_hash: DocumentsByHash = field(default_factory=documents_by_hash, repr=False)
    running: RunningQueries = field(default_factory=RunningQueries)
    turns: FairQueue = field(default_factory=FairQueue)
    spools: Spools = field(default_factory=Spools)
    beside: Beside = field(default_factory=Beside)
    """Threads for documents that are long to read or to plan."""
    downloads: FileTurns = field(default_factory=FileTurns)
    computing: FairTurns = field(default_factory=_make_computing)
    """Children that run the queries of services."""
    rates: RequestRates = field(default_factory=RequestRates)
    quotas: QuotaCounts = field(default_factory=QuotaCounts)
    writers: ThreadPoolExecutor = field(default_factory=_make_writers, repr=False)
    """Threads that turn the rows of large answers into bytes, apart from all other work."""
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
