"""One change of a webhook: written once it has answered a test."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.webhooks.acts import (
    ReactivateWebhook,
    RegisterWebhook,
    RemoveWebhook,
    ReplayDelivery,
    WebhookAct,
)
from catalog.actions.webhooks.replaying import replayable
from catalog.actions.webhooks.webhooks import reactivate_webhook, register_webhook, remove_webhook
from catalog.changes import ActRecord, Changes, key_of
from catalog.model.delivery import Delivery, OutboxEntry
from catalog.model.message import Message
from catalog.model.subject import Subject
from catalog.model.webhook import Webhook
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import actor_of
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from gateway.sharing.notifications.ports import NotificationPorts
from gateway.sharing.notifications.webhook_delivery import Post, post_to_webhook
from policies.sharing import SharingQuestion

_NAMES: dict[type[WebhookAct], str] = {
    RegisterWebhook: "register_webhook",
    RemoveWebhook: "remove_webhook",
    ReactivateWebhook: "reactivate_webhook",
}


async def change_webhook(
    act: WebhookAct, subject: Subject, acts: ActPorts, ports: NotificationPorts, *, dry_run: bool
) -> Acted:
    """The change that was made (or would be: nothing is sent then), or a Problem and no change.

    Raises ActsRefused, ActRefused, UnknownWebhook, what the test met (WebhookAnswered…),
    CatalogMoved.
    """
    outcome = await commit(_WebhookChange(act, ports), subject, acts, dry_run=dry_run)
    return outcome.result


@dataclass(slots=True)
class _WebhookChange(Change[Facts, Acted]):
    """`proven` is the address that has answered: it is asked once, however often we write."""

    act: WebhookAct
    ports: NotificationPorts
    proven: str | None = None

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> Facts:
        return _facts(standpoint.snapshot, standpoint.now, ports)

    @override
    def questions(self, subject: Subject, facts: Facts) -> tuple[SharingQuestion, ...]:
        return (self._question(subject, facts),)

    @override
    def rule(self, subject: Subject, facts: Facts) -> tuple[Acted, Changes]:
        acted = _ruled(self.act, actor_of(self._question(subject, facts)), facts)
        return acted, acted.changes

    @override
    async def before_write(self, facts: Facts, changes: Changes) -> None:
        for webhook in changes.put:
            if isinstance(webhook, Webhook) and self.proven != webhook.url:
                await prove_webhook(webhook, facts.catalog, self.ports)
                self.proven = webhook.url

    @override
    def record(self, subject: Subject, facts: Facts, result: Acted) -> ActRecord:
        actor = actor_of(self._question(subject, facts))
        changed = (*result.changes.put, *result.changes.removed)
        return ActRecord(
            at=facts.now,
            by_issuer=actor.issuer,
            by_sub=actor.agent,
            for_organisation=actor.organisation,
            action=result.act,
            summary={"webhooks": [key_of(each) for each in changed], "mandate": actor.mandate},
        )

    def _question(self, subject: Subject, facts: Facts) -> SharingQuestion:
        return SharingQuestion(subject=subject, act=_NAMES[type(self.act)], now=facts.now)


async def replay_delivery(
    act: ReplayDelivery, actor: Actor, acts: ActPorts, ports: NotificationPorts, *, dry_run: bool
) -> Delivery:
    """Due at once, under the same id; the catalog stays as it is, and whoever calls has asked the
    law. Raises UnknownDelivery, UnknownWebhook, WebhookIsOff.
    """
    found = await ports.deliveries.delivery(act.delivery)
    facts = _facts(await acts.catalog.current(), acts.clock(), acts)
    delivery = replayable(act, found, actor, facts)
    if not dry_run:
        await ports.deliveries.replay(delivery, ports.clock())
    return delivery


async def prove_webhook(webhook: Webhook, snapshot: Snapshot, ports: NotificationPorts) -> None:
    """A test message, signed as the others will be: it must answer 2xx. Raises what it met."""
    message = Message(
        kind="webhook.test",
        key=f"webhook.test/{webhook.id}",
        to=(webhook.organisation,),
        roles=frozenset(),
        about=webhook.id,
    )
    post = Post(f"test-{secrets.token_hex(12)}", OutboxEntry(0, ports.clock(), message))
    organisation = snapshot.organisations[webhook.organisation]
    await post_to_webhook(post, webhook, organisation, ports)


def _ruled(act: WebhookAct, actor: Actor, facts: Facts) -> Acted:
    match act:
        case RegisterWebhook():
            return register_webhook(act, actor, facts)
        case RemoveWebhook():
            return remove_webhook(act, actor, facts)
        case ReactivateWebhook():
            return reactivate_webhook(act, actor, facts)
        case _:
            assert_never(act)


def _facts(snapshot: Snapshot, now: datetime, acts: ActPorts) -> Facts:
    return Facts(snapshot, now, acts.directory_roots, acts.secret_roots, demo=acts.demo)
