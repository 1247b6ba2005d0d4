"""What the control side asks of the gateway about storages, as this request's subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from catalog.model.storage import Storage
from federation.storages.instructions import Step
from federation.storages.protocol import FoundObject


class StoragePort(Protocol):
    """All of it is for whoever may declare the storages of their owner, by the law's own word.

    A storage of somebody else's is one that is not there: UnknownStorageHere.
    """

    async def storages(self) -> tuple[Storage, ...]:
        """In order of id. Raises ActsRefused."""
        ...

    async def storage(self, name: str) -> Storage:
        """By id, by its name within the subject's organisation, or `organisation.name`."""
        ...

    async def test(self, storage: Storage) -> None:
        """Returns when it answers; else the SourceProblem that says why not.

        Raises ActRefused where its place is no longer approved: it is not dialled then.
        """
        ...

    async def objects(self, storage: Storage) -> Sequence[FoundObject]:
        """What it holds that its account may read. Raises as `test` does."""
        ...

    async def instructions(self, storage: Storage) -> Sequence[Step]: ...
