"""Cursors that an instance keeps between queries, with the views that they show.

To make a view takes longer than a short query: it is bound, and what it reads is looked at. It is
used again for as long as its files are the very files that it was made over.
"""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field

import duckdb

_MOST_IDLE = 4
_MOST_VIEWS = 8


@dataclass(frozen=True, slots=True)
class _View:
    """`state` is equal as long as it shows the same rows; `files` stay open for it."""

    state: object
    files: ExitStack


@dataclass(slots=True, eq=False)
class ReadyCursor:
    """Its views are its own: no other cursor of the instance sees them."""

    cursor: duckdb.DuckDBPyConnection
    views: dict[str, _View] = field(default_factory=dict)
    idle_since: float = 0.0

    def shows(self, name: str, state: object) -> bool:
        view = self.views.get(name)
        return view is not None and view.state == state

    def keep(self, name: str, state: object, files: ExitStack) -> None:
        """Its view of that name was made anew, over `files`."""
        self.forget(name)
        self.views[name] = _View(state, files)

    def forget(self, name: str) -> None:
        """Nobody takes its view of that name for one that can be used again."""
        view = self.views.pop(name, None)
        if view is not None:
            view.files.close()

    def close(self) -> None:
        self.cursor.close()
        for name in list(self.views):
            self.forget(name)


class ReadyCursors:
    """Of one instance. A few wait for the next query; the others are closed after theirs."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._idle: list[ReadyCursor] = []
        self._is_closed = False
        self._lock = threading.Lock()

    def take(self, names: frozenset[str]) -> ReadyCursor:
        """One that has views of these names, where there is one."""
        with self._lock:
            for ready in reversed(self._idle):
                if names <= ready.views.keys():
                    self._idle.remove(ready)
                    return ready
        return ReadyCursor(self._connection.cursor())

    def give_back(self, ready: ReadyCursor) -> None:
        """One whose query has ended well, and that holds nothing of it."""
        surplus = ready
        if 0 < len(ready.views) <= _MOST_VIEWS:
            ready.idle_since = time.monotonic()
            with self._lock:
                if not self._is_closed:
                    self._idle.append(ready)
                    if len(self._idle) <= _MOST_IDLE:
                        return
                    surplus = self._idle.pop(0)
        surplus.close()

    def close_idle(self, since_s: float) -> bool:
        """Closes cursors unused for so long, with their files; True where others are left."""
        latest = time.monotonic() - since_s
        with self._lock:
            gone = [ready for ready in self._idle if ready.idle_since <= latest]
            self._idle = [ready for ready in self._idle if ready.idle_since > latest]
            is_left = bool(self._idle)
        for ready in gone:
            ready.close()
        return is_left

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
        self.close_idle(0)
