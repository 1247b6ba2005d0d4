"""The theme of a dataset, from the words of its declaration: nobody types it in."""

from __future__ import annotations

from collections import Counter
from typing import Final

from catalog.model.dataset import Dataset
from catalog.search.synonyms import synonyms
from catalog.search.texts import terms_of

_TITLE, _DESCRIPTION, _COLUMN = 12, 4, 2
_TRANSVERSE: Final = frozenset({"finances", "voirie", "territoire", "population", "personnel"})
"""Money, streets and places are in every theme: their words count half."""


def theme_of(dataset: Dataset) -> str | None:
    """The code of the theme to which most of its words belong; None where none does."""
    points: Counter[str] = Counter()
    for weight, text in (
        (_TITLE, dataset.title_fr),
        (_TITLE, dataset.standard or ""),
        (_DESCRIPTION, dataset.description_fr),
        *((_COLUMN, column.label_fr) for column in dataset.columns),
    ):
        for theme in _themes_in(text).elements():
            points[theme] += weight // 2 if theme in _TRANSVERSE else weight
    order = [theme.code for theme in synonyms().all_themes]
    return min(points, key=lambda code: (-points[code], order.index(code)), default=None)


def _themes_in(text: str) -> Counter[str]:
    themes = synonyms().themes
    phrases = (tuple(term.split(" ")) for term in terms_of(text))
    # A phrase says more than a word.
    return Counter(theme for phrase in phrases for theme in themes.get(phrase, ()) for _ in phrase)
