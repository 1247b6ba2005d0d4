"""One message on its way to one agent or one webhook."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.organisation import Agent


class Channel(StrEnum):
    MAIL = "mail"
    WEBHOOK = "webhook"
    IN_APP = "in_app"


class DeliveryState(StrEnum):
    """`off`: not to be sent, because its target is turned off or is no longer to be told."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A message as it was written: its number in the outbox, and when."""

    number: int
    at: datetime
    message: Message


@dataclass(frozen=True, slots=True)
class Delivery:
    """`id` follows from message, channel and target: sent twice, it is the same to its receiver.

    `target` is an agent's key or a webhook's id; the address is looked up when it is sent.
    `last_error` is a problem's code. `read_at` is for the in-app list.
    """

    id: str
    entry: OutboxEntry
    channel: Channel
    target: str
    organisation: Siren
    state: DeliveryState
    attempts: int = 0
    next_at: datetime | None = None
    last_error: str | None = None
    sent_at: datetime | None = None
    read_at: datetime | None = None


def delivery_id(message: Message, channel: Channel, target: str) -> str:
    """32 hexadecimal digits, the same whoever computes it and whenever."""
    named = json.dumps([message.key, channel.value, target], ensure_ascii=False)
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def agent_target(issuer: str, sub: str) -> str:
    return json.dumps([issuer, sub], ensure_ascii=False)


def target_of(agent: Agent) -> str:
    return agent_target(agent.issuer, agent.sub)
