"""What a kind of storage is: tested, introspected, attached to each engine that can read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from sqlglot import exp

from catalog.model.dataset import ColumnType, Dataset
from catalog.model.storage import Storage, StorageKind


@dataclass(frozen=True, slots=True)
class DuckdbAttachment:
    """How a locked DuckDB instance comes to see a storage, before it is locked.

    `statements` are trees; those with `${secret}`-like needs take the secret as a prepared value:
    the adapter builds them from the resolved secret, so they are never logged.
    """

    extensions: tuple[str, ...] = ()
    statements: tuple[exp.Expression, ...] = field(default=(), repr=False)
    allowed_directories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrinoCatalog:
    """A dynamic catalog: its connector and properties (with the secret, never logged)."""

    connector: str
    properties: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class TrinoTable:
    """Where a dataset lies in its catalog; `columns` and `properties` when it must be made."""

    schema: str
    table: str
    columns: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """`type` is None when unsupported: `reason_fr`/`reason_en` say why."""

    source_name: str
    source_type: str
    type: ColumnType | None
    nullable: bool = True
    comment: str | None = None
    reason_fr: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class FoundObject:
    name: str
    schema: str | None
    columns: tuple[FoundColumn, ...]
    primary_key: tuple[str, ...] = ()
    row_estimate: int | None = None
    comment: str | None = None


class StorageAdapter(Protocol):
    """One for each kind; stateless. Raises SourceProblems whose causes are told apart."""

    kind: StorageKind
    engines: frozenset[str]

    async def test(self, storage: Storage, secret: str | None) -> None:
        """Returns when the storage answers; raises the SourceProblem that says why it does not."""
        ...

    async def introspect(self, storage: Storage, secret: str | None) -> tuple[FoundObject, ...]: ...

    def duckdb_attachment(self, storage: Storage, secret: str | None) -> DuckdbAttachment: ...

    def duckdb_source(self, storage: Storage, dataset: Dataset) -> exp.Expression:
        """A FROM item with the dataset's source columns (text for CSV)."""
        ...

    def trino_catalog(self, storage: Storage, secret: str | None) -> TrinoCatalog | None: ...

    def trino_table(self, storage: Storage, dataset: Dataset) -> TrinoTable | None: ...
