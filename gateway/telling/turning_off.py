"""Webhooks that failed too often, turned off by the clock; and those turned on again."""

from __future__ import annotations

from datetime import datetime

from catalog.actions.facts import Facts
from catalog.actions.telling.acts import TurnOffWebhook
from catalog.actions.telling.webhooks import turn_off_webhook
from catalog.changes import ActRecord
from catalog.model.subject import SYSTEM_CLOCK
from catalog.model.webhook import Webhook
from catalog.problems import CatalogMoved
from gateway.telling.delivering import WEBHOOK_OFF
from gateway.telling.ports import TellingPorts
from gateway.telling.schedule import MOST_FAILURES_IN_A_ROW


async def turn_off_exhausted(ports: TellingPorts) -> bool:
    """Whether any was: their stewards are then to be told.

    The count lies in the store and the state in the catalog: whoever stops in between, the next
    round finds the one without the other.
    """
    exhausted = {
        (webhook, datetime.fromisoformat(since))
        for webhook, since in await ports.deliveries.exhausted(MOST_FAILURES_IN_A_ROW)
    }
    if not exhausted:
        return False
    snapshot = await ports.catalog.current()
    found = [
        each
        for each in snapshot.webhooks.values()
        if each.active and (each.id, each.since) in exhausted
    ]
    return any([await _turn_off(each, ports) for each in found])


async def resume_reactivated(ports: TellingPorts) -> None:
    """What waited for a webhook that is on again is due."""
    snapshot = await ports.catalog.current()
    active = [each.id for each in snapshot.webhooks.values() if each.active]
    await ports.deliveries.resume(active, ports.clock())


async def _turn_off(webhook: Webhook, ports: TellingPorts) -> bool:
    snapshot = await ports.catalog.current()
    now = ports.clock()
    acted = turn_off_webhook(TurnOffWebhook(webhook.id), Facts(snapshot, now))
    if acted.changes.is_empty:
        return False
    record = ActRecord(
        at=now,
        by_issuer=None,
        by_sub=SYSTEM_CLOCK.agent or "",
        for_organisation=webhook.organisation,
        action=acted.act,
        summary={"webhook": webhook.id},
    )
    try:
        await ports.catalog.write(snapshot.version, acted.changes, record)
    except CatalogMoved:
        # Whoever moved it may have done the same: the next round looks again.
        return False
    await ports.deliveries.turn_off(webhook.id, WEBHOOK_OFF)
    return True
