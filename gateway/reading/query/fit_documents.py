"""The documents that a caller may send at all, whatever they ask: one place for every door."""

from __future__ import annotations

from catalog.model.saved_operation import hash_of
from catalog.model.subject import Subject
from gateway.identity.key_problems import KeyForOtherDocuments
from gateway.reading.query.without_token import refuse_long_document


def refuse_unfit_document(subject: Subject, document: str) -> None:
    """Raises DocumentTooLarge for whoever came without a token, KeyForOtherDocuments for a key that
    is limited to saved documents and sends another text.
    """
    refuse_long_document(subject, document)
    scope = subject.scope
    if scope is not None and scope.operations and hash_of(document) not in scope.operations:
        raise KeyForOtherDocuments
