"""Sends deliveries that are due, when an act says so, else every few seconds, in any process."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager

import structlog

from catalog.model.delivery import Delivery
from gateway.base.background_loop import repeat, running
from gateway.sharing.notifications.choices import gathered_targets
from gateway.sharing.notifications.delivering import deliver
from gateway.sharing.notifications.ports import NotificationPorts
from gateway.sharing.notifications.recipients import plan_deliveries
from gateway.sharing.notifications.schedule import CLAIMED_FOR
from gateway.sharing.notifications.webhook_deactivation import (
    resume_reactivated,
    turn_off_exhausted,
)

_log = structlog.get_logger()

_BATCH = 10
"""Sent side by side; with the claim's length, it bounds what a dead process keeps waiting."""
_MESSAGES = 100
_EVERY_S = 5.0


async def deliver_due(ports: NotificationPorts) -> int:
    """Sends everything that is due now, and the messages that come of it; the number that were
    sent. Waits for no delay.

    Any number of processes may do it at once. Raises StoreUnavailable.
    """
    await resume_reactivated(ports)
    sent = 0
    while True:
        await spread_messages(ports)
        now = ports.clock()
        claimed = await ports.deliveries.claim(ports.name, now, now + CLAIMED_FOR, _BATCH)
        if claimed:
            snapshot = await ports.catalog.current()
            beside = await ports.deliveries.claim_mails_to(
                gathered_targets(claimed, snapshot), ports.name, now, now + CLAIMED_FOR
            )
            sent += await deliver((*claimed, *beside), snapshot, ports)
        elif not await turn_off_exhausted(ports):
            return sent


async def spread_messages(ports: NotificationPorts) -> None:
    """Each new message becomes deliveries, to those who are to be told at this moment."""
    while entries := await ports.deliveries.unspread(_MESSAGES):
        snapshot = await ports.catalog.current()
        planned: list[Delivery] = []
        for entry in entries:
            own = plan_deliveries(entry, snapshot, by_mail=ports.mailer is not None)
            if not own:
                _log.warning("told_nobody", message=entry.number, kind=entry.message.kind)
            planned += own
        await ports.deliveries.spread(entries, planned, ports.clock())


def telling(
    ports: NotificationPorts, bell: asyncio.Event, *, every_s: float = _EVERY_S
) -> AbstractAsyncContextManager[None]:
    """Deliveries go out while it is open. What is cut at the end is sent again, as the same."""
    return running(deliver_for_ever(ports, bell, every_s))


async def deliver_for_ever(ports: NotificationPorts, bell: asyncio.Event, every_s: float) -> None:
    """Until cancelled. `bell` is set by who wrote messages in this process."""

    async def round_() -> float:
        await deliver_due(ports)
        return every_s

    await repeat(round_, "telling", retry_s=every_s, wakeup=bell)
