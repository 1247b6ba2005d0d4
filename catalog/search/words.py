"""From a text to the words that a search compares: without accents, plurals and small words."""

from __future__ import annotations

import re
from typing import Final

from catalog.fold import fold

_WORD: Final = re.compile(r"[a-z0-9]+")
_SMALL: Final = frozenset(
    {
        *("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "leur"),
        *("ou", "par", "pour", "qu", "que", "qui", "s", "sur", "un", "une"),
        *("and", "by", "for", "in", "of", "on", "or", "the", "to", "with"),
    }
)
_SHORTEST_PLURAL: Final = 4
_SHORTEST_IN_AL: Final = 6


def words_of(text: str) -> list[str]:
    """In order: « Relevés de compteurs d'eaux » to `releve compteur eau`."""
    return [singular(word) for word in _WORD.findall(fold(text)) if word not in _SMALL]


def singular(word: str) -> str:
    """`dechets` to `dechet`, `eaux` to `eau`, `communaux` to `communal`."""
    if len(word) >= _SHORTEST_IN_AL and word.endswith("aux") and not word.endswith("eaux"):
        return word[:-3] + "al"
    if len(word) >= _SHORTEST_PLURAL and word[-1] in "sx" and word[-2] not in "s0123456789":
        return word[:-1]
    return word
