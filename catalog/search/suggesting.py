"""Suggestions while somebody types, and the words near one that found nothing.

All come from the words of what this reader may discover.
"""

from __future__ import annotations

from typing import Final

from catalog.fold import fold
from catalog.search.index import SearchIndex
from catalog.search.stems import stem

_MOST: Final = 5
_FEWEST_TYPED: Final = 2
_BEGINNING: Final = 4


def completions(text: str, index: SearchIndex) -> list[str]:
    """The text with its last word completed, the commonest word first."""
    before, _, last = text.rpartition(" ")
    start = fold(last)
    if len(start) < _FEWEST_TYPED:
        return []
    words = [word for word in index.spellings if word.startswith(start) and word != start]
    by_stem: dict[str, str] = {}
    for word in sorted(words, key=lambda word: (-_commonness(word, index), word)):
        by_stem.setdefault(stem(word), word)
    return [f"{before} {index.spellings[word]}".strip() for word in list(by_stem.values())[:_MOST]]


def near_words(typed: str, index: SearchIndex) -> list[str]:
    """Words that begin alike, or hold its first letters."""
    start = typed[:_BEGINNING]
    words = index.vocabulary.beginning_with(start) or index.vocabulary.holding(start)
    spelt = [index.spellings.get(word, word) for word in words if word != typed]
    return spelt[:_MOST]


def _commonness(word: str, index: SearchIndex) -> int:
    return len(index.terms.get(stem(word), ()))
