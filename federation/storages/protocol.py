"""The protocol of a storage: tested, introspected, attached to each engine that can read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, runtime_checkable

from sqlglot import exp

from catalog.model.dataset import ColumnType, CsvFormat, Dataset, TextFormat
from catalog.model.storage import Storage, StorageKind


@dataclass(frozen=True, slots=True)
class AttachStatement:
    """A tree, and the values of its `$name` parameters: secrets are bound, never written."""

    tree: exp.Expr
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class DuckdbAttachment:
    """The means by which a locked DuckDB instance comes to see a storage, before it is locked."""

    extensions: tuple[str, ...] = ()
    statements: tuple[AttachStatement, ...] = ()
    allowed_directories: tuple[str, ...] = ()
    reopens_files: bool = False
    """True where one name of a file stands for another file later: nothing is kept by name."""
    looks: LooksAtObjects | None = field(default=None, repr=False)
    """Looks at the versions of text files, where that takes the storage's secret."""


@dataclass(frozen=True, slots=True)
class TrinoCatalog:
    """A dynamic catalog: its connector and properties (with the secret, never logged)."""

    connector: str
    properties: tuple[tuple[str, str], ...] = field(repr=False)
    files: str | None = None
    """The place of the catalog's files, where the connector looks there only when they are read."""


@dataclass(frozen=True, slots=True)
class TrinoTable:
    """The place of a dataset in its catalog; `columns` and `properties` when it must be made.

    `condition`, over the hidden column "$path", picks the dataset's files where its directory
    holds others too: it belongs beside the table, under everything else. `projections` are (source
    name, value over the table) where a column is more than itself.
    """

    schema: str
    table: str
    columns: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str | int], ...] = ()
    condition: exp.Expr | None = None
    projections: tuple[tuple[str, exp.Expr], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """`type` is None when unsupported: `reason_fr`/`reason_en` say why.

    Where cells are text, `type`, `text_format` and `concept` are proposed after some of them; a
    reason beside a type is what to look at before declaring it.
    """

    source_name: str
    source_type: str
    type: ColumnType | None
    nullable: bool = True
    comment: str | None = None
    reason_fr: str = ""
    reason_en: str = ""
    text_format: TextFormat | None = None
    concept: str | None = None


@dataclass(frozen=True, slots=True)
class FoundForeignKey:
    """A column whose values are those of one column (`key`) of another object."""

    column: str
    schema: str | None
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class FoundObject:
    """`csv` is how a CSV file seems to be written; a file that cannot be read has no columns, and
    `reason_fr`/`reason_en` say why where it is known.
    """

    name: str
    schema: str | None
    columns: tuple[FoundColumn, ...]
    primary_key: tuple[str, ...] = ()
    row_estimate: int | None = None
    comment: str | None = None
    csv: CsvFormat | None = None
    reason_fr: str = ""
    reason_en: str = ""
    foreign_keys: tuple[FoundForeignKey, ...] = ()
    """Of one column each: no link is declared by several."""


@dataclass(frozen=True, slots=True)
class TextState:
    """The state of text files: `version` names their rows, `size` is in bytes, and `view` reads
    these files and no others.
    """

    version: str
    size: int
    view: Callable[[], exp.Query]


LookAtText: TypeAlias = Callable[[], TextState | None]
"""At the files as they are now; None while they may be changing, or where nobody can tell."""

ListObjects: TypeAlias = Callable[[str], tuple[str, ...]]
"""The addresses that the engine itself reads where it is given a pattern."""


class LooksAtObjects(Protocol):
    """`LookAtText` for the datasets of one storage, whose server is asked each time."""

    def look(self, dataset: Dataset, list_objects: ListObjects) -> TextState | None:
        """Blocks; raises nothing."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class OpenedSource:
    """The files of one dataset, open while one query runs.

    `view` makes what the query reads as the temporary view of `duckdb_source`, over the very files
    that are open; None where DuckDB opens them by their names. `check` raises a SourceProblem once
    they are not the same any more. `look` is there where text is parsed whose versions its own
    files tell. `state` is equal to a former one where the view would be the same over the same
    files, None where nobody knows.
    """

    view: Callable[[], exp.Query] | None
    check: Callable[[], None]
    look: LookAtText | None = None
    state: Callable[[], object] = lambda: None


@runtime_checkable
class OpensFiles(Protocol):
    """A storage whose files are the gateway's to open, or to name, anew for each query."""

    def opened(self, storage: Storage, dataset: Dataset) -> AbstractContextManager[OpenedSource]:
        """Raises StorageThroughLink and other SourceProblems; blocks."""
        ...


class StorageAdapter(Protocol):
    """One for each kind; stateless. Raises SourceProblems whose causes are told apart."""

    @property
    def kind(self) -> StorageKind: ...

    @property
    def engines(self) -> frozenset[str]:
        """The engines that can read this kind of storage (names of federation.plan)."""
        ...

    async def test(self, storage: Storage, secret: str | None) -> None:
        """Returns when the storage answers; raises the SourceProblem that says why it does not."""
        ...

    async def introspect(self, storage: Storage, secret: str | None) -> tuple[FoundObject, ...]: ...

    def duckdb_attachment(self, storage: Storage, secret: str | None) -> DuckdbAttachment: ...

    def duckdb_source(self, storage: Storage, dataset: Dataset) -> exp.Expr:
        """A FROM item with the dataset's source columns (text for CSV)."""
        ...

    def trino_catalog(self, storage: Storage, secret: str | None) -> TrinoCatalog | None: ...

    def trino_table(self, storage: Storage, dataset: Dataset) -> TrinoTable | None: ...
