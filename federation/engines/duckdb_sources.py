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
from federation.engines.duckdb_cursors import ReadyCursor
from federation.engines.text_copies import TextCopies
from federation.engines.text_values import text_values
from federation.plan import PlannedTable
from federation.problems import SourceFailed
from federation.source_text import is_read_below
from federation.storages.exact_names import check_exact_names
from federation.storages.protocol import OpenedSource, OpensFiles, StorageAdapter

_log = structlog.get_logger(__name__)
# SQLite's and MariaDB's own names know no case: two that differ by it are one.
_WITHOUT_CASE = frozenset({StorageKind.SQLITE, StorageKind.MARIADB})
# What Trino wrote has its names in lower case.
_LOWER_CASED = frozenset({StorageKind.ICEBERG, StorageKind.ICEBERG_REST})


class OpenedSources:
    """Of the tables of one plan. A cursor of its own has the views: nobody else sees them.

    `checked` and `copies` belong to the instance, which remembers the columns of what is attached
    to it, and the text that it has parsed. `shows_cells`: a text file is shown as it is written.
    """

    def __init__(
        self,
        tables: tuple[PlannedTable, ...],
        adapters: Mapping[StorageKind, StorageAdapter],
        checked: set[tuple[str, int]],
        copies: TextCopies | None = None,
        *,
        shows_cells: bool = False,
    ) -> None:
        self._tables = {(each.storage.id, each.dataset.id): each for each in tables}
        self._adapters = adapters
        self._checked = checked
        self._copies = copies
        self._shows_cells = shows_cells
        self._held = ExitStack()
        self._opened: list[OpenedSource] = []

    def open(self, ready: ReadyCursor) -> None:
        """Raises SourceFailed; its cause is what the storage's steward is told."""
        cursor = ready.cursor
        for table in self._tables.values():
            adapter = self._adapters[table.storage.kind]
            try:
                if isinstance(adapter, OpensFiles):
                    self._open(adapter.opened(table.storage, table.dataset), table, ready)
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
        ready: ReadyCursor,
    ) -> None:
        files = self._held.enter_context(ExitStack())
        opened = files.enter_context(opening)
        self._opened.append(opened)
        if opened.view is None:
            return
        name, cursor = view_name(table), ready.cursor
        if self._shows_cells or not is_read_below(table.dataset, table.storage.kind):
            state = None if self._shows_cells else opened.state()
            if state is None or not ready.shows(name, state):
                self._show(table, opened.view(), ready)
                if state is not None:
                    ready.keep(name, state, files.pop_all())
            return
        copies, text = self._copies, opened.text
        if copies is None or text is None:
            self._show(table, text_values(opened.view(), table), ready)
            return
        copy = self._held.enter_context(copies.held(text))
        if copy is None:
            self._show(table, text_values(opened.view(), table), ready)
            copies.make(cursor, table.dataset.id, text, self._source(table))
            copy = self._held.enter_context(copies.held(text))
        if copy is not None and not ready.shows(name, copy.name):
            self._show(table, exp.select("*").from_(copy), ready)
            ready.keep(name, copy.name, ExitStack())

    def _show(self, table: PlannedTable, rows: exp.Query, ready: ReadyCursor) -> None:
        ready.forget(view_name(table))
        view = exp.Create(
            kind="VIEW",
            replace=True,
            this=self._source(table),
            expression=rows,
            properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
        )
        ready.cursor.execute(view.sql("duckdb", identify=True))

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


def view_name(table: PlannedTable) -> str:
    """What a cursor knows the rows of its files by."""
    return f"{table.storage.id}.{table.dataset.id}"
