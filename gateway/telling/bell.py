"""The catalog as acts write it, ringing when there is something to tell."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from catalog.changes import ActRecord, Changes
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot
from gateway.act import WritableCatalog


@dataclass(frozen=True, slots=True)
class RingingCatalog:
    """`bell` wakes this process's loop; other processes look by themselves."""

    catalog: WritableCatalog
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    async def current(self) -> Snapshot:
        return await self.catalog.current()

    async def write(
        self, expected: CatalogVersion, changes: Changes, act: ActRecord
    ) -> CatalogVersion:
        version = await self.catalog.write(expected, changes, act)
        # Also without messages: a webhook turned on again has deliveries that waited for it.
        self.bell.set()
        return version
