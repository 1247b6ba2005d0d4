"""The claims of a sign-in, by a token, a session or a key."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.model.identifiers import Siren
from catalog.model.subject import Strength, Via


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a sign-in, by any way; `siren` None when it names no organisation or may not.
    `proves`: the acts for which its `acr` suffices where a person signed in; `key` names the
    machine's key by which it came, `link` the link that was opened, `schedule`
    the activation that runs by itself.
    """

    issuer: str
    sub: str
    siren: Siren | None
    proves: frozenset[Strength]
    acr: str | None = None
    via: Via = "token"
    key: str | None = None
    link: str | None = None
    schedule: str | None = None
