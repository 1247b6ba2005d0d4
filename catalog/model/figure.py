"""A frozen figure: an answer kept with its proof, read-only, addressed by its digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.model.identifiers import Siren


@dataclass(frozen=True, slots=True)
class SentFigure:
    """To whom its disputes were sent, when, and by whom (`by_sub`)."""

    to: Siren
    at: datetime
    by_sub: str


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """`id` is the SHA-256, in hexadecimal, of `content`: canonical JSON (RFC 8785) of everything
    that the figure says, its receipt included. The other fields repeat what it is found again by.

    A figure is corrected by another that `replaces` it (an id) and has the next `version`.
    `agreements` are citations, `datasets` ids; `purpose` is that of the question. Who froze it is
    kept beside `content`: a paper names no agent.
    """

    id: str
    body: Siren
    indicator: str
    year: int | None
    title_fr: str
    title_en: str
    version: int
    replaces: str | None
    purpose: str | None
    agreements: tuple[str, ...]
    datasets: tuple[str, ...]
    content: str
    by_issuer: str | None
    by_sub: str
    at: datetime
    sent: tuple[SentFigure, ...] = ()
    """To contractors; beside `content`, which never changes."""
