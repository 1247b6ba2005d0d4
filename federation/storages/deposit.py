"""A deposit: a folder or the prefix of a bucket that several bodies leave their files in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlglot import exp

from catalog.model.dataset import Dataset
from catalog.model.storage import Storage, StorageKind
from federation.plan import DUCKDB, TRINO
from federation.storages.files import FilesAdapter
from federation.storages.problems import StoragePrefixEmpty
from federation.storages.protocol import (
    DuckdbAttachment,
    FoundObject,
    OpenedSource,
    TrinoCatalog,
    TrinoTable,
)
from federation.storages.s3_bucket import S3BucketAdapter


@dataclass(frozen=True, slots=True)
class DepositAdapter:
    """Reads as the adapter of its place does; what lies there is nobody's to look through."""

    kind: StorageKind = StorageKind.DEPOSIT
    engines: frozenset[str] = frozenset({DUCKDB, TRINO})
    files: FilesAdapter = field(default_factory=FilesAdapter)
    buckets: S3BucketAdapter = field(default_factory=S3BucketAdapter)

    async def test(self, storage: Storage, secret: str | None) -> None:
        try:
            await self._of(storage).test(storage.place, secret)
        except StoragePrefixEmpty:
            # A deposit begins empty.
            return

    async def introspect(
        self,
        storage: Storage,  # noqa: ARG002 - the protocol's
        secret: str | None,  # noqa: ARG002 - the protocol's
    ) -> tuple[FoundObject, ...]:
        """Nothing: names and columns of a file are its depositor's, not those of the storage's
        owner, and a dataset of a deposit is made by what is deposited.
        """
        return ()

    def found(
        self, storage: Storage, secret: str | None, dataset: Dataset
    ) -> tuple[FoundObject, ...]:
        return self._of(storage).found(storage.place, secret, dataset)

    def duckdb_attachment(self, storage: Storage, secret: str | None) -> DuckdbAttachment:
        return self._of(storage).duckdb_attachment(storage.place, secret)

    def duckdb_source(self, storage: Storage, dataset: Dataset) -> exp.Expr:
        return self._of(storage).duckdb_source(storage.place, dataset)

    @contextmanager
    def opened(self, storage: Storage, dataset: Dataset) -> Iterator[OpenedSource]:
        with self._of(storage).opened(storage.place, dataset) as source:
            yield source

    def trino_catalog(self, storage: Storage, secret: str | None) -> TrinoCatalog | None:
        return self._of(storage).trino_catalog(storage.place, secret)

    def trino_table(self, storage: Storage, dataset: Dataset) -> TrinoTable | None:
        return self._of(storage).trino_table(storage.place, dataset)

    def _of(self, storage: Storage) -> FilesAdapter | S3BucketAdapter:
        return self.files if storage.place.kind is StorageKind.FILES else self.buckets
