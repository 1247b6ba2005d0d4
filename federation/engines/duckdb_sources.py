"""The sources of one query, made ready before it runs: files stay open, names are exact."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from types import MappingProxyType

import duckdb
import structlog
from sqlglot import exp

from catalog.model.dataset import ObjectKind
from catalog.model.problem import Problem
from catalog.model.storage import StorageKind
from federation.engine import Value
from federation.engines.constant_tables import ConstantTables
from federation.engines.duckdb_cursors import ReadyCursor
from federation.engines.text_copies import TextCopies
from federation.engines.text_values import text_values
from federation.plan import DUCKDB, Plan, PlannedTable
from federation.problems import SourceFailed
from federation.source_text import is_read_below
from federation.storages.exact_names import check_exact_names
from federation.storages.protocol import (
    LookAtText,
    LooksAtObjects,
    OpenedSource,
    OpensFiles,
    StorageAdapter,
)

_log = structlog.get_logger(__name__)
# SQLite's and MariaDB's own names know no case: two that differ by it are one.
_WITHOUT_CASE = frozenset({StorageKind.SQLITE, StorageKind.MARIADB})
# What Trino wrote has its names in lower case.
_LOWER_CASED = frozenset({StorageKind.ICEBERG, StorageKind.ICEBERG_REST})
_NO_LOOKS: Mapping[str, LooksAtObjects] = MappingProxyType({})
_LIST = "SELECT file FROM glob($pattern)"


class OpenedSources:
    """Of the tables of one plan. A cursor of its own has the views: nobody else sees them.

    `checked`, `copies` and `constants` belong to the instance, which remembers the columns of what
    is attached to it, the text that it has parsed and the constants that it has read; so do
    `looks`, by the storage's id, at text whose versions take its secret. `shows_cells`: a text file
    is shown as it is written.
    """

    def __init__(
        self,
        tables: tuple[PlannedTable, ...],
        adapters: Mapping[StorageKind, StorageAdapter],
        checked: set[tuple[str, int]],
        copies: TextCopies | None = None,
        looks: Mapping[str, LooksAtObjects] = _NO_LOOKS,
        constants: ConstantTables | None = None,
        *,
        shows_cells: bool = False,
    ) -> None:
        self._tables = {(each.storage.id, each.dataset.id): each for each in tables}
        self._adapters = adapters
        self._checked = checked
        self._copies = copies
        self._constants = constants
        self._looks = looks
        self._shows_cells = shows_cells
        self._held = ExitStack()
        self._opened: list[OpenedSource] = []
        self._is_stopped = False

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

    def over_constants(
        self, plan: Plan, cursor: duckdb.DuckDBPyConnection, values: Mapping[str, Value]
    ) -> Plan:
        """The same plan, its constants in tables where the instance has room for them."""
        if self._constants is None:
            return plan
        return self._held.enter_context(self._constants.read_by(cursor, plan, values))

    def check(self) -> None:
        """Raises SourceFailed where a file is not the one that was opened any more."""
        for each in self._opened:
            try:
                each.check()
            except Problem as problem:
                raise SourceFailed(problem) from problem

    def stop(self) -> None:
        """From another thread: nothing more is begun, though a look at a store still ends."""
        self._is_stopped = True

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
        name = view_name(table)
        if self._shows_cells or not is_read_below(table.dataset, table.storage.kind, DUCKDB):
            state = None if self._shows_cells else opened.state()
            if state is None or not ready.shows(name, state):
                self._show(table, opened.view(), ready)
                if state is not None:
                    ready.keep(name, state, files.pop_all())
            return
        copies, look = self._copies, opened.look or self._look_at(table, ready.cursor)
        if copies is None or look is None or (state := look()) is None:
            self._show(table, text_values(opened.view(), table), ready)
            return
        copy = self._held.enter_context(copies.held(state.version))
        if copy is None:
            self._show(table, text_values(state.view(), table), ready)
            copies.make(ready.cursor, table.dataset.id, state, look, self._source(table))
            copy = self._held.enter_context(copies.held(state.version))
        if copy is not None and not ready.shows(name, copy.name):
            self._show(table, exp.select("*").from_(copy), ready)
            ready.keep(name, copy.name, ExitStack())

    def _show(self, table: PlannedTable, rows: exp.Query, ready: ReadyCursor) -> None:
        if self._is_stopped:
            raise duckdb.InterruptException("interrupted before its files were read")
        ready.forget(view_name(table))
        view = exp.Create(
            kind="VIEW",
            replace=True,
            this=self._source(table),
            expression=rows,
            properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
        )
        ready.cursor.execute(view.sql("duckdb", identify=True, copy=False))

    def _look_at(self, table: PlannedTable, cursor: duckdb.DuckDBPyConnection) -> LookAtText | None:
        looks = self._looks.get(table.storage.id)
        if looks is None:
            return None
        return partial(looks.look, table.dataset, partial(_listed, cursor))

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


def _listed(cursor: duckdb.DuckDBPyConnection, pattern: str) -> tuple[str, ...]:
    """None of them where the store does not list them: the query's own reading tells why."""
    try:
        listed = cursor.execute(_LIST, {"pattern": pattern}).fetchall()
    except duckdb.Error:
        return ()
    return tuple(address for (address,) in listed)


def view_name(table: PlannedTable) -> str:
    """The name under which a cursor knows the rows of a table's files."""
    return f"{table.storage.id}.{table.dataset.id}"
