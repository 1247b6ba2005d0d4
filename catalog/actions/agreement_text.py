"""The text of an agreement's version that is signed, and its hash."""

from __future__ import annotations

from typing import Any

from catalog.canonical_json import digest_of, write_canonical
from catalog.codec import write_value
from catalog.model.agreement import Agreement

_NOT_SIGNED = frozenset({"state", "sha256", "approvals", "ended_at", "life"})
"""Fields of a version that are not signed: its hash, and its events after it was written."""


def signed_document(agreement: Agreement) -> dict[str, Any]:
    """Everything that the parties agree to, as JSON."""
    written: dict[str, Any] = write_value(agreement)
    if agreement.terms.hosting is None:
        # What was signed before this could be demanded keeps its hash.
        del written["terms"]["hosting"]
    return {key: value for key, value in written.items() if key not in _NOT_SIGNED}


def signed_text(agreement: Agreement) -> bytes:
    """The canonical JSON (RFC 8785) of the version."""
    return write_canonical(signed_document(agreement))


def signed_hash(agreement: Agreement) -> str:
    """SHA-256 of the signed text: what approvals sign."""
    return digest_of(signed_document(agreement))


_OF_THE_DATASET = frozenset({"dataset_version"})
_OF_A_COLUMN = frozenset({"name", "classification", "label_fr", "label_en", "secret"})
_OF_THE_TERMS = frozenset({"purpose_labels", "dataset_title_fr", "dataset_title_en"})


def meant_document(agreement: Agreement) -> dict[str, Any]:
    """The writer's own text, without the parts that the version embeds of that day's dataset."""
    written = _without(signed_document(agreement), _OF_THE_DATASET)
    columns = [_without(each, _OF_A_COLUMN) for each in written["columns"]]
    return {**written, "columns": columns, "terms": _without(written["terms"], _OF_THE_TERMS)}


def _without(document: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in keys}
