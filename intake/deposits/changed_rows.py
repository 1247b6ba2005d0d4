"""The first rows that a new version adds, removes or changes: by key, old value beside new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from sqlglot import exp

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Classification, Column, ColumnType
from intake.deposits.duckdb_session import fetched, named, parquet

MOST_ROWS = 10
_OLD, _NEW = "old", "new"
_HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One cell before and after, as text; None for an empty one. `kind` is its column's type."""

    label: Bilingual
    kind: ColumnType
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """`way`: added, removed or changed. `key`: its values, in the order of the key's columns;
    `values`: of a changed row alone, those that differ. What concerns persons is hidden.
    """

    way: str
    key: tuple[str, ...]
    values: tuple[ChangedValue, ...] = ()


def changed_rows(
    connection: duckdb.DuckDBPyConnection,
    old: Path,
    new: Path,
    key: Sequence[Column],
    common: Sequence[Column],
) -> tuple[ChangedRow, ...]:
    """Ten of each way at most, in the order of their key. `key` names every row of both files."""
    keys = {column.id for column in key}
    others = [column for column in common if column.id not in keys]
    rows = [*_changed(connection, old, new, key, others)] if others else []
    rows += _alone(connection, "added", (new, _NEW), (old, _OLD), key)
    rows += _alone(connection, "removed", (old, _OLD), (new, _NEW), key)
    return tuple(rows)


def _text(column: Column, alias: str) -> exp.Expr:
    return exp.cast(named(column.source_name, alias), exp.DataType.build("TEXT"))


def _on(key: Sequence[Column]) -> exp.Expr:
    return exp.and_(
        *(named(column.source_name, _OLD).eq(named(column.source_name, _NEW)) for column in key)
    )


def _changed(
    connection: duckdb.DuckDBPyConnection,
    old: Path,
    new: Path,
    key: Sequence[Column],
    others: Sequence[Column],
) -> list[ChangedRow]:
    differs = [
        exp.NullSafeNEQ(
            this=named(column.source_name, _OLD), expression=named(column.source_name, _NEW)
        )
        for column in others
    ]
    sides = [_text(column, alias) for column in others for alias in (_OLD, _NEW)]
    query = (
        exp.select(*(_text(column, _NEW) for column in key), *sides)
        .from_(exp.alias_(parquet(old), _OLD, table=True))
        .join(exp.alias_(parquet(new), _NEW, table=True), on=_on(key))
        .where(exp.or_(*differs))
        .order_by(*(named(column.source_name, _NEW) for column in key))
        .limit(MOST_ROWS)
    )
    rows = []
    for row in fetched(connection, query):
        texts = row[len(key) :]
        pairs = zip(others, texts[::2], texts[1::2], strict=True)
        values = tuple(
            _value(column, before, after) for column, before, after in pairs if before != after
        )
        rows.append(ChangedRow("changed", _key_texts(key, row), values))
    return rows


def _alone(
    connection: duckdb.DuckDBPyConnection,
    way: str,
    of: tuple[Path, str],
    beside: tuple[Path, str],
    key: Sequence[Column],
) -> list[ChangedRow]:
    """Rows of one file whose key the other has not."""
    (path, alias), (other, other_alias) = of, beside
    there = (
        exp.select(exp.Literal.number(1))
        .from_(exp.alias_(parquet(other), other_alias, table=True))
        .where(_on(key))
    )
    query = (
        exp.select(*(_text(column, alias) for column in key))
        .from_(exp.alias_(parquet(path), alias, table=True))
        .where(exp.Exists(this=there).not_())
        .order_by(*(named(column.source_name, alias) for column in key))
        .limit(MOST_ROWS)
    )
    return [ChangedRow(way, _key_texts(key, row)) for row in fetched(connection, query)]


def _is_hidden(column: Column) -> bool:
    return column.classification >= Classification.PERSONAL


def _key_texts(key: Sequence[Column], row: Sequence[object]) -> tuple[str, ...]:
    return tuple(
        _HIDDEN if _is_hidden(column) else str(text) for column, text in zip(key, row, strict=False)
    )


def _value(column: Column, before: str | None, after: str | None) -> ChangedValue:
    label = Bilingual(column.label_fr, column.label_en)
    if _is_hidden(column):
        return ChangedValue(label, column.type, _HIDDEN, _HIDDEN)
    return ChangedValue(label, column.type, before, after)
