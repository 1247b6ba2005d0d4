"""What is said beside an unknown name to whoever came without a token: the same for every name."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.model.problem import Problem
from gateway.identity.authentication import Claims

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
