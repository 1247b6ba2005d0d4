"""Webhooks: addresses that tell an organisation's own software what happens, by a signed POST."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.model.identifiers import Siren
from catalog.model.storage import SecretReference


@dataclass(frozen=True, slots=True)
class Webhook:
    """`kinds` are those of messages; none: all. `secret` signs, and is never in the catalog.

    `since` is when it was last registered or turned on again: failures are counted from there.
    """

    id: str
    organisation: Siren
    url: str
    secret: SecretReference
    since: datetime
    kinds: frozenset[str] = frozenset()
    active: bool = True
