"""Webhooks that failed too often, turned off by the clock; and those turned on again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.webhooks.acts import TurnOffWebhook
from catalog.actions.webhooks.webhooks import turn_off_webhook
from catalog.changes import ActRecord, Changes
from catalog.model.subject import SYSTEM_CLOCK, Subject
from catalog.model.webhook import Webhook
from catalog.problems import CatalogMoved
from catalog.standpoint import Standpoint
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from gateway.sharing.notifications.delivering import WEBHOOK_OFF
from gateway.sharing.notifications.ports import NotificationPorts
from gateway.sharing.notifications.schedule import MOST_FAILURES_IN_A_ROW
from policies.sharing import SharingQuestion


async def turn_off_exhausted(ports: NotificationPorts) -> bool:
    """Turns off webhooks that failed too often in a row; True where any was turned off, so that its
    stewards are to be told.

    The count lies in the store and the state in the catalog: where a process stops in between, the
    next round finds the count without the state.
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


async def resume_reactivated(ports: NotificationPorts) -> None:
    """Makes deliveries due that waited for a webhook that is on again."""
    snapshot = await ports.catalog.current()
    active = [each.id for each in snapshot.webhooks.values() if each.active]
    await ports.deliveries.resume(active, ports.clock())


async def _turn_off(webhook: Webhook, ports: NotificationPorts) -> bool:
    try:
        outcome = await commit(_TurnOff(webhook), SYSTEM_CLOCK, ports.acts, dry_run=False)
    except CatalogMoved:
        # Too many acts in between: the next round looks again.
        return False
    if outcome.is_written:
        await ports.deliveries.turn_off(webhook.id, WEBHOOK_OFF)
    return outcome.is_written


@dataclass(frozen=True, slots=True)
class _TurnOff(Change[Facts, Acted]):
    """`webhook` as it had failed: nothing to change once another process has turned it off, or a
    steward on again since.
    """

    webhook: Webhook

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> Facts:
        return Facts(standpoint.snapshot, standpoint.now)

    @override
    def questions(self, subject: Subject, facts: Facts) -> tuple[SharingQuestion, ...]:
        return (SharingQuestion(subject, "turn_off_webhook", facts.now),)

    @override
    def rule(self, subject: Subject, facts: Facts) -> tuple[Acted, Changes]:
        acted = turn_off_webhook(TurnOffWebhook(self.webhook.id), facts)
        now = facts.catalog.webhooks.get(self.webhook.id)
        is_another = now is not None and now.since != self.webhook.since
        return acted, Changes() if is_another else acted.changes

    @override
    def record(self, subject: Subject, facts: Facts, result: Acted) -> ActRecord:
        return ActRecord(
            at=facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=self.webhook.organisation,
            action=result.act,
            summary={"webhook": self.webhook.id},
        )
