"""The text of an agreement's version that is signed, and its hash."""

from __future__ import annotations

from typing import Any

from catalog.canonical_json import digest_of, write_canonical
from catalog.codec import write_value
from catalog.model.agreement import Agreement

_NOT_SIGNED = frozenset({"state", "sha256", "approvals", "ended_at", "life"})
"""What happens to a version after it was written."""


def signed_document(agreement: Agreement) -> dict[str, Any]:
    """Everything that the parties agree to, as JSON."""
    written: dict[str, Any] = write_value(agreement)
    return {key: value for key, value in written.items() if key not in _NOT_SIGNED}


def signed_text(agreement: Agreement) -> bytes:
    """The canonical JSON (RFC 8785) of the version."""
    return write_canonical(signed_document(agreement))


def signed_hash(agreement: Agreement) -> str:
    """SHA-256 of the signed text: what approvals sign."""
    return digest_of(signed_document(agreement))
