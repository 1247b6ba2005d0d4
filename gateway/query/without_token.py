"""What whoever came without a token is told beside an unknown name, the same for every name; and
how long a document of theirs may be.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalog.model.problem import Problem
from catalog.model.subject import Subject
from gateway.identity.authentication import Claims
from gateway.problems import DocumentTooLarge

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
