"""Somebody whose sign-in named a registered body, with a role there or without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.model.identifiers import Siren


@dataclass(frozen=True, slots=True)
class Arrival:
    """`siren` as their identity provider asserted it at the last sign-in."""

    issuer: str
    sub: str
    siren: Siren
    first_at: datetime
    last_at: datetime
    name: str | None = None
    email: str | None = None
