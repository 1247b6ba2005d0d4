"""Chooses a query's engine: where its tables lie decides, then what the installation prefers."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.model.dataset import ObjectKind, ScalarType
from catalog.model.storage import Storage, StorageKind
from federation.binding import BoundDataset
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.problems import NoEngine
from federation.source_text import is_given_as_text

_DUCKDB_ONLY = frozenset({StorageKind.FILES, StorageKind.SQLITE})
_TIMES_BEYOND_A_DAY = frozenset({StorageKind.POSTGRESQL, StorageKind.MARIADB})
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
    for local files, tables of reference and times of day that Trino would misread; Trino for
    Iceberg listed by a database, no engine for both of these.
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
    needs_duckdb = bool(kinds & _DUCKDB_ONLY) or any(
        _is_misread_by_trino(each, storages[each.dataset.storage_id].kind) for each in datasets
    )
    # Millions of characters of names are no part of a statement sent to a server.
    is_local = needs_duckdb or (reads_reference and DUCKDB in engines)
    if (chosen == TRINO and is_local) or chosen == POSTGRES:
        chosen = DUCKDB
    if kinds & _TRINO_ONLY:
        chosen = TRINO
    if chosen not in engines or (chosen == TRINO and needs_duckdb):
        raise NoEngine
    return chosen


def _is_misread_by_trino(bound: BoundDataset, kind: StorageKind) -> bool:
    """True where a time of day may come as another: Trino shows MariaDB's 25:30 as 01:30,
    PostgreSQL's 24:00 as 23:59:59.999999, and reads none in a Parquet file.
    """
    has_times = any(each.type.scalar is ScalarType.TIME for each in bound.dataset.columns)
    is_parquet = bound.dataset.physical.kind is ObjectKind.PARQUET
    return has_times and (is_parquet or kind in _TIMES_BEYOND_A_DAY)
