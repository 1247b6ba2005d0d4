"""What a sign-in says, whether by a token, a session or a key."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.model.identifiers import Siren
from catalog.model.subject import Strength, Via


@dataclass(frozen=True, slots=True)
class Claims:
    """What a sign-in says, whatever it came by; `siren` None when it names no organisation or may
    not. `proves` is what its `acr` suffices for where a person signed in; `key` names the machine's
    key that it came by.
    """

    issuer: str
    sub: str
    siren: Siren | None
    proves: frozenset[Strength]
    acr: str | None = None
    via: Via = "token"
    key: str | None = None
