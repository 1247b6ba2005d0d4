"""Binds a cursor to all that must be unchanged when the caller sends it back."""

from __future__ import annotations

import hashlib

import orjson

from catalog.model.subject import Subject


def cursor_binding(
    order: bytes, datasets: tuple[str, ...], subject: Subject, decision: str
) -> bytes:
    """32 bytes of this order of these datasets (`id@version`), of whoever reads, of their rights.

    `decision` is the fingerprint of what the law gives: a cursor of other rights is of no use, nor
    is another agent's, even where both may read the same.
    """
    facts = [
        order.hex(),
        datasets,
        subject.issuer,
        subject.agent,
        subject.organisation,
        subject.on_behalf_of,
        subject.purpose,
        decision,
    ]
    return hashlib.sha256(orjson.dumps(facts)).digest()
