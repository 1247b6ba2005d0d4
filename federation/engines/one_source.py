"""One declared source on a DuckDB instance of its own, which sees that storage and is thrown away.

Cells are read by the same expressions as in any query.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from sqlglot import exp

from catalog.model.dataset import Column, Dataset
from catalog.model.storage import Storage, StorageKind
from federation.engines.duckdb_cursors import ReadyCursor
from federation.engines.duckdb_instances import Bounds, Recipe, build_instance
from federation.engines.duckdb_sources import OpenedSources
from federation.plan import DUCKDB, PlannedTable
from federation.rewrites.expressions import column as column_of
from federation.rewrites.expressions import quoted, text
from federation.rewrites.govern_tables import SOURCE
from federation.rewrites.typed_columns import told_text, typed_column
from federation.source_text import is_given_as_text
from federation.storages.registry import ADAPTERS
from federation.to_sql import render_plan

CELLS = "r"
"""The relation that `cells` reads."""
_BOUNDS = Bounds(memory_bytes=256 * 1000**2, spill_bytes=1000**3, threads=1)


class OneSource:
    """Opened within `held`, and closed with it. Blocks; raises SourceFailed, the adapter's Problems
    and duckdb.Error, whose words may hold values.
    """

    def __init__(
        self, dataset: Dataset, storage: Storage, secret: str | None, held: ExitStack
    ) -> None:
        self._dataset = dataset
        self._storage = storage
        self._table = PlannedTable(dataset, storage)
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="interco-check-")))
        instance = build_instance(Recipe(((storage, secret),)), ADAPTERS, _BOUNDS, folder)
        held.callback(instance.close)
        self._ready = ReadyCursor(instance.connection.cursor())
        self._cursor = self._ready.cursor
        self._sources = OpenedSources((self._table,), ADAPTERS, set(), shows_cells=True)
        held.callback(self._sources.close)

    def open(self) -> None:
        self._sources.open(self._ready)

    def check(self) -> None:
        """Raises what the files show to be wrong once they have been read."""
        self._sources.check()

    def interrupt(self) -> None:
        """From another thread: what runs ends with duckdb.InterruptException."""
        self._cursor.interrupt()

    def names(self) -> list[str]:
        source = ADAPTERS[self._storage.kind].duckdb_source(self._storage, self._dataset)
        nothing = exp.select("*").from_(source).limit(0)
        self._cursor.execute(nothing.sql("duckdb", identify=True))
        return [each[0] for each in self._cursor.description or ()]

    def present(self) -> list[Column]:
        """The registered columns that the source has, in their order."""
        is_folded = self._storage.kind in {StorageKind.SQLITE, StorageKind.MARIADB}
        names = {each.casefold() if is_folded else each for each in self.names()}
        return [
            each
            for each in self._dataset.columns
            if (each.source_name.casefold() if is_folded else each.source_name) in names
        ]

    def cells(self, columns: list[Column], most_rows: int) -> exp.From:
        """Of each column its text (`t_`), where it is given as text, and its value (`v_`)."""
        kind = self._storage.kind
        cells: list[exp.Expr] = []
        for declared in columns:
            value = typed_column(self._dataset, declared, kind, SOURCE)
            raw: exp.Expr = column_of(declared.source_name, SOURCE)
            if is_given_as_text(self._dataset, declared, kind):
                raw = told_text(exp.Nullif(this=raw, expression=text("")), declared, self._dataset)
            cells += [
                exp.alias_(raw, f"t_{declared.id}", quoted=True, copy=False),
                exp.alias_(value, f"v_{declared.id}", quoted=True, copy=False),
            ]
        physical = exp.Table(
            this=quoted(self._dataset.id),
            db=quoted(self._storage.id),
            alias=exp.TableAlias(this=quoted(SOURCE)),
        )
        select = exp.Select(
            expressions=cells or [exp.alias_(exp.Literal.number(1), "one", quoted=True)],
            from_=exp.From(this=physical),
        ).limit(most_rows)
        return exp.From(this=exp.Subquery(this=select, alias=exp.TableAlias(this=quoted(CELLS))))

    def rows(self, tree: exp.Query) -> list[tuple[object, ...]]:
        rendered = render_plan(tree, DUCKDB, (self._table,))
        return self._cursor.execute(rendered.text).fetchall()
