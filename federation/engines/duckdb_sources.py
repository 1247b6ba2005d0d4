"""What one query reads, made ready before it runs: files that stay open, names that are exact."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack

import duckdb
import structlog
from sqlglot import exp

from catalog.model.dataset import ObjectKind
from catalog.model.problem import Problem
from catalog.model.storage import StorageKind
from federation.plan import PlannedTable
from federation.problems import SourceFailed
from federation.storages.exact_names import check_exact_names
from federation.storages.protocol import OpenedSource, OpensFiles, StorageAdapter

_log = structlog.get_logger(__name__)
# SQLite's and MariaDB's own names know no case: two that differ by it are one.
_WITHOUT_CASE = frozenset({StorageKind.SQLITE, StorageKind.MARIADB})
# What Trino wrote has its names in lower case.
_LOWER_CASED = frozenset({StorageKind.ICEBERG, StorageKind.ICEBERG_REST})


class OpenedSources:
    """Of the tables of one plan. A cursor of its own has the views: nobody else sees them.

    `checked` belongs to the instance, which remembers the columns of what is attached to it.
    """

    def __init__(
        self,
        tables: tuple[PlannedTable, ...],
        adapters: Mapping[StorageKind, StorageAdapter],
        checked: set[tuple[str, int]],
    ) -> None:
        self._tables = {(each.storage.id, each.dataset.id): each for each in tables}
        self._adapters = adapters
        self._checked = checked
        self._held = ExitStack()
        self._opened: list[OpenedSource] = []

    def open(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Raises SourceFailed; its cause is what the storage's steward is told."""
        for table in self._tables.values():
            adapter = self._adapters[table.storage.kind]
            try:
                if isinstance(adapter, OpensFiles):
                    self._open(adapter.opened(table.storage, table.dataset), table, cursor)
                if table.storage.place.kind not in _WITHOUT_CASE | {StorageKind.FILES}:
                    self._check_names(table, cursor)
            except Problem as problem:
                dataset, cause = table.dataset.id, problem.code
                _log.warning("source_not_read", dataset=dataset, cause=cause)
                raise SourceFailed(problem) from problem

    def check(self) -> None:
        """Raises SourceFailed where a file is not the one that was opened any more."""
        for each in self._opened:
            try:
                each.check()
            except Problem as problem:
                raise SourceFailed(problem) from problem

    def close(self) -> None:
        self._held.close()

    def _open(
        self,
        opening: AbstractContextManager[OpenedSource],
        table: PlannedTable,
        cursor: duckdb.DuckDBPyConnection,
    ) -> None:
        opened = self._held.enter_context(opening)
        self._opened.append(opened)
        if opened.view is not None:
            view = exp.Create(
                kind="VIEW",
                this=self._source(table),
                expression=opened.view,
                properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
            )
            cursor.execute(view.sql("duckdb", identify=True))

    def _check_names(self, table: PlannedTable, cursor: duckdb.DuckDBPyConnection) -> None:
        """DuckDB names the second of two columns anew that differ by case, and finds the first."""
        key = (table.dataset.id, table.dataset.version)
        if key in self._checked or table.dataset.physical.kind is ObjectKind.CSV:
            return
        nothing = exp.select("*").from_(self._source(table)).limit(0)
        cursor.execute(nothing.sql("duckdb", identify=True))
        names = [each[0] for each in cursor.description or ()]
        lower_cased = table.storage.kind in _LOWER_CASED
        check_exact_names(table.dataset, names, lower_cased=lower_cased)
        self._checked.add(key)

    def _source(self, table: PlannedTable) -> exp.Expr:
        adapter = self._adapters[table.storage.kind]
        return adapter.duckdb_source(table.storage, table.dataset)
