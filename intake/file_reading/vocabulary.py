"""Lists of words."""

from __future__ import annotations


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text, parted by blanks."""
    return frozenset(text.split())
