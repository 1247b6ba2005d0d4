"""Beside requests: the use of quotas is read again every few seconds, and what is nearly used or
used is told once a month.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from catalog.actions.quotas.messages import quota_messages
from catalog.model.message import Message
from catalog.model.paris import paris_day
from gateway.base.background_loop import repeat
from gateway.reading.query.ports import Ports
from gateway.reading.query.quota_counts import uses_of

EVERY_S = 10.0


class TellPort(Protocol):
    async def tell(self, messages: Sequence[Message], at: datetime) -> None:
        """Writes the messages, except those whose key was told before. Raises StoreUnavailable."""
        ...


@dataclass(slots=True)
class QuotaTelling:
    """`written_keys`: of what this process has written; the store knows those of all."""

    port: TellPort
    wakeup: asyncio.Event
    written_keys: set[str] = field(default_factory=set)

    async def tell(self, messages: Iterable[Message], now: datetime) -> None:
        news = [message for message in messages if message.key not in self.written_keys]
        if news:
            await self.port.tell(news, now)
            self.written_keys |= {message.key for message in news}
            self.wakeup.set()


async def watch_quotas(ports: Ports, longest: timedelta, telling: QuotaTelling | None) -> None:
    """Until cancelled. `telling`: of one of several processes, as all other work beside."""

    async def round_() -> float:
        await look_at_quotas(ports, longest, telling)
        return EVERY_S

    await repeat(round_, "quotas", retry_s=EVERY_S)


async def look_at_quotas(ports: Ports, longest: timedelta, telling: QuotaTelling | None) -> None:
    """Once; nothing is read where no body has a quota. Raises StoreUnavailable."""
    catalog, now = await ports.catalog.current(), ports.clock()
    if not catalog.quotas:
        return
    await ports.quotas.read_again(ports.records, now, longest)
    if telling is not None:
        today = paris_day(now)
        await telling.tell(
            (
                message
                for quota, uses in uses_of(catalog.quotas.values(), ports.quotas.counted, catalog)
                for message in quota_messages(
                    catalog.organisations[quota.organisation], uses, today
                )
            ),
            now,
        )
