"""What an instance has parsed of text files: a table a version, in memory, spilt encrypted.

Only the instance of the storage has it. A file that changed has another version.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
from sqlglot import exp

from catalog.caches import Cache
from federation.storages.protocol import LookAtText, TextState

_DATABASE = "interco_copies"
ATTACH_COPIES = "ATTACH ':memory:' AS interco_copies (READ_WRITE)"
"""In the memory of the instance and within its bounds, beside its empty file."""
_MOST_REFUSED = 256


@dataclass(slots=True)
class _Copy:
    """`source`: whose rows they are, in whatever version. `holders`: queries that read it."""

    source: str
    size: int
    holders: int = 1


class TextCopies:
    """At most `most_bytes` of files at once; the least recently read goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._copies: dict[str, _Copy] = {}
        self._being_made: set[str] = set()
        self._unreadable: Cache[str, bool] = Cache("unreadable_text_versions", _MOST_REFUSED)
        self._lock = threading.Lock()

    @contextmanager
    def held(self, version: str) -> Iterator[exp.Table | None]:
        """The table of the rows, kept until the end; None where there is none yet."""
        if not self._is_found(version):
            yield None
            return
        try:
            yield _table(version)
        finally:
            with self._lock:
                self._copies[version].holders -= 1

    def make(
        self,
        cursor: duckdb.DuckDBPyConnection,
        source: str,
        state: TextState,
        look: LookAtText,
        rows: exp.Expr,
    ) -> None:
        """Parses the files of `state`, which `rows` names, all of them. Nothing is kept of files
        that `look` then finds changed, that are too large, being parsed by somebody else, or not
        readable as a whole. Blocks.
        """
        version = state.version
        if not self._has_room(cursor, source, version, state.size):
            return
        try:
            if not self._is_parsed(cursor, version, rows):
                return
            now = look()
            if now is None or now.version != version:
                _drop(cursor, version)
                return
            with self._lock:
                self._copies[version] = _Copy(source, state.size, holders=0)
        finally:
            with self._lock:
                self._being_made.discard(version)

    def _is_parsed(self, cursor: duckdb.DuckDBPyConnection, version: str, rows: exp.Expr) -> bool:
        create = exp.Create(
            kind="TABLE", this=_table(version), expression=exp.select("*").from_(rows)
        )
        try:
            cursor.execute(create.sql("duckdb", identify=True, copy=False))
        except (duckdb.InterruptException, duckdb.IOException):
            # Whoever interrupted it looks by itself whether the query goes on; and a store that
            # does not answer says nothing of the file.
            return False
        except duckdb.Error:
            # Some cell or line of it: a query that does not read it is answered all the same.
            self._unreadable.keep(version, value=True)
            return False
        return True

    def _is_found(self, version: str) -> bool:
        """Held for whoever asked, where it is."""
        with self._lock:
            copy = self._copies.pop(version, None)
            if copy is None:
                return False
            copy.holders += 1
            # Last: it leaves after those that were read before it.
            self._copies[version] = copy
            return True

    def _has_room(
        self, cursor: duckdb.DuckDBPyConnection, source: str, version: str, size: int
    ) -> bool:
        """And is being made from now on. Former versions go, then others as far as must be."""
        if size > self._most or self._unreadable.find(version):
            return False
        with self._lock:
            if version in self._being_made or version in self._copies:
                return False
            for former in [name for name, copy in self._copies.items() if copy.source == source]:
                self._forget(cursor, former)
            for oldest in list(self._copies):
                if self._size() + size <= self._most:
                    break
                self._forget(cursor, oldest)
            if self._size() + size > self._most:
                return False
            self._being_made.add(version)
            return True

    def _forget(self, cursor: duckdb.DuckDBPyConnection, version: str) -> None:
        if not self._copies[version].holders:
            del self._copies[version]
            _drop(cursor, version)

    def _size(self) -> int:
        return sum(copy.size for copy in self._copies.values())


def _table(version: str) -> exp.Table:
    return exp.table_(version, db="main", catalog=_DATABASE, quoted=True)


def _drop(cursor: duckdb.DuckDBPyConnection, version: str) -> None:
    cursor.execute(exp.Drop(kind="TABLE", tables=[_table(version)]).sql("duckdb", identify=True))
