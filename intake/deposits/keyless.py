"""Rows of two versions brought together where no key says which row is which.

Either a few columns name every row of both, as a key would; or a row that one version alone has is
like one row of the other but for one column. Whatever is brought together so is told as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from sqlglot import exp

from catalog.model.bilingual import Bilingual
from catalog.model.column_types import KEYS
from catalog.model.dataset import Column
from intake.deposits.duckdb_session import named, one_row, parquet

_MOST_ROWS, _MOST_COLUMNS = 50_000, 40
_OLD, _NEW, _ONLY_OLD, _ONLY_NEW = "old", "new", "only old", "only new"


@dataclass(frozen=True, slots=True)
class Pairing:
    """`changed`: rows that are there in both, not alike; by label of the column that differs."""

    changed: int
    changed_columns: dict[str, int]
    by: Bilingual


def naming_columns(
    connection: duckdb.DuckDBPyConnection, old: Path, new: Path, columns: Sequence[Column]
) -> list[Column]:
    """The fewest columns that name every row of both, tried from the last; empty where none do.

    Figures with a unit are what is corrected, not what names a row.
    """
    may_name = [column for column in columns if column.type.scalar in KEYS and column.unit is None]
    chosen = _filled(connection, (old, new), may_name[:_MOST_COLUMNS])
    if not chosen or not _names_rows(connection, (old, new), chosen):
        return []
    for column in reversed(chosen):
        fewer = [other for other in chosen if other is not column]
        if fewer and _names_rows(connection, (old, new), fewer):
            chosen = fewer
    return chosen


def _filled(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], columns: Sequence[Column]
) -> list[Column]:
    """The columns that every row of every file fills."""
    filled = list(columns)
    for path in paths:
        if not filled:
            return []
        counts = [exp.Count(this=named(column.source_name)) for column in filled]
        row = one_row(connection, exp.select(*counts).from_(parquet(path)))
        rows = pq.read_metadata(path).num_rows
        filled = [column for column, count in zip(filled, row, strict=True) if count == rows]
    return filled


def _names_rows(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], columns: Sequence[Column]
) -> bool:
    for path in paths:
        rows = exp.select(*(named(column.source_name) for column in columns))
        rows = rows.from_(parquet(path)).distinct()
        count = exp.select(exp.Count(this=exp.Star())).from_(rows.subquery("rows"))
        if int(one_row(connection, count)[0]) != pq.read_metadata(path).num_rows:
            return False
    return True


def words_of(columns: Sequence[Column]) -> Bilingual:
    return Bilingual(
        ", ".join(column.label_fr for column in columns),
        ", ".join(column.label_en or column.label_fr for column in columns),
    )


def alike_but_one(
    connection: duckdb.DuckDBPyConnection, old: Path, new: Path, columns: Sequence[Column]
) -> Pairing | None:
    """None where nothing is brought together, or too much would have to be."""
    if not 1 < len(columns) <= _MOST_COLUMNS:
        return None
    counts = [
        _kept(connection, name, path, other, columns)
        for name, path, other in ((_ONLY_OLD, old, new), (_ONLY_NEW, new, old))
    ]
    if not all(0 < count <= _MOST_ROWS for count in counts):
        return None
    changed = {}
    for column in columns:
        others = [other for other in columns if other is not column]
        if count := int(one_row(connection, _pairs(others))[0]):
            changed[column.label_fr] = count
    if not changed:
        return None
    by = Bilingual("toutes leurs autres colonnes", "all their other columns")
    # A row that is like two others but for one column each is one row all the same.
    return Pairing(min(sum(changed.values()), *counts), changed, by)


def _kept(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    path: Path,
    other: Path,
    columns: Sequence[Column],
) -> int:
    """The rows of `path` that `other` does not have, as often as it does not, as a table."""
    rows = [
        exp.select(*(named(column.source_name) for column in columns)).from_(parquet(one))
        for one in (path, other)
    ]
    table = exp.Table(this=exp.to_identifier(name, quoted=True))
    only = exp.except_(*rows, distinct=False)
    connection.execute(exp.Create(this=table, kind="TABLE", expression=only).sql("duckdb"))
    count = exp.select(exp.Count(this=exp.Star())).from_(table.copy())
    return int(one_row(connection, count)[0])


def _pairs(columns: Sequence[Column]) -> exp.Select:
    """A query that counts pairs of an old and a new row, alike in `columns` and like no other."""
    names = [column.source_name for column in columns]

    def alone(table: str, alias: str) -> exp.Expr:
        parts = [named(name) for name in names]
        once = exp.Count(this=exp.Star()).eq(exp.Literal.number(1))
        rows = exp.select(*parts).from_(exp.Table(this=exp.to_identifier(table, quoted=True)))
        return rows.group_by(*(part.copy() for part in parts)).having(once).subquery(alias)

    on = exp.and_(
        *(exp.NullSafeEQ(this=named(name, _OLD), expression=named(name, _NEW)) for name in names)
    )
    counted = exp.select(exp.Count(this=exp.Star())).from_(alone(_ONLY_OLD, _OLD))
    return counted.join(alone(_ONLY_NEW, _NEW), on=on)
