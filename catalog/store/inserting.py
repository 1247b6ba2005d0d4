"""Rows of which there is one a key, whoever writes it again: the two databases say it apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(dialect: str, table: Table, key: str) -> Insert:
    """An INSERT that leaves out what has a `key` (a unique column) that is there already."""
    return insert_unique(dialect, table, (key,))


def insert_unique(dialect: str, table: Table, keys: Sequence[str]) -> Insert:
    """The same where several columns are one key."""
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing(index_elements=keys)
    return sqlite.insert(table).on_conflict_do_nothing(index_elements=keys)


def insert_or_replace(dialect: str, table: Table, key: str, row: Mapping[str, object]) -> Insert:
    """An INSERT of `row` that replaces the one with the same `key`."""
    others = {name: value for name, value in row.items() if name != key}
    if dialect == "postgresql":
        new = postgresql.insert(table).values(**row)
        return new.on_conflict_do_update(index_elements=[key], set_=others)
    written = sqlite.insert(table).values(**row)
    return written.on_conflict_do_update(index_elements=[key], set_=others)
