"""A purpose that is not in the catalog's list, told with the list and the nearest of it."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.actions.columns import suggestion
from catalog.actions.problems import UnknownPurpose

_LONGEST = 60


def unknown_purpose(purpose: str, codes: Iterable[str]) -> UnknownPurpose:
    """`codes`: those that there are."""
    listed = sorted(codes)
    code = purpose[:_LONGEST]
    return UnknownPurpose(
        purpose=code, known=", ".join(listed), did_you_mean=suggestion(code, listed)
    )
