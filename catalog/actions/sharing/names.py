"""The standings of actors, and the names of acts, for modules that need no more of them."""

from __future__ import annotations

from enum import StrEnum

from catalog.actions.sharing.acts import ActName

__all__ = ["ActName", "Standing"]


class Standing(StrEnum):
    """The standing of an actor in an agreement; it may have several (the owner that proposes)."""

    PROPOSER = "proposer"
    OTHER = "other"
    GRANTOR = "grantor"
    GRANTEE = "grantee"
    PLATFORM = "platform"
    CLOCK = "clock"
