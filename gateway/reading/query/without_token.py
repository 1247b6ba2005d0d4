"""Rules for callers without a token: the note beside an unknown name, the same for every name; the
longest document; and a person without a role, who reads as they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from catalog.model.problem import DeniedProblem, Problem
from catalog.model.subject import Subject
from gateway.base.problems import DocumentTooLarge
from gateway.identity.authentication import Claims
from gateway.reading.query.request import GraphqlRequest
from gateway.reading.query.sql_request import SqlRequest
from schema.problems import DocumentProblems

RequestT = TypeVar("RequestT", GraphqlRequest, SqlRequest)

MOST_BYTES = 16_000
"""To plan a document takes time that grows with it, and nobody answers for one without a token."""
_OF_NAMES = frozenset(
    {"unknown_field", "unknown_type", "unknown_dataset", "unknown_column", "unknown_scope"}
)
_FR = "Sans jeton, seules les données ouvertes existent."
_EN = "Without a token, only open data exists."


def noting_missing_token(
    problems: Sequence[Problem], authorization: str | None, session: Claims | None
) -> tuple[Problem, ...]:
    """It depends on there being no token and no session, and on nothing else: no name is told from
    another.
    """
    if authorization is not None or session is not None:
        return tuple(problems)
    return tuple(each.noting(_FR, _EN) if each.code in _OF_NAMES else each for each in problems)


def refuse_long_document(subject: Subject, document: str) -> None:
    """Raises DocumentTooLarge, for whoever came without a token."""
    if subject.is_anonymous and len(document.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise DocumentTooLarge(limit=MOST_BYTES).noting(
            "Avec un jeton, le document peut être plus long.",
            "With a token, the document may be longer.",
        )


def as_anybody(request: RequestT) -> RequestT:
    """The request of a person who has no role: what is open to everybody is open to them."""
    return replace(request, authorization=None, session=None)


@contextmanager
def none_where_refused() -> Iterator[None]:
    """Goes on after a refusal of anybody: a right, or a name that may be one of a body's own."""
    try:
        yield
    except DocumentProblems as refused:
        if not any(each.code in _OF_NAMES for each in refused.problems):
            raise
    except Problem as refused:
        if refused.code not in _OF_NAMES and not isinstance(refused, DeniedProblem):
            raise
