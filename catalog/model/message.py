"""Something to tell people, written in the transaction of the act that causes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.model.identifiers import Siren


@dataclass(frozen=True, slots=True)
class Message:
    """`kind` names what happened (`agreement.submitted`, `mandate.ended`, `guard.stopped`…).

    `to` are organisations; of each, the agents with one of `roles` are told. `about` is a citation
    or an id. `facts` are JSON: names, dates, states, reasons; never a data value, never a secret.
    `key` is told once, whoever writes it again: a reminder's holds its day.
    """

    kind: str
    key: str
    to: tuple[Siren, ...]
    roles: frozenset[str]
    about: str
    facts: Mapping[str, object] = field(default_factory=dict)
