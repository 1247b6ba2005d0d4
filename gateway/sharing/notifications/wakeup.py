"""The catalog as acts write it, ringing when there is something to tell."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from catalog.changes import ActRecord, Changes
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot
from gateway.acts.ports import WritableCatalog


@dataclass(frozen=True, slots=True)
class NotifyingCatalog:
    """`bells` wake the loops of this process, one each; other processes look by themselves."""

    catalog: WritableCatalog
    bells: tuple[asyncio.Event, ...]

    async def current(self) -> Snapshot:
        return await self.catalog.current()

    async def write(
        self, expected: CatalogVersion, changes: Changes, act: ActRecord
    ) -> CatalogVersion:
        version = await self.catalog.write(expected, changes, act)
        # Also without messages: a webhook turned on again has deliveries that waited for it.
        for bell in self.bells:
            bell.set()
        return version
