"""Who stands where; and the names of acts, for those who need no more of them."""

from __future__ import annotations

from enum import StrEnum

from catalog.actions.sharing.acts import ActName

__all__ = ["ActName", "Standing"]


class Standing(StrEnum):
    """What somebody is to an agreement; one may be several (the owner that proposes)."""

    PROPOSER = "proposer"
    OTHER = "other"
    GRANTOR = "grantor"
    GRANTEE = "grantee"
    PLATFORM = "platform"
    CLOCK = "clock"
