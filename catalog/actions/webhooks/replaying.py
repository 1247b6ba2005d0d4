"""Finds the delivery that may be sent once more: one's own, to a webhook that is on."""

from __future__ import annotations

from catalog.actions.facts import Facts
from catalog.actions.outcome import Actor
from catalog.actions.webhooks.acts import ReplayDelivery
from catalog.actions.webhooks.problems import UnknownDelivery, WebhookIsOff
from catalog.actions.webhooks.webhooks import own_webhook
from catalog.model.delivery import Channel, Delivery


def replayable(act: ReplayDelivery, found: Delivery | None, actor: Actor, facts: Facts) -> Delivery:
    """`found` is what the store has under that id.

    Raises UnknownDelivery (also for another organisation's), UnknownWebhook, WebhookIsOff.
    """
    if (
        found is None
        or found.channel is not Channel.WEBHOOK
        or actor.organisation is None
        or found.organisation != actor.organisation
    ):
        raise UnknownDelivery(delivery=act.delivery[:64])
    webhook = own_webhook(found.target, actor.organisation, facts)
    if not webhook.active:
        raise WebhookIsOff(webhook=webhook.id)
    return found
