"""What an agent was told in the application itself, and what of it they have read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from catalog.model.delivery import Channel, Delivery, target_of
from catalog.model.organisation import Agent
from catalog.store.deliveries import Deliveries
from gateway.telling.wording import word_message
from schema.control.inbox import InboxEntry

_MOST = 200


async def inbox(agent: Agent, deliveries: Deliveries, *, unread: bool) -> tuple[InboxEntry, ...]:
    """The newest first, 200 at most. What was told for a former employer stays there."""
    found = await deliveries.to_target(Channel.IN_APP, target_of(agent), unread=unread, limit=_MOST)
    return tuple(_entry(each) for each in found if each.organisation == agent.organisation)


async def mark_read(
    agent: Agent, ids: Collection[str], deliveries: Deliveries, now: datetime
) -> int:
    """How many of the agent's own were unread; another's are left alone, and not told apart."""
    return await deliveries.mark_read(target_of(agent), ids, now)


def _entry(delivery: Delivery) -> InboxEntry:
    message = delivery.entry.message
    french, english = word_message(message, "fr"), word_message(message, "en")
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
    )
