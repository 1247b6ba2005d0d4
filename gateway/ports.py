"""Everything one request needs, built once in `app.py` and given as arguments."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from catalog.cog import Cog
from catalog.model.audit import AuditIntent, AuditOutcome
from catalog.snapshot import Snapshot
from federation.engines.protocol import Engine
from federation.keys import Keyring
from federation.limits import Limits
from gateway.act import ActPorts
from gateway.authentication import Authenticator
from gateway.prepared import Memory
from gateway.running import RunningQueries
from policies.port import PolicyPort
from schema.cursor import CursorSealer


class CatalogPort(Protocol):
    async def current(self) -> Snapshot:
        """The picture of this moment, never older than the last act."""
        ...


class AuditPort(Protocol):
    async def record_intent(self, intent: AuditIntent) -> None:
        """Durable when it returns; AuditUnavailable otherwise: no record, no answer."""
        ...

    async def record_outcome(self, outcome: AuditOutcome) -> None: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """`memory` holds the caches of this process, `running` its queries; everything else is a door
    to the outside.
    """

    authenticator: Authenticator
    catalog: CatalogPort
    policy: PolicyPort
    audit: AuditPort
    acts: ActPorts
    engines: Mapping[str, Engine]
    default_engine: str
    cog: Cog
    keyring: Keyring
    cursors: CursorSealer
    limits: Limits
    clock: Callable[[], datetime]
    digest_document: Callable[[bytes], str]
    probe_policy: Callable[[], Awaitable[None]]
    max_document_bytes: int = 100_000
    memory: Memory = field(default_factory=Memory)
    running: RunningQueries = field(default_factory=RunningQueries)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
