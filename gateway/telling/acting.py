"""One change of a webhook: the rule, the test that it must answer, then one short transaction.

Whoever calls has asked the law (a steward of the organisation acted for).
"""

from __future__ import annotations

import secrets
from typing import assert_never

from catalog.actions.facts import Facts
from catalog.actions.sharing.acted import Acted, Actor
from catalog.actions.telling.acts import (
    ReactivateWebhook,
    RegisterWebhook,
    RemoveWebhook,
    ReplayDelivery,
    WebhookAct,
)
from catalog.actions.telling.replaying import replayable
from catalog.actions.telling.webhooks import reactivate_webhook, register_webhook, remove_webhook
from catalog.changes import ActRecord, key_of
from catalog.model.delivery import Delivery, OutboxEntry
from catalog.model.message import Message
from catalog.model.webhook import Webhook
from catalog.problems import CatalogMoved
from catalog.snapshot import Snapshot
from gateway.acts.ports import ActPorts
from gateway.telling.ports import TellingPorts
from gateway.telling.posting import Post, post_to_webhook

_ATTEMPTS = 5


async def change_webhook(
    act: WebhookAct, actor: Actor, acts: ActPorts, ports: TellingPorts, *, dry_run: bool
) -> Acted:
    """What was changed (or would be: nothing is sent then), or a Problem and nothing.

    Raises ActRefused, UnknownWebhook, what the test met (WebhookAnswered…), CatalogMoved.
    """
    proven: str | None = None
    for _ in range(_ATTEMPTS):
        snapshot = await acts.catalog.current()
        acted = _ruled(act, actor, _facts(snapshot, acts))
        if dry_run or acted.changes.is_empty:
            return acted
        for webhook in acted.changes.put:
            if isinstance(webhook, Webhook) and proven != webhook.url:
                await prove_webhook(webhook, snapshot, ports)
                proven = webhook.url
        try:
            await acts.catalog.write(snapshot.version, acted.changes, _record(acted, actor, acts))
        except CatalogMoved:
            continue
        return acted
    raise CatalogMoved


async def replay_delivery(
    act: ReplayDelivery, actor: Actor, acts: ActPorts, ports: TellingPorts, *, dry_run: bool
) -> Delivery:
    """Due at once, under the same id. Raises UnknownDelivery, UnknownWebhook, WebhookIsOff."""
    found = await ports.deliveries.delivery(act.delivery)
    facts = _facts(await acts.catalog.current(), acts)
    delivery = replayable(act, found, actor, facts)
    if not dry_run:
        await ports.deliveries.replay(delivery, ports.clock())
    return delivery


async def prove_webhook(webhook: Webhook, snapshot: Snapshot, ports: TellingPorts) -> None:
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


def _facts(snapshot: Snapshot, acts: ActPorts) -> Facts:
    return Facts(snapshot, acts.clock(), acts.directory_roots, acts.secret_roots, demo=acts.demo)


def _record(acted: Acted, actor: Actor, acts: ActPorts) -> ActRecord:
    changed = (*acted.changes.put, *acted.changes.removed)
    return ActRecord(
        at=acts.clock(),
        by_issuer=actor.issuer,
        by_sub=actor.agent,
        for_organisation=actor.organisation,
        action=acted.act,
        summary={"webhooks": [key_of(each) for each in changed], "mandate": actor.mandate},
    )
