"""What an engine keeps of storages that are gone is dropped: their addresses and secrets too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import structlog

from catalog.model.problem import Problem
from federation.engines.protocol import Engine, KeepsCatalogs
from gateway.error_reporting import report_unexpected
from gateway.source_monitoring.ports import ReadableCatalog

_log = structlog.get_logger()
_HOUR_S = 3600.0


@asynccontextmanager
async def dropping_stale_catalogs(
    catalog: ReadableCatalog, engines: Iterable[Engine], *, interval_s: float = _HOUR_S
) -> AsyncIterator[None]:
    """Once at the start, then every `interval_s` while it is open."""
    keepers = [each for each in engines if isinstance(each, KeepsCatalogs)]
    task = asyncio.create_task(_for_ever(catalog, keepers, interval_s))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def drop_stale_catalogs(catalog: ReadableCatalog, keepers: Iterable[KeepsCatalogs]) -> None:
    """Those of storages that the catalog does not know any more, or knows otherwise."""
    for keeper in keepers:
        current = await catalog.current()
        dropped = await keeper.drop_catalogs_but(current.storages.values())
        if dropped:
            _log.info("stale_catalogs_dropped", catalogs=dropped)


async def _for_ever(
    catalog: ReadableCatalog, keepers: Iterable[KeepsCatalogs], interval_s: float
) -> None:
    while True:
        try:
            await drop_stale_catalogs(catalog, keepers)
        except Problem as problem:
            _log.warning("stale_catalogs_wait", code=problem.code)
        except Exception as bug:  # noqa: BLE001 - one bug must not end it for good
            report_unexpected(bug, "stale_catalogs")
        await asyncio.sleep(interval_s)
