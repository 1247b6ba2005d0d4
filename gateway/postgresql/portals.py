"""Answers that are taken by so many rows at a time: portals with a limit, and cursors."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from federation.postgresql.rows import count_rows, data_rows
from gateway.postgresql.catalogs import CatalogQuery
from gateway.postgresql.encoders import Here, OutColumn, RowsEncoder
from gateway.postgresql.statement import Query
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_answer import answer_sql
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing

_HELD_BYTES = 1_048_576
_MANY = 2**62


@dataclass(slots=True)
class Portal:
    """A statement with its values. `parts` is its answer, once a part of it was taken.

    `what` is a query of data or of catalogs, rows that are known here, or a command.
    """

    what: Query | Here | CatalogQuery | str
    formats: Sequence[int] = ()
    columns: tuple[OutColumn, ...] | None = None
    parts: Parts | None = None
    is_done: bool = False

    async def close(self) -> None:
        if self.parts is not None:
            await self.parts.close()
            self.parts = None


@dataclass(slots=True)
class Parts:
    """One answer that runs while its reader takes some rows, waits, and takes some more.

    What is computed waits here, a megabyte at most; then computing waits too, for as long as the
    gateway lets a reader stand still.
    """

    encoder: RowsEncoder
    formats: Sequence[int] = ()
    zone: str = "UTC"
    _data: bytearray = field(default_factory=bytearray)
    _moved: asyncio.Event = field(default_factory=asyncio.Event)
    _running: asyncio.Task[None] | None = None

    def start(self, request: SqlRequest, ports: Ports) -> Outgoing:
        out = Outgoing(self.encoder, self._feed, ports.writers)
        self._running = asyncio.create_task(answer_sql(request, ports, out))
        self._running.add_done_callback(lambda _: self._moved.set())
        return out

    def hold(self, here: Here) -> None:
        """The same of rows that are known here."""
        self._data += data_rows(here.cells(self.formats, self.zone), here.rows)

    async def take(self, most: int) -> tuple[bytes, int, bool]:
        """The next rows, `most` at most (0: all), how many, and whether there may be more.

        Raises the Problem that stopped the answer, once the rows before it were sent.
        """
        most = most or _MANY
        sent, rows = bytearray(), 0
        while rows < most:
            with memoryview(self._data) as view:
                more, end = count_rows(view, most - rows)
                sent += view[:end]
            del self._data[:end]
            rows += more
            self._moved.set()
            if rows == most:
                break
            if self._running is None:
                return bytes(sent), rows, False
            if self._running.done() and not self._data:
                if not rows:
                    self._running.result()
                return bytes(sent), rows, not _has_ended_well(self._running)
            self._moved.clear()
            if not self._running.done():
                await self._moved.wait()
        return bytes(sent), rows, True

    async def close(self) -> None:
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._running

    async def _feed(self, data: bytes) -> None:
        self._data += data
        self._moved.set()
        while len(self._data) > _HELD_BYTES:
            self._moved.clear()
            await self._moved.wait()


def _has_ended_well(task: asyncio.Task[None]) -> bool:
    return not task.cancelled() and task.exception() is None
