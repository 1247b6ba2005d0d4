"""Limits on requests that several machines hold together: each tells the others, every second, what
it has let through, and counts what they have as if it had come here.

Nothing waits for it: what comes to other machines within a second or two is let through before it
is counted, and is paid for afterwards. Without the database each machine holds its own limits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Protocol

from gateway.base.background_loop import repeat
from gateway.identity.request_rates import RequestRates

_EVERY_S = 1.0
_RETRY_S = 5.0


class ExchangePort(Protocol):
    async def exchange(self, counted: Mapping[str, int], *, reads: bool) -> dict[str, int]:
        """See `catalog.store.machine_requests`. Raises StoreUnavailable."""
        ...


async def keep_exchanging(rates: RequestRates, port: ExchangePort) -> None:
    """Until cancelled."""

    async def round_() -> float:
        await exchange(rates, port)
        return _EVERY_S

    await repeat(round_, "request_rates", retry_s=_RETRY_S)


async def exchange(rates: RequestRates, port: ExchangePort) -> None:
    """Once. Of the workers of one machine the first reads, since they count together."""
    if not rates.limits.are_any or rates.counted is None:
        return
    counted, rates.counted = rates.counted, Counter()
    reads = rates.memory is None or rates.memory.worker == 0
    if not counted and not reads:
        return
    try:
        elsewhere = await port.exchange(counted, reads=reads)
    except BaseException:
        rates.counted.update(counted)
        raise
    for mark, requests in elsewhere.items():
        rates.count_elsewhere(mark, requests)
