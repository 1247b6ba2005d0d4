"""A machine of a body: what it may do there, and its keys, of which digests alone are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.model.identifiers import Siren
from catalog.model.later_field import restricts

KEYS_ISSUER = "urn:interco:keys"
"""The issuer of a caller who came by a key; a token has its provider's address there."""


@dataclass(frozen=True, slots=True)
class KeyScope:
    """The right of a key is that of its body within all of these; nothing is in an empty one.

    `datasets` are ids, `formats` those of answers (`csv`…), `doors` codes of DOORS. `operations`
    are hashes of the only documents that it may send; any document where there are none.
    """

    datasets: frozenset[str]
    purposes: frozenset[str]
    formats: frozenset[str]
    doors: frozenset[str]
    operations: frozenset[str] = restricts(frozenset())


@dataclass(frozen=True, slots=True)
class StoredKey:
    """`digest` is SHA-256 (hex) of the key's text: what opens is written nowhere. `ends_at` is the
    first instant at which it opens nothing.
    """

    id: str
    digest: str
    made_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """`networks` (CIDR) are where it may come from, anywhere when there are none. `confirm_before`:
    the instant from which it opens nothing unless a steward confirms it, since the person who made
    it has no role any more.
    """

    id: str
    organisation: Siren
    name: str
    scope: KeyScope
    keys: tuple[StoredKey, ...]
    made_by: str
    made_at: datetime
    networks: tuple[str, ...] = ()
    revoked_at: datetime | None = None
    confirm_before: datetime | None = restricts(None)

    def key_of(self, digest: str) -> StoredKey | None:
        return next((each for each in self.keys if each.digest == digest), None)

    def opens(self, key: str | None, now: datetime) -> bool:
        """`key` is the id of one of its keys."""
        if self.revoked_at is not None:
            return False
        if self.confirm_before is not None and now >= self.confirm_before:
            return False
        return any(each.id == key and now < each.ends_at for each in self.keys)
