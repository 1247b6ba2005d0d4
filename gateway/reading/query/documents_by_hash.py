"""Documents that callers name by their hash: each caller's own, in this process, bounded.

A caller finds what the same caller has sent, and nothing else: a hash tells nobody what others ask.
What is forgotten, or was sent to another process, is sent again by its client with its text.
"""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.operations.problems import UnknownOperationName
from catalog.caches import OwnedTexts
from catalog.model.saved_operation import SavedOperation
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from gateway.identity.links import refuse_other_version
from gateway.reading.query.hash_problems import PersistedQueryNotFound, PersistedQueryNotSupported
from gateway.reading.query.question_values import values_of
from gateway.reading.query.request import GraphqlRequest
from gateway.reading.query.sql_request import SqlRequest

Account = tuple[str | None, str | None]
"""(issuer, agent)."""
DocumentsByHash = OwnedTexts[Account]


def documents_by_hash() -> DocumentsByHash:
    """An empty store with its bounds: twenty of the largest documents fit a caller's share."""
    return OwnedTexts(
        "query.documents_by_hash",
        of_an_owner=200,
        bytes_of_an_owner=2_000_000,
        capacity=20_000,
        bytes_of_all=64_000_000,
    )


def with_text(
    request: GraphqlRequest, standpoint: Standpoint, store: DocumentsByHash
) -> GraphqlRequest:
    """The request with the text that its hash or name stands for; itself where it has a text.

    Raises UnknownOperationName, PersistedQueryNotFound, and PersistedQueryNotSupported to callers
    without a token.
    """
    if request.document:
        return request
    if request.document_name is not None:
        return replace(request, document=_text_of(request.document_name, "graphql", standpoint))
    if request.document_hash is None:
        return request
    if standpoint.subject.is_anonymous:
        raise PersistedQueryNotSupported
    text = store.find(account_of(standpoint.subject), request.document_hash)
    if text is None:
        saved = _saved(request.document_hash, "graphql", standpoint)
        if saved is None:
            raise PersistedQueryNotFound
        text = saved.document
    return replace(request, document=text)


def with_statement(request: SqlRequest, standpoint: Standpoint) -> SqlRequest:
    """The request with the statement that its name stands for, its values and its purpose where
    the request says none; itself where it names none. Raises UnknownOperationName,
    QuestionValueRefused, LinkEnded where a link was made for another version.
    """
    if request.document_name is None:
        return request
    saved = _saved(request.document_name, "sql", standpoint)
    if request.version is not None:
        refuse_other_version(saved, request.version)
    if saved is None:
        raise UnknownOperationName(name=request.document_name[:60])
    parameters = request.parameters
    if request.values or (saved.parameters and not parameters):
        parameters = values_of(saved, request.values or {})
    return replace(
        request,
        document=saved.document,
        parameters=parameters,
        purpose=request.purpose or saved.purpose,
    )


def _text_of(name_or_hash: str, language: str, standpoint: Standpoint) -> str:
    """Raises UnknownOperationName."""
    saved = _saved(name_or_hash, language, standpoint)
    if saved is None:
        raise UnknownOperationName(name=name_or_hash[:60])
    return saved.document


def _saved(name_or_hash: str, language: str, standpoint: Standpoint) -> SavedOperation | None:
    """The document in that language that the caller's own body has saved and shares with them."""
    subject = standpoint.subject
    own = subject.organisation
    saved = None if own is None else standpoint.snapshot.operation_of(own, name_or_hash)
    if saved is None or saved.language != language:
        return None
    # A key that was made for it is one of those with whom it is shared.
    is_of_key = subject.scope is not None and saved.hash in subject.scope.operations
    is_shown = is_of_key or saved.is_shown_to(subject.agent, subject.roles)
    return saved if is_shown else None


def keep_by_hash(request: GraphqlRequest, subject: Subject, store: DocumentsByHash) -> None:
    """Keeps a document that came with its hash and may run; of nobody in particular, none."""
    if request.document_hash is not None and not subject.is_anonymous:
        store.keep(account_of(subject), request.document_hash, request.document)


def account_of(subject: Subject) -> Account:
    return (subject.issuer, subject.agent)
