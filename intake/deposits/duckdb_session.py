"""DuckDB over a few Parquet files of our own: alone, bounded, without network or extensions."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

_MEMORY = "400MB"
_SPILL = "4GB"


@contextmanager
def session(*folders: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Files of these folders alone can be read or written; a large sort spills beside them."""
    with tempfile.TemporaryDirectory(prefix="interco-deposit-") as spill:
        config: dict[str, str | bool | int | float | list[str]] = {
            "threads": 2,
            "memory_limit": _MEMORY,
            "temp_directory": spill,
            "max_temp_directory_size": _SPILL,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
        }
        with duckdb.connect(":memory:", config=config) as connection:
            allowed = [f"{folder}/" for folder in (*map(Path.resolve, folders), spill)]
            connection.execute("SET allowed_directories = $folders", {"folders": allowed})
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield connection


def parquet(path: Path) -> exp.Table:
    """One file as a table, whatever stands in its name."""
    call = exp.Anonymous(
        this="read_parquet", expressions=[exp.Array(expressions=[exp.Literal.string(str(path))])]
    )
    return exp.Table(this=call)


def fetched(connection: duckdb.DuckDBPyConnection, query: exp.Expr) -> list[tuple[Any, ...]]:
    return connection.execute(query.sql("duckdb")).fetchall()


def one_row(connection: duckdb.DuckDBPyConnection, query: exp.Expr) -> tuple[Any, ...]:
    return fetched(connection, query)[0]


def named(name: str, table: str | None = None) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True), table=table)
