"""A directory of the gateway's machine that holds CSV and Parquet files; DuckDB alone reads it."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from pyarrow import fs
from sqlglot import exp

from catalog.model.dataset import Dataset
from catalog.model.storage import FilesOptions, Storage, StorageKind
from federation.plan import DUCKDB
from federation.storages.duckdb_files import duckdb_files
from federation.storages.found_files import found_files
from federation.storages.plain_options import checked_path
from federation.storages.problems import StorageAccessDenied, StorageDirectoryMissing
from federation.storages.protocol import DuckdbAttachment, FoundObject, TrinoCatalog, TrinoTable


@dataclass(frozen=True, slots=True)
class FilesAdapter:
    kind: StorageKind = StorageKind.FILES
    engines: frozenset[str] = frozenset({DUCKDB})

    async def test(self, storage: Storage, secret: str | None) -> None:  # noqa: ARG002 - the protocol's
        await asyncio.to_thread(_check_directory, Path(_root(storage)))

    async def introspect(self, storage: Storage, secret: str | None) -> tuple[FoundObject, ...]:
        await self.test(storage, secret)
        return await asyncio.to_thread(_introspect, _root(storage))

    def file_system(self, storage: Storage, secret: str | None) -> tuple[fs.FileSystem, str]:  # noqa: ARG002 - the protocol's
        """And the root, which ends in "/"."""
        return fs.LocalFileSystem(), _root(storage)

    def duckdb_attachment(self, storage: Storage, secret: str | None) -> DuckdbAttachment:  # noqa: ARG002 - the protocol's
        return DuckdbAttachment(allowed_directories=(_root(storage),))

    def duckdb_source(self, storage: Storage, dataset: Dataset) -> exp.Expr:
        return duckdb_files(_root(storage), dataset)

    def trino_catalog(self, storage: Storage, secret: str | None) -> TrinoCatalog | None:  # noqa: ARG002 - the protocol's
        return None

    def trino_table(self, storage: Storage, dataset: Dataset) -> TrinoTable | None:  # noqa: ARG002 - the protocol's
        return None


def _root(storage: Storage) -> str:
    options = storage.options
    if not isinstance(options, FilesOptions):
        raise TypeError(f"storage {storage.id} is not a directory of files")
    return checked_path("directory", options.directory).rstrip("/") + "/"


def _check_directory(root: Path) -> None:
    if not root.is_dir():
        raise StorageDirectoryMissing(directory=str(root))
    if not os.access(root, os.R_OK | os.X_OK):
        raise StorageAccessDenied(account="interco", where=str(root))


def _introspect(root: str) -> tuple[FoundObject, ...]:
    """Links are left out: DuckDB refuses those that lead outside."""
    files = [
        Path(directory, name).relative_to(root).as_posix()
        for directory, _, names in os.walk(root)
        for name in names
        if not Path(directory, name).is_symlink()
    ]
    return found_files(fs.LocalFileSystem(), root, files)
