"""Puts planned tables where they lie: `"<storage>"."<dataset>"` becomes what an engine reads."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from sqlglot import exp

from catalog.model.storage import Storage, StorageKind
from federation.plan import DUCKDB, POSTGRES, TRINO, PlannedTable
from federation.pushdown import narrow
from federation.storages.protocol import TrinoTable
from federation.storages.registry import ADAPTERS

_REVISION = 2
"""Of how we set up the catalogs of Trino: one that was made before is not used again."""


KEPT_TABLES = "interco_copies"
"""The database of an instance of DuckDB that holds what it keeps between queries."""


def kept_table(name: str) -> exp.Table:
    return exp.table_(name, db="main", catalog=KEPT_TABLES, quoted=True)


def trino_catalog_name(storage: Storage) -> str:
    """`s_<id>_<digest>`: other options or another secret reference are another catalog."""
    facts = repr((_REVISION, storage.kind, storage.options, storage.secret))
    return f"s_{storage.id}_{hashlib.sha256(facts.encode()).hexdigest()[:12]}"


def place_tables(tree: exp.Query, engine: str, tables: tuple[PlannedTable, ...]) -> exp.Query:
    """The same tree over physical names; each table keeps its alias.

    LookupError when a table of the tree was not planned: that is a bug, and nothing runs.
    """
    planned = {(table.storage.id, table.dataset.id): table for table in tables}
    for node in list(tree.find_all(exp.Table)):
        if not node.db:
            # A CTE, or a table function of the compiler's own: neither lies in a storage.
            continue
        if node.catalog or (node.db, node.name) not in planned:
            raise LookupError(f"table {node.db}.{node.name} was not planned")
        table = planned[node.db, node.name]
        source = _PLACES[engine](table)
        alias = node.alias or node.name
        joins = node.args.get("joins")
        replacement = _named(source, alias)
        if joins:
            replacement.set("joins", joins)
        around = node.parent_select
        node.replace(replacement)
        if engine == DUCKDB and table.storage.kind is StorageKind.MARIADB:
            narrow(source, alias, around)
    return tree


def placed_table(table: PlannedTable, alias: str, engine: str) -> exp.Expr:
    """The place that one table is read from, under an alias."""
    return _named(_PLACES[engine](table), alias)


def _named(source: exp.Expr, alias: str) -> exp.Expr:
    return exp.alias_(source, alias, table=True, quoted=True, copy=False)


def trino_tables(tables: tuple[PlannedTable, ...]) -> frozenset[tuple[str, str, str]]:
    """(catalog, schema, table) of each, in Trino's lower case."""
    return frozenset(
        (
            trino_catalog_name(table.storage).lower(),
            trino_table(table).schema.lower(),
            trino_table(table).table.lower(),
        )
        for table in tables
    )


def _in_duckdb(table: PlannedTable) -> exp.Expr:
    return ADAPTERS[table.storage.kind].duckdb_source(table.storage, table.dataset)


def trino_table(table: PlannedTable) -> TrinoTable:
    """The table's place in Trino; LookupError without one: another engine had to be chosen."""
    place = ADAPTERS[table.storage.kind].trino_table(table.storage, table.dataset)
    if place is None:
        raise LookupError(f"Trino cannot read dataset {table.dataset.id}")
    return place


def _in_trino(table: PlannedTable) -> exp.Expr:
    place = trino_table(table)
    names = (place.table, place.schema, trino_catalog_name(table.storage))
    name, schema, catalog = (exp.to_identifier(each, quoted=True) for each in names)
    physical = exp.Table(this=name, db=schema, catalog=catalog)
    if place.condition is None and not place.projections:
        return physical
    # "$path" is seen beside the table only: above it there are the source's own columns.
    columns: list[exp.Expr] = [exp.column(column, quoted=True) for column, _ in place.columns]
    columns += [
        exp.alias_(value.copy(), name, quoted=True, copy=False) for name, value in place.projections
    ]
    select = exp.Select(expressions=columns, from_=exp.From(this=physical))
    if place.condition is not None:
        select = select.where(place.condition.copy(), copy=False)
    return exp.Subquery(this=select)


def _in_postgres(table: PlannedTable) -> exp.Expr:
    physical = table.dataset.physical
    return exp.table_(physical.name, db=physical.schema or "public", quoted=True)


_PLACES: Mapping[str, Callable[[PlannedTable], exp.Expr]] = {
    DUCKDB: _in_duckdb,
    TRINO: _in_trino,
    POSTGRES: _in_postgres,
}
