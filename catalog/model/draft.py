"""Drafts of long forms, kept until their author sends them or they grow old."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from catalog.model.identifiers import Siren


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Of one person, for the body that they act for, by the name of the form."""

    issuer: str
    sub: str
    siren: Siren | None
    name: str


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """Each field with what was typed, or the boxes that were ticked."""

    values: Mapping[str, tuple[str, ...]]
    at: datetime
