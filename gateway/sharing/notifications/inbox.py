"""The messages of an agent in the application itself, read and unread."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from catalog.model.delivery import Channel, Delivery, target_of
from catalog.model.organisation import Agent
from catalog.standpoint import Standpoint
from catalog.store.deliveries import Deliveries
from gateway.sharing.notifications.ports import NotificationPorts
from gateway.sharing.notifications.recipients import organisation_told
from gateway.sharing.notifications.wording import word_message

_MOST = 200


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """One message told to the agent of this request; `receipt`: the signed one that it brings."""

    id: str
    at: datetime
    kind: str
    about: str
    title_fr: str
    title_en: str
    sentence_fr: str
    sentence_en: str
    next_fr: str
    next_en: str
    is_read: bool
    receipt: str | None = None
    form: str | None = None
    """Of a request that was handed over, the fields of its page."""
    use: str | None = None
    """Of data that somebody asks for, the use that they describe; their name stands elsewhere."""
    is_from_outside: bool = False


async def inbox(agent: Agent, deliveries: Deliveries, *, unread: bool) -> tuple[InboxEntry, ...]:
    """The newest first, 200 at most. What was told for a former employer stays there."""
    found = await deliveries.to_target(Channel.IN_APP, target_of(agent), unread=unread, limit=_MOST)
    return tuple(
        _entry(each)
        for each in found
        if each.organisation == organisation_told(agent, each.entry.message)
    )


async def mark_read(
    agent: Agent, ids: Collection[str], deliveries: Deliveries, now: datetime
) -> int:
    """Marks messages of the agent as read; the number that were unread. Another agent's are left
    alone, and not told apart.
    """
    return await deliveries.mark_read(target_of(agent), ids, now)


def inbox_of(standpoint: Standpoint, ports: NotificationPorts) -> InboxService | None:
    """The subject's own, whomever they act for; None for nobody's."""
    subject = standpoint.subject
    agent = standpoint.snapshot.agents.get((subject.issuer or "", subject.agent or ""))
    return None if agent is None else InboxService(agent, ports)


@dataclass(frozen=True, slots=True)
class InboxService:
    """The list of one agent; nobody else's can be asked for."""

    agent: Agent
    ports: NotificationPorts

    async def read(self, *, unread: bool) -> tuple[InboxEntry, ...]:
        return await inbox(self.agent, self.ports.deliveries, unread=unread)

    async def mark_read(self, ids: Collection[str]) -> int:
        return await mark_read(self.agent, ids, self.ports.deliveries, self.ports.clock())


def _entry(delivery: Delivery) -> InboxEntry:
    message = delivery.entry.message
    french, english = word_message(message, "fr"), word_message(message, "en")
    receipt = message.facts.get("receipt")
    return InboxEntry(
        id=delivery.id,
        at=delivery.entry.at,
        kind=message.kind,
        about=message.about,
        title_fr=french.title,
        title_en=english.title,
        sentence_fr=french.sentence,
        sentence_en=english.sentence,
        next_fr=french.next_step,
        next_en=english.next_step,
        is_read=delivery.read_at is not None,
        receipt=str(receipt) if receipt else None,
        form=str(message.facts["form"]) if "form" in message.facts else None,
        use=str(message.facts["explanation"]) if message.kind == "data.asked_for" else None,
        is_from_outside=message.kind == "data.asked_for" and "asker" in message.facts,
    )
