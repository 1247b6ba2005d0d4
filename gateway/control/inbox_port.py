"""What the in-app list shows, as the gateway supplies it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """One message told to the agent of this request."""

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


class InboxPort(Protocol):
    """The list of this request's own agent; nobody else's can be asked for."""

    async def read(self, *, unread: bool) -> tuple[InboxEntry, ...]: ...

    async def mark_read(self, ids: Collection[str]) -> int: ...
