"""Drops an engine's catalogs of storages that are gone: their addresses and secrets too."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager

import structlog

from federation.engine import Engine, KeepsCatalogs
from gateway.base.background_loop import repeat, running
from gateway.upkeep.source_monitoring.ports import ReadableCatalog

_log = structlog.get_logger()
_HOUR_S = 3600.0


def dropping_stale_catalogs(
    catalog: ReadableCatalog, engines: Iterable[Engine], *, interval_s: float = _HOUR_S
) -> AbstractAsyncContextManager[None]:
    """Once at the start, then every `interval_s` while it is open."""
    keepers = [each for each in engines if isinstance(each, KeepsCatalogs)]

    async def round_() -> float:
        await drop_stale_catalogs(catalog, keepers)
        return interval_s

    return running(repeat(round_, "stale_catalogs", retry_s=interval_s))


async def drop_stale_catalogs(catalog: ReadableCatalog, keepers: Iterable[KeepsCatalogs]) -> None:
    """Drops catalogs of storages that the catalog does not know any more, or knows otherwise."""
    for keeper in keepers:
        current = await catalog.current()
        dropped = await keeper.drop_catalogs_but(current.storages.values())
        if dropped:
            _log.info("stale_catalogs_dropped", catalogs=dropped)
