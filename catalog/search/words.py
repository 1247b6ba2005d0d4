"""From a text to the words that a search compares: without accents and small words, as stems."""

from __future__ import annotations

import re
from typing import Final

from catalog.fold import fold
from catalog.search.stems import stem

_WORD: Final = re.compile(r"[a-z0-9]+")
_WRITTEN: Final = re.compile(r"[^\W_]+")
_SMALL: Final = frozenset(
    {
        *("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "leur"),
        *(
            "leurs",
            "ou",
            "par",
            "pour",
            "qu",
            "que",
            "qui",
            "s",
            "sur",
            "un",
            "une",
            "dans",
            "avec",
        ),
        *("ce", "ces", "cette", "mon", "ma", "mes", "notre", "nos", "votre", "vos", "son", "sa"),
        *("ses", "est", "sont", "quel", "quelle", "quels", "quelles", "quoi", "comment", "combien"),
        *("y", "il", "elle", "je", "on", "nous", "vous", "se", "ne", "pas", "m", "n", "c", "j"),
        *("and", "by", "for", "in", "of", "on", "or", "the", "to", "with", "how", "many"),
    }
)


def surface_words(text: str) -> list[str]:
    """In order, as they are written: « Relevés de l'eau » to `releves eau`."""
    return [word for word in _WORD.findall(fold(text)) if word not in _SMALL]


def words_of(text: str) -> list[str]:
    """In order, as stems: « Relevés de compteurs d'eaux » to `relev compteur eau`."""
    return [stem(word) for word in surface_words(text)]


def written_words(text: str) -> list[str]:
    """In order, as they are written, in small letters: « Relevés d'eau » to `relevés d eau`."""
    return [word.lower() for word in _WRITTEN.findall(text)]
