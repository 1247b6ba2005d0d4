"""Tables that an instance keeps in its memory between queries, spilt encrypted.

Only the instance has them: none is seen by another storage's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
from sqlglot import exp

from federation.physical_names import kept_table

ATTACH_KEPT_TABLES = "ATTACH ':memory:' AS interco_copies (READ_WRITE)"
"""`KEPT_TABLES`: in the memory of the instance and within its bounds, beside its empty file."""


@dataclass(slots=True)
class _Kept:
    """`source`: whose rows they are, in whatever version. `holders`: queries that read it."""

    source: str
    size: int
    holders: int = 1


class KeptTables:
    """At most `most_bytes` at once; the least recently read goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: dict[str, _Kept] = {}
        self._being_made: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def held(self, name: str) -> Iterator[exp.Table | None]:
        """The table, kept until the end; None where there is none yet."""
        if not self._is_found(name):
            yield None
            return
        try:
            yield kept_table(name)
        finally:
            with self._lock:
                self._kept[name].holders -= 1

    def make(
        self,
        cursor: duckdb.DuckDBPyConnection,
        name: str,
        source: str,
        size: int,
        is_made: Callable[[], bool],
    ) -> None:
        """`is_made` makes the table, or says that there is none. Nothing is made that is too large
        or being made by somebody else. Blocks.
        """
        if not self._has_room(cursor, name, source, size):
            return
        try:
            if is_made():
                with self._lock:
                    self._kept[name] = _Kept(source, size, holders=0)
        finally:
            with self._lock:
                self._being_made.discard(name)

    def _is_found(self, name: str) -> bool:
        """Held for whoever asked, where it is."""
        with self._lock:
            kept = self._kept.pop(name, None)
            if kept is None:
                return False
            kept.holders += 1
            # Last: it leaves after those that were read before it.
            self._kept[name] = kept
            return True

    def _has_room(
        self, cursor: duckdb.DuckDBPyConnection, name: str, source: str, size: int
    ) -> bool:
        """And is being made from now on. Former versions go, then others as far as must be."""
        if size > self._most:
            return False
        with self._lock:
            if name in self._being_made or name in self._kept:
                return False
            for former in [name for name, kept in self._kept.items() if kept.source == source]:
                self._forget(cursor, former)
            for oldest in list(self._kept):
                if self._size() + size <= self._most:
                    break
                self._forget(cursor, oldest)
            if self._size() + size > self._most:
                return False
            self._being_made.add(name)
            return True

    def _forget(self, cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        if not self._kept[name].holders:
            del self._kept[name]
            drop_table(cursor, name)

    def _size(self) -> int:
        return sum(kept.size for kept in self._kept.values())


def create_table(cursor: duckdb.DuckDBPyConnection, name: str, rows: exp.Query) -> None:
    """Raises duckdb.Error: then there is none."""
    create = exp.Create(kind="TABLE", this=kept_table(name), expression=rows)
    cursor.execute(create.sql("duckdb", identify=True, copy=False))


def drop_table(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    drop = exp.Drop(kind="TABLE", tables=[kept_table(name)])
    cursor.execute(drop.sql("duckdb", identify=True, copy=False))
