"""A cause for which an agreement is suspended; several stand side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SuspensionCause(StrEnum):
    """The one that set it, and alone lifts it. The order is that in which causes are told."""

    GRANTOR = "grantor"
    GRANTEE = "grantee"
    OPERATOR = "operator"
    GUARD = "guard"


@dataclass(frozen=True, slots=True)
class Suspension:
    """`at` None: not known, of what a declaration brought. `agent` set it, under `mandate` (an id)
    where there is one; `reason` is the person's own.
    """

    cause: SuspensionCause
    at: datetime | None
    agent: str = ""
    reason: str | None = None
    mandate: str | None = None
