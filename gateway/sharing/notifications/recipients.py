"""The recipients of a message: agents by their roles, and the webhooks of their organisations."""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.services.run_alerts import ALERTS
from catalog.actions.told.following import FOLLOWED
from catalog.model.delivery import (
    Channel,
    Delivery,
    DeliveryState,
    OutboxEntry,
    delivery_id,
    target_of,
)
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.organisation import Agent, AgentKind
from catalog.model.webhook import Webhook
from catalog.snapshot import Snapshot
from gateway.sharing.notifications.choices import is_follower_told, is_maker_told, mail_leaves_at

OPERATORS = frozenset({"operator"})
READABLE = "agreement.readable"
NEVER_MAILED = frozenset({"dataset.new_rows", READABLE})
"""Kinds of messages that come often or await nobody: they stand in the list, and go to webhooks."""


def plan_deliveries(
    entry: OutboxEntry, snapshot: Snapshot, *, by_mail: bool
) -> tuple[Delivery, ...]:
    """In-app ones are there at once; the others wait to be sent."""
    message = entry.message
    planned: list[Delivery] = []
    for agent in snapshot.agents.values():
        organisation = organisation_told(agent, message)
        if organisation is None or not is_told(agent, message, snapshot):
            continue
        target = target_of(agent)
        planned.append(_planned(entry, Channel.IN_APP, target, organisation))
        if by_mail and agent.email and message.kind not in NEVER_MAILED:
            mail = _planned(entry, Channel.MAIL, target, organisation)
            leaves_at = mail_leaves_at(agent, message, entry.at, snapshot)
            planned.append(replace(mail, next_at=leaves_at))
    for organisation in dict.fromkeys(message.to):
        planned += [
            _planned(entry, Channel.WEBHOOK, webhook.id, organisation)
            for webhook in snapshot.webhooks_of(organisation)
            if is_chosen(webhook, message)
        ]
    return tuple(planned)


def is_told(agent: Agent, message: Message, snapshot: Snapshot) -> bool:
    """A person of one of the organisations, or an operator where operators are told, with one of
    the roles, or who follows the data, or who made the link. Asked again when it is sent. That data
    can be read is for who reads for its purpose.
    """
    if message.kind == READABLE and agent.purposes.isdisjoint(_purposes(message)):
        return False
    if is_maker_told(agent, message, snapshot):
        return agent.has_role and organisation_told(agent, message) is not None
    follower = is_follower_told(agent, message, snapshot)
    return (
        agent.kind is AgentKind.PERSON
        and organisation_told(agent, message) is not None
        and (bool(agent.roles & message.roles) if follower is None else follower)
    )


def _purposes(message: Message) -> frozenset[str]:
    purposes = message.facts.get("purposes")
    return frozenset(map(str, purposes)) if isinstance(purposes, list | tuple) else frozenset()


def organisation_told(agent: Agent, message: Message) -> Siren | None:
    """As whose agent somebody is told. What is for operators is told to all of them; one of no
    body is told in the name of the body that it is about.
    """
    own = agent.organisation
    if message.roles == OPERATORS:
        return own or next(iter(message.to), None)
    return own if own in message.to else None


def is_chosen(webhook: Webhook, message: Message) -> bool:
    """False of what a person follows: that person alone is told."""
    if message.kind == FOLLOWED or message.kind in ALERTS:
        return False
    return not webhook.kinds or message.kind in webhook.kinds


def _planned(entry: OutboxEntry, channel: Channel, target: str, organisation: Siren) -> Delivery:
    is_there = channel is Channel.IN_APP
    return Delivery(
        id=delivery_id(entry.message, channel, target),
        entry=entry,
        channel=channel,
        target=target,
        organisation=organisation,
        state=DeliveryState.SENT if is_there else DeliveryState.PENDING,
        sent_at=entry.at if is_there else None,
    )
