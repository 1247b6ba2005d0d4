"""Columns that a person has left out: remembered for later files, and named to nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from catalog.actions.names import folded
from catalog.model.deposit import MatchAnswer
from intake.deposits.column_names import identifier

_MARK = "#"
_LENGTH = 24


def refusal_of(header: str) -> str:
    """A digest that stands for a header in an answer: it finds the header and hides its words."""
    digest = hashlib.sha256(folded(identifier(header)).encode()).hexdigest()
    return f"{_MARK}{digest[:_LENGTH]}"


def refusals(headers: Iterable[str]) -> tuple[MatchAnswer, ...]:
    """As a deposit keeps them."""
    return tuple(MatchAnswer("columns", refusal_of(header)) for header in sorted(headers))


def is_refused(header: str, answers: Collection[str]) -> bool:
    """`answers`: the headers that have one, some of them refusals."""
    return header in answers or refusal_of(header) in answers
