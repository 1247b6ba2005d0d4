"""Requests whose gateway stopped before it recorded how they ended: the audit says so.

Which those are is told by their age. A request ends within the longest time that a query or a
stream may take and the grace of a stop, whatever process it runs in and wherever that runs; so an
older one without an end has nobody left to record it. No process has to be known to live, which
none can tell of another's machine (decision 0024).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from gateway.base.background_loop import repeat
from gateway.base.settings import Settings
from gateway.reading.query.ports import AuditPort

_log = structlog.get_logger()
_EVERY_S = 60.0
_MARGIN = timedelta(seconds=60)
"""For turns that were waited for, and for clocks that differ."""


def longest_of(settings: Settings) -> timedelta:
    """Older than this, a request that was recorded has ended, or has nobody to end it."""
    longest_s = max(settings.query_timeout_s, settings.stream_timeout_s)
    return timedelta(seconds=longest_s + settings.shutdown_grace_s) + _MARGIN


async def end_unfinished(
    audit: AuditPort, clock: Callable[[], datetime], longest: timedelta
) -> None:
    """Until cancelled: all that the audit holds at the start, then what has grown old since."""
    since: datetime | None = None

    async def round_() -> float:
        nonlocal since
        before = clock() - longest
        ended = await audit.end_unfinished(before, since)
        since = before - _MARGIN
        if ended:
            _log.warning("outcomes_unknown", requests=ended)
        return _EVERY_S

    await repeat(round_, "unfinished_requests", retry_s=_EVERY_S)
