"""Purposes for which data may be used: a code list that the platform may extend, never rewrite."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Purpose:
    """A code never changes its meaning: agreements are signed for it."""

    code: str
    label_fr: str
    label_en: str
