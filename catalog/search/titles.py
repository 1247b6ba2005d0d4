"""Short texts found by the words typed: each stem of them begins a stem of the text."""

from __future__ import annotations

from catalog.search.words import words_of


def is_found(text: str, typed: str) -> bool:
    """True where `text` has all the words typed, in any form; small words aside. Nothing typed
    finds everything.
    """
    stems = set(words_of(text))
    return all(any(each.startswith(start) for each in stems) for start in words_of(typed))
