"""Text as it is printed: nothing that cannot be seen changes how the rest is read."""

from __future__ import annotations

import unicodedata

_BLANKS = "\n\t"
_BIDIRECTIONAL = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_REPLACED = "?"


def visible(text: str) -> str:
    """With a question mark for each control character, and each mark that makes a text read in
    another direction: digits that read backwards are another figure.
    """
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in _BLANKS:
        return character
    is_hidden = character in _BIDIRECTIONAL or unicodedata.category(character) in {"Cc", "Cs"}
    return _REPLACED if is_hidden else character
