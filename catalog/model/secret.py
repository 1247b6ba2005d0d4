"""A secret that an organisation keeps in the store: sealed, never in clear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.model.identifiers import Siren


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """`wrapped` is a key of its own, sealed by version `key_version` of the platform's key ring;
    `sealed` is the secret, sealed by that key. Both are base64 text, and empty in past pictures:
    what was replaced or removed is forgotten.
    """

    owner: Siren
    name: str
    key_version: int
    wrapped: str
    sealed: str
    set_at: datetime

    @property
    def reference(self) -> str:
        """As a storage names it, once read: `store:` and this."""
        return f"{self.owner}/{self.name}"
