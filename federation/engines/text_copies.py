"""Tables that an instance has parsed from text files, one a version: a changed file has another."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial

import duckdb
from sqlglot import exp

from catalog.caches import Cache
from federation.engines.kept_tables import KeptTables, create_table, drop_table
from federation.storages.protocol import LookAtText, TextState

_MOST_REFUSED = 256


class TextCopies:
    """At most `most_bytes` of files at once; the least recently read goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._tables = KeptTables(most_bytes)
        self._unreadable: Cache[str, bool] = Cache("unreadable_text_versions", _MOST_REFUSED)

    def held(self, version: str) -> AbstractContextManager[exp.Table | None]:
        """The table of the rows, kept until the end; None where there is none yet."""
        return self._tables.held(version)

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
        if not self._unreadable.find(state.version):
            parse = partial(self._is_parsed, cursor, state.version, look, rows)
            self._tables.make(cursor, state.version, source, state.size, parse)

    def _is_parsed(
        self,
        cursor: duckdb.DuckDBPyConnection,
        version: str,
        look: LookAtText,
        rows: exp.Expr,
    ) -> bool:
        try:
            create_table(cursor, version, exp.select("*").from_(rows))
        except (duckdb.InterruptException, duckdb.IOException):
            # Whoever interrupted it looks by itself whether the query goes on; and a store that
            # does not answer says nothing of the file.
            return False
        except duckdb.Error:
            # Some cell or line of it: a query that does not read it is answered all the same.
            self._unreadable.keep(version, value=True)
            return False
        now = look()
        if now is None or now.version != version:
            drop_table(cursor, version)
            return False
        return True
