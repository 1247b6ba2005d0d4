"""A form of a page that was sent: one outcome, however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SentForm:
    """`address`: the page that its first sending led to; empty for an answer that was a page of its
    own, None while nobody knows (it is under way, or broke off).
    """

    at: datetime
    address: str | None
