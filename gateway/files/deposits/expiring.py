"""Files that nobody confirmed in time are erased."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from gateway.base.background_loop import repeat
from gateway.files.deposits.uploads import UploadStore

_EVERY_S = 3_600.0
_log = structlog.get_logger()


async def erase_expired(uploads: UploadStore, clock: Callable[[], datetime]) -> None:
    """Every hour, until cancelled."""

    async def round_() -> float:
        gone = await asyncio.to_thread(uploads.expire, clock())
        if gone:
            _log.info("uploads_expired", count=gone)
        return _EVERY_S

    await repeat(round_, "uploads_expiry", retry_s=_EVERY_S)
