"""Duties beside the chain: forgetting callers, telling unusual use and keys that end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from catalog.actions.keys.ending import reminders
from catalog.actions.question_links.ending import reminders as link_reminders
from catalog.model.message import Message
from catalog.model.paris import paris_day
from catalog.snapshot import Snapshot
from catalog.unusual.messages import message_of
from catalog.unusual.rules import HourOfUse, unusual_use

_A_MONTH = timedelta(days=31)


class ErasedPort(Protocol):
    @property
    def requests(self) -> int: ...
    @property
    def pseudonyms(self) -> int: ...
    @property
    def questions(self) -> int: ...
    @property
    def acts(self) -> int: ...
    @property
    def arrivals(self) -> int: ...
    @property
    def deliveries(self) -> int: ...
    @property
    def agents(self) -> int: ...


class RetentionPort(Protocol):
    async def count(self, before: datetime, unitary_before: datetime) -> int: ...

    async def erase(self, before: datetime, unitary_before: datetime) -> ErasedPort: ...


class UnusualPort(Protocol):
    async def hours(self, since: datetime) -> list[HourOfUse]: ...

    async def tell(self, messages: Sequence[Message], at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Periods:
    """The time a caller stays known: of any request, and of a request that treats a file."""

    identities: timedelta
    unitary: timedelta

    def before(self, now: datetime) -> tuple[datetime, datetime]:
        return now - self.identities, now - max(self.identities, self.unitary)


async def tell_unusual_use(unusual: UnusualPort, catalog: Snapshot, now: datetime) -> list[Message]:
    """Tells owners' stewards each unusual use of today, once a day; the messages told."""
    uses = unusual_use(await unusual.hours(now - _A_MONTH), paris_day(now))
    messages = [message for each in uses if (message := message_of(each, catalog)) is not None]
    if messages:
        await unusual.tell(messages, now)
    return messages


async def remind_of_ends(unusual: UnusualPort, catalog: Snapshot, now: datetime) -> list[Message]:
    """Of the keys of machines and of the links that end within 30 or 7 days; each once."""
    messages = reminders(catalog.service_accounts.values(), now)
    messages += link_reminders(catalog.question_links.values(), now)
    if messages:
        await unusual.tell(messages, now)
    return messages
