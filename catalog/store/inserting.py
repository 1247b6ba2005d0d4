"""Rows that are written once, whoever writes them again: the two databases say it differently."""

from __future__ import annotations

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(dialect: str, table: Table, key: str) -> Insert:
    """An INSERT that leaves out what has a `key` (a unique column) that is there already."""
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing(index_elements=[key])
    return sqlite.insert(table).on_conflict_do_nothing(index_elements=[key])
