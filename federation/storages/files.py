"""A directory of the gateway's machine that holds CSV and Parquet files; DuckDB alone reads it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

import pyarrow as pa
from sqlglot import exp

from catalog.model.dataset import Dataset, ObjectKind
from catalog.model.storage import FilesOptions, Storage, StorageKind
from federation.plan import DUCKDB
from federation.storages.beneath import (
    HANDLES,
    is_link,
    list_names,
    open_directory,
    open_file,
    open_files,
)
from federation.storages.duckdb_files import query_view
from federation.storages.found_files import found_files, proposed_files
from federation.storages.object_names import read_object_files
from federation.storages.opened_view import check_dataset, opened_view
from federation.storages.plain_options import checked_path
from federation.storages.problems import StorageFailed
from federation.storages.protocol import (
    DuckdbAttachment,
    FoundObject,
    OpenedSource,
    TrinoCatalog,
    TrinoTable,
)
from federation.storages.text_versions import text_state, view_state


@dataclass(frozen=True, slots=True)
class FilesAdapter:
    kind: StorageKind = StorageKind.FILES
    engines: frozenset[str] = frozenset({DUCKDB})

    async def test(self, storage: Storage, secret: str | None) -> None:  # noqa: ARG002 - the protocol's
        await asyncio.to_thread(_check_directory, _root(storage))

    async def introspect(self, storage: Storage, secret: str | None) -> tuple[FoundObject, ...]:
        await self.test(storage, secret)
        return await asyncio.to_thread(_introspect, _root(storage))

    def found(
        self,
        storage: Storage,
        secret: str | None,  # noqa: ARG002 - the protocol's
        dataset: Dataset,
    ) -> tuple[FoundObject, ...]:
        with open_files(_root(storage), read_object_files(dataset.physical)) as opened:
            by_name = {each.name: each.path for each in opened}
            try:
                csv = dataset.physical.csv
                return found_files(
                    by_name, lambda name: pa.OSFile(by_name[name]), csv, is_local=True
                )
            except OSError:
                raise StorageFailed from None

    def duckdb_attachment(self, storage: Storage, secret: str | None) -> DuckdbAttachment:  # noqa: ARG002 - the protocol's
        # DuckDB asks where an open file really lies, and finds it under the root; a copy that we
        # made in memory lies nowhere.
        return DuckdbAttachment(allowed_directories=(_root(storage), HANDLES), reopens_files=True)

    def duckdb_source(self, storage: Storage, dataset: Dataset) -> exp.Expr:
        """The temporary view that each query is given: see `opened`."""
        check_dataset(dataset)
        return query_view(storage, dataset)

    @contextmanager
    def opened(self, storage: Storage, dataset: Dataset) -> Iterator[OpenedSource]:
        files = read_object_files(dataset.physical)
        with ExitStack() as held, open_files(_root(storage), files) as opened:
            is_text = dataset.physical.kind is ObjectKind.CSV

            def view() -> exp.Query:
                return opened_view(opened, dataset, held)

            yield OpenedSource(
                view,
                lambda: None,
                (lambda: text_state(opened, dataset, view)) if is_text else None,
                lambda: None if is_text else view_state(opened, dataset),
            )

    def trino_catalog(self, storage: Storage, secret: str | None) -> TrinoCatalog | None:  # noqa: ARG002 - the protocol's
        return None

    def trino_table(self, storage: Storage, dataset: Dataset) -> TrinoTable | None:  # noqa: ARG002 - the protocol's
        return None


def _root(storage: Storage) -> str:
    options = storage.options
    if not isinstance(options, FilesOptions):
        raise TypeError(f"storage {storage.id} is not a directory of files")
    return checked_path("directory", options.directory).rstrip("/") + "/"


def _check_directory(root: str) -> None:
    with open_directory(root) as directory:
        list_names(directory, PurePosixPath(root).name)


def _introspect(root: str) -> tuple[FoundObject, ...]:
    """Links are left out: none is followed."""
    with open_directory(root) as directory:
        names = [
            PurePosixPath(beneath, name).as_posix()
            for beneath, _, names, descriptor in os.fwalk(".", dir_fd=directory)
            for name in names
            if not is_link(name, descriptor)
        ]
    return proposed_files(names, lambda name: _reading(root + name), is_local=True)


@contextmanager
def _reading(path: str) -> Iterator[pa.NativeFile]:
    with open_file(path) as file, pa.OSFile(file.path) as source:
        yield source
