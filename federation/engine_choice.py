"""Chooses a query's engine: where its tables lie decides, then what the installation prefers."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.model.storage import Storage, StorageKind
from federation.binding import BoundDataset
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.problems import NoEngine
from federation.source_text import is_given_as_text

_DUCKDB_ONLY = frozenset({StorageKind.FILES, StorageKind.SQLITE})
_TRINO_ONLY = frozenset({StorageKind.ICEBERG})


def choose_engine(
    datasets: tuple[BoundDataset, ...],
    storages: Mapping[str, Storage],
    engines: frozenset[str],
    default_engine: str,
    *,
    reads_reference: bool = False,
    suits_postgres: bool = True,
) -> str:
    """PostgreSQL itself when it holds every table and has every function; else the default; DuckDB
    for local files and tables of reference, Trino for Iceberg listed by a database, no engine for
    both files and that.
    """
    kinds = {each.place.kind for each in storages.values()}
    one_database = suits_postgres and len(storages) == 1 and kinds == {StorageKind.POSTGRESQL}
    reads_text = any(
        is_given_as_text(each.dataset, column, storages[each.dataset.storage_id].kind)
        for each in datasets
        for column in each.dataset.columns
    )
    if one_database and POSTGRES in engines and not reads_text and not reads_reference:
        return POSTGRES
    chosen = default_engine
    # Millions of characters of names are no part of a statement sent to a server.
    is_local = bool(kinds & _DUCKDB_ONLY) or (reads_reference and DUCKDB in engines)
    if (chosen == TRINO and is_local) or chosen == POSTGRES:
        chosen = DUCKDB
    if kinds & _TRINO_ONLY:
        chosen = TRINO
    if chosen not in engines or (chosen == TRINO and kinds & _DUCKDB_ONLY):
        raise NoEngine
    return chosen
