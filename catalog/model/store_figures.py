"""The fill of the store's queues at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StoreFigures:
    """`deliveries` by channel and state (`pending`, `failed`); `oldest_due` is the moment at which
    the one that waits longest should have been sent. `intents` and `unfinished` are of the hour
    before `at`: requests that were recorded, and those of them without an outcome.
    """

    at: datetime
    outbox: int
    deliveries: Mapping[tuple[str, str], int]
    oldest_due: datetime | None
    intents: int
    unfinished: int
    unchained: int
    sessions: int
