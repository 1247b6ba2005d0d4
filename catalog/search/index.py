"""Datasets found by what people type: accents, plurals, slips of the finger and synonyms allowed.

Whoever searches hands in the datasets that they may discover: nothing else is ever looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from catalog.caches import remembered
from catalog.model.dataset import Dataset
from catalog.model.organisation import Organisation
from catalog.search.synonyms import GROUPS
from catalog.search.words import words_of

_TITLE, _OWNER, _DESCRIPTION, _COLUMN, _CODE = 10.0, 6.0, 4.0, 3.0, 2.0
_SYNONYM, _BEGINNING, _SLIP = 0.7, 0.6, 0.4
_FEWEST_LETTERS = 3
"""The fewest letters that begin a word; `ver` finds `verre`."""
_FEWEST_FOR_A_SLIP, _MOST_FOR_A_SLIP = 5, 30
_MOST_TYPED = 200
"""Characters of a search that are read: each word may be held against every other."""

Phrase = tuple[str, ...]
_PHRASES: Final[tuple[tuple[Phrase, ...], ...]] = tuple(
    tuple(tuple(words_of(entry)) for entry in group) for group in GROUPS
)
_MEANINGS: Final[Mapping[Phrase, tuple[Phrase, ...]]] = {
    phrase: tuple(other for other in group if other != phrase)
    for group in _PHRASES
    for phrase in group
}
_LONGEST: Final = max(map(len, _MEANINGS))


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Built once for what a person may discover; `order` are the datasets as they were given."""

    order: tuple[str, ...]
    _places: Mapping[str, Mapping[str, float]]
    """Of each word: the datasets that hold it, with its weight there."""
    _near: Mapping[str, frozenset[str]]
    """Of each word with one letter left out: the words that it may stand for."""

    @classmethod
    def of(cls, datasets: Iterable[tuple[Dataset, Organisation]]) -> Self:
        places: defaultdict[str, dict[str, float]] = defaultdict(dict)
        order = []
        for dataset, owner in datasets:
            order.append(dataset.id)
            for text, weight in _texts_of(dataset, owner):
                for word in _words(text):
                    known = places[word].get(dataset.id, 0.0)
                    places[word][dataset.id] = max(known, weight)
        near: defaultdict[str, set[str]] = defaultdict(set)
        for word in places:
            if _FEWEST_FOR_A_SLIP <= len(word) <= _MOST_FOR_A_SLIP:
                for shortened in _shortened(word):
                    near[shortened].add(word)
        frozen = {shortened: frozenset(words) for shortened, words in near.items()}
        return cls(tuple(order), dict(places), frozen)

    def find(self, text: str) -> tuple[str, ...]:
        """Ids of the datasets that hold all that was typed, the best first; all for nothing.

        Of a long text the first 200 characters are read.
        """
        units = _units_of(words_of(text[:_MOST_TYPED]))
        if not units:
            return self.order
        totals: dict[str, float] | None = None
        for phrases in units:
            scores = self._scores(phrases)
            if totals is None:
                totals = scores
            else:
                totals = {
                    dataset: totals[dataset] + score
                    for dataset, score in scores.items()
                    if dataset in totals
                }
        ranks = {dataset: rank for rank, dataset in enumerate(self.order)}
        kept = totals or {}
        return tuple(sorted(kept, key=lambda dataset: (-kept[dataset], ranks[dataset])))

    def _scores(self, phrases: Sequence[tuple[Phrase, float]]) -> dict[str, float]:
        best: dict[str, float] = {}
        for phrase, factor in phrases:
            together: dict[str, float] | None = None
            for word in phrase:
                scores = self._of_word(word)
                together = (
                    scores
                    if together is None
                    else {
                        dataset: min(together[dataset], score)
                        for dataset, score in scores.items()
                        if dataset in together
                    }
                )
            for dataset, score in (together or {}).items():
                best[dataset] = max(best.get(dataset, 0.0), score * factor)
        return best

    def _of_word(self, word: str) -> dict[str, float]:
        """Exactly, else as a beginning, else with a slip: the first that finds any."""
        exact = self._places.get(word)
        if exact is not None:
            return dict(exact)
        if len(word) >= _FEWEST_LETTERS:
            begun = [other for other in self._places if other.startswith(word)]
            if begun:
                return self._merged(begun, _BEGINNING)
        if not _FEWEST_FOR_A_SLIP <= len(word) <= _MOST_FOR_A_SLIP:
            return {}
        slips = {other for shortened in _shortened(word) for other in self._near.get(shortened, ())}
        return self._merged(slips, _SLIP)

    def _merged(self, words: Iterable[str], factor: float) -> dict[str, float]:
        merged: dict[str, float] = {}
        for word in words:
            for dataset, weight in self._places[word].items():
                merged[dataset] = max(merged.get(dataset, 0.0), weight * factor)
        return merged


def _texts_of(dataset: Dataset, owner: Organisation) -> Iterable[tuple[str, float]]:
    yield dataset.title_fr, _TITLE
    yield dataset.title_en, _TITLE
    yield dataset.name, _TITLE
    yield owner.name, _OWNER
    yield owner.slug, _OWNER
    yield dataset.description_fr, _DESCRIPTION
    yield dataset.description_en, _DESCRIPTION
    yield dataset.standard or "", _DESCRIPTION
    for column in dataset.columns:
        for text in (column.name, column.label_fr, column.label_en, column.concept or ""):
            yield text, _COLUMN
        for code in column.code_list:
            yield code, _CODE


@remembered(maxsize=65_536)
def _words(text: str) -> tuple[str, ...]:
    """Bodies call their columns alike, and a change of one dataset leaves the texts of others."""
    return tuple(words_of(text))


def _units_of(words: Sequence[str]) -> list[list[tuple[Phrase, float]]]:
    """Each word, or words that mean something together, with its synonyms; longest first."""
    units: list[list[tuple[Phrase, float]]] = []
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            phrase = tuple(words[place : place + length])
            if length == 1 or phrase in _MEANINGS:
                meanings = _MEANINGS.get(phrase, ())
                units.append([(phrase, 1.0), *((other, _SYNONYM) for other in meanings)])
                place += length
                break
    return units


def _shortened(word: str) -> set[str]:
    """The word, and the word with any one letter left out."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
