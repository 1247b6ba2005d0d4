"""The actor of an act, and the act's outcome: nothing is written yet."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.changes import Changes
from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate


@dataclass(frozen=True, slots=True)
class Actor:
    """`organisation` is the side acted for: the employer itself, or its principal under `mandate`
    (an id). None for the platform (operator) and the clock (`system:clock`, no issuer).
    """

    agent: str
    issuer: str | None
    employer: Siren | None
    organisation: Siren | None
    roles: frozenset[str]
    mandate: str | None = None


@dataclass(frozen=True, slots=True)
class Acted:
    """`changes` with their messages; `agreement` or `mandate` as it will be; `sentences` say what
    happens, for whom and from when, in the order in which a person would tell it.
    """

    act: str
    changes: Changes
    sentences: tuple[Bilingual, ...] = ()
    agreement: Agreement | None = None
    mandate: Mandate | None = None
