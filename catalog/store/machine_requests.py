"""Counts of the requests that several machines have lately let through, shared between their
processes.

Every moment is of the database's clock: those of the machines may differ. A process writes what it
has counted in each minute, and reads what others have. The rows of a process that died stay until
another process sweeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import BigInteger, cast, delete, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog.store.opening import writing
from catalog.store.tables import machine_requests

_MINUTE_MS = 60_000
_KEPT_MS = 3 * _MINUTE_MS
_OVERLAP_MS = 5_000
"""A row that was written before the last look may have been committed after it."""
_SWEPT_EVERY_MS = 30_000


@dataclass(slots=True)
class MachineRequests:
    """Of one process of `machine`, on PostgreSQL."""

    engine: AsyncEngine = field(repr=False)
    process: str
    machine: str
    _looked_ms: int | None = None
    _swept_ms: int = 0
    _known: dict[tuple[str, str, int], int] = field(default_factory=dict, repr=False)

    async def exchange(self, counted: Mapping[str, int], *, reads: bool) -> dict[str, int]:
        """Adds what this process has let through, by mark; what other machines have since the last
        time: nothing at the first, as nobody can say when it was. Raises StoreUnavailable, and
        then nothing was added.
        """
        async with writing(self.engine) as connection:
            now_ms = await _now_ms(connection)
            if counted:
                await self._add(connection, counted, now_ms)
            if now_ms - self._swept_ms > _SWEPT_EVERY_MS:
                old = machine_requests.c.changed_ms < now_ms - _KEPT_MS
                await connection.execute(delete(machine_requests).where(old))
            more = await self._read(connection, now_ms) if reads else {}
        if now_ms - self._swept_ms > _SWEPT_EVERY_MS:
            self._swept_ms = now_ms
            self._forget(now_ms)
        return more

    async def _add(
        self, connection: AsyncConnection, counted: Mapping[str, int], now_ms: int
    ) -> None:
        rows = [
            {
                "process": self.process,
                "mark": mark,
                "minute": now_ms // _MINUTE_MS,
                "machine": self.machine,
                "requests": requests,
                "changed_ms": now_ms,
            }
            # In one order for all, so that nobody waits for each other.
            for mark, requests in sorted(counted.items())
        ]
        new = postgresql.insert(machine_requests)
        added = new.on_conflict_do_update(
            index_elements=["process", "mark", "minute"],
            set_={
                "requests": machine_requests.c.requests + new.excluded.requests,
                "changed_ms": new.excluded.changed_ms,
            },
        )
        await connection.execute(added, rows)

    async def _read(self, connection: AsyncConnection, now_ms: int) -> dict[str, int]:
        is_first = self._looked_ms is None
        since = now_ms - _KEPT_MS if self._looked_ms is None else self._looked_ms - _OVERLAP_MS
        row = machine_requests.c
        rows = await connection.execute(
            select(row.process, row.mark, row.minute, row.requests).where(
                row.changed_ms >= since, row.machine != self.machine
            )
        )
        more: dict[str, int] = {}
        for process, mark, minute, requests in rows:
            key = (process, mark, minute)
            new = requests - self._known.get(key, 0)
            self._known[key] = requests
            if new > 0 and not is_first:
                more[mark] = more.get(mark, 0) + new
        self._looked_ms = now_ms
        return more

    def _forget(self, now_ms: int) -> None:
        oldest = (now_ms - 2 * _KEPT_MS) // _MINUTE_MS
        self._known = {key: count for key, count in self._known.items() if key[2] >= oldest}


async def _now_ms(connection: AsyncConnection) -> int:
    seconds = func.extract("epoch", func.clock_timestamp())
    return int((await connection.execute(select(cast(seconds * 1000, BigInteger)))).scalar_one())
