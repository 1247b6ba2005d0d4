"""Readings that count as somebody's use: all but those of the nightly verification."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from catalog.model.subject import SYSTEM_VERIFICATION
from catalog.store.tables import audit_intent


def is_a_use() -> ColumnElement[bool]:
    """People and machines have an issuer: none of them is taken for the system by its name."""
    intent = audit_intent.c
    return or_(
        intent.issuer.is_not(None),
        intent.sub.is_(None),
        intent.sub != SYSTEM_VERIFICATION.agent,
    )
