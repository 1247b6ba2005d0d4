"""What one query reads of the gateway's own machine: its files, open while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack

import duckdb
from sqlglot import exp

from catalog.model.problem import Problem
from catalog.model.storage import StorageKind
from federation.plan import PlannedTable
from federation.problems import SourceFailed
from federation.storages.protocol import OpenedSource, OpensFiles, StorageAdapter


class OpenedSources:
    """Of the tables of one plan. A cursor of its own has the views: nobody else sees them."""

    def __init__(
        self, tables: tuple[PlannedTable, ...], adapters: Mapping[StorageKind, StorageAdapter]
    ) -> None:
        self._tables = tables
        self._adapters = adapters
        self._held = ExitStack()
        self._opened: list[OpenedSource] = []

    def open(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Raises SourceFailed; its cause is what the storage's steward is told."""
        tables = {(each.storage.id, each.dataset.id): each for each in self._tables}
        for table in tables.values():
            self._open(self._adapters[table.storage.kind], table, cursor)

    def check(self) -> None:
        """Raises SourceFailed where a file is not the one that was opened any more."""
        for each in self._opened:
            try:
                each.check()
            except Problem as problem:
                raise SourceFailed from problem

    def close(self) -> None:
        self._held.close()

    def _open(
        self, adapter: StorageAdapter, table: PlannedTable, cursor: duckdb.DuckDBPyConnection
    ) -> None:
        if not isinstance(adapter, OpensFiles):
            return
        try:
            opened = self._held.enter_context(adapter.opened(table.storage, table.dataset))
        except Problem as problem:
            raise SourceFailed from problem
        self._opened.append(opened)
        if opened.view is not None:
            view = exp.Create(
                kind="VIEW",
                this=adapter.duckdb_source(table.storage, table.dataset),
                expression=opened.view,
                properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
            )
            cursor.execute(view.sql("duckdb", identify=True))
