"""The ways to treat rows that several datasets of a standard have of one commune and month."""

from __future__ import annotations

from enum import StrEnum


class Overlap(StrEnum):
    """REFUSE: the query is refused. ALL: every row is given."""

    REFUSE = "REFUSE"
    COMPETENT = "COMPETENT"
    """Only rows of the body that holds the standard's competence there and then are given."""
    ALL = "ALL"


def read_overlap(text: object) -> Overlap | None:
    """REFUSE where nothing is said; None for what is none of them."""
    if text is None:
        return Overlap.REFUSE
    if not isinstance(text, str):
        return None
    return next((each for each in Overlap if each.value == text.strip().upper()), None)
