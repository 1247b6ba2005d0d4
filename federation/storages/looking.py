"""The object of one dataset as it is now: its own files alone, where its storage holds files."""

from __future__ import annotations

import asyncio
from typing import Protocol, runtime_checkable

from catalog.model.dataset import Dataset
from catalog.model.storage import Storage
from federation.storages.protocol import FoundObject
from federation.storages.registry import ADAPTERS


@runtime_checkable
class HoldsFiles(Protocol):
    async def test(self, storage: Storage, secret: str | None) -> None: ...

    def found(
        self, storage: Storage, secret: str | None, dataset: Dataset
    ) -> tuple[FoundObject, ...]:
        """The dataset's files alone; none where they are not. Blocks; raises SourceProblems."""
        ...


async def look_at(
    dataset: Dataset, storage: Storage, secret: str | None
) -> tuple[FoundObject, ...]:
    """The dataset's files, or everything that a database shows. Raises the adapter's problems."""
    adapter = ADAPTERS[storage.kind]
    if not isinstance(adapter, HoldsFiles):
        return await adapter.introspect(storage, secret)
    found = await asyncio.to_thread(adapter.found, storage, secret, dataset)
    if not found:
        # Its files are gone, unless the whole storage is: that is another problem.
        await adapter.test(storage, secret)
    return found
