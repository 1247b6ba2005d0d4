"""The index of the datasets that one reader may discover.

Whoever searches hands in the datasets that they may discover: nothing else is ever looked at, so
weights, words, corrections and suggestions are those of a catalogue that holds these alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from catalog.fold import fold
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.organisation import Organisation
from catalog.search.places import Phrase, Places
from catalog.search.stems import stem
from catalog.search.texts import WEIGHTS, Place, terms_of, texts_of
from catalog.search.vocabulary import Vocabulary
from catalog.search.words import surface_words, written_words

_SPELT: Final = frozenset({Place.TITLE, Place.COLUMN, Place.OWNER, Place.DESCRIPTION, Place.VALUE})
_SUGGESTED: Final = frozenset({Place.TITLE, Place.COLUMN})
Scores = dict[int, float]
_FEWEST_OF_MOST, _MOST_OF_A_WORD = 5, 0.6
_MORE_OFTEN: Final = 0.02
"""More for each further place that holds the word: a title and a column beat a title alone."""


@dataclass(frozen=True, slots=True)
class Land:
    """`communes` of each owner; `owners` of each commune; `numbers`: the datasets of each owner."""

    communes: Mapping[Siren, frozenset[str]] = field(default_factory=dict)
    owners: Mapping[str, frozenset[Siren]] = field(default_factory=dict)
    numbers: Mapping[Siren, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Built once for what a person may discover; `order` are the datasets as they were given.

    Datasets are numbers in it, their places in `order`.
    """

    order: tuple[str, ...]
    terms: Mapping[str, Mapping[int, float]]
    """Of each stem and each known phrase: the datasets that hold it, with its weight there."""
    vocabulary: Vocabulary
    places: Places
    place_vocabulary: Vocabulary
    """The words of the names of places where an owner of these datasets works."""
    land: Land
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Of each word of a title or of a column, without accents: the word as it is written there."""

    @classmethod
    def of(
        cls,
        datasets: Iterable[tuple[Dataset, Organisation]],
        places: Places | None = None,
        territories: Mapping[Siren, frozenset[str]] | None = None,
    ) -> Self:
        terms: defaultdict[str, Scores] = defaultdict(dict)
        words: set[str] = set()
        spellings: dict[str, str] = {}
        order: list[str] = []
        numbers: defaultdict[Siren, list[int]] = defaultdict(list)
        for number, (dataset, owner) in enumerate(datasets):
            order.append(dataset.id)
            numbers[owner.siren].append(number)
            for text in texts_of(dataset, owner):
                weight = WEIGHTS[text.place]
                for term in terms_of(text.wording):
                    scores = terms[term]
                    before = scores.get(number, 0.0)
                    scores[number] = max(before, weight) + (_MORE_OFTEN if before else 0.0)
                if text.place in _SPELT:
                    words.update(surface_words(text.wording))
                if text.place in _SUGGESTED:
                    for word in written_words(text.wording):
                        spellings.setdefault(fold(word), word)
        gazetteer = places or Places()
        land = _land(numbers, territories or {})
        return cls(
            tuple(order),
            dict(terms),
            Vocabulary.of(words),
            gazetteer,
            Vocabulary.of(_words_of_places(gazetteer, land)),
            land,
            {word: spelt for word, spelt in spellings.items() if word in words},
        )

    def of_place(self, codes: frozenset[str]) -> Scores:
        """The datasets of owners who work there: the more, the more alike the two territories."""
        owners: set[Siren] = set()
        if len(codes) < len(self.land.owners):
            for code in codes:
                owners |= self.land.owners.get(code, frozenset())
        else:
            owners = {each for each, own in self.land.communes.items() if own & codes}
        scores: Scores = {}
        for owner in owners:
            own = self.land.communes[owner]
            shared = len(own & codes)
            weight = WEIGHTS[Place.TERRITORY] * (0.5 + shared / len(own | codes))
            for number in self.land.numbers[owner]:
                scores[number] = weight
        return scores

    def stems_beginning(self, start: str) -> dict[str, bool]:
        """Stems of the words that begin as was typed; True where most of the word was typed."""
        words = self.vocabulary.beginning_with(start)
        scores: dict[str, bool] = {}
        for word in words:
            is_most = len(start) >= _FEWEST_OF_MOST and len(start) >= _MOST_OF_A_WORD * len(word)
            scores[stem(word)] = scores.get(stem(word), False) or is_most
        return {each: is_most for each, is_most in scores.items() if each in self.terms}

    def stems_holding(self, part: str) -> set[str]:
        return {stem(word) for word in self.vocabulary.holding(part)} & self.terms.keys()


def _land(numbers: Mapping[Siren, list[int]], territories: Mapping[Siren, frozenset[str]]) -> Land:
    communes = {siren: territories[siren] for siren in numbers if territories.get(siren)}
    owners: defaultdict[str, set[Siren]] = defaultdict(set)
    for siren, codes in communes.items():
        for code in codes:
            owners[code].add(siren)
    return Land(
        communes,
        {code: frozenset(sirens) for code, sirens in owners.items()},
        {siren: tuple(each) for siren, each in numbers.items()},
    )


def _words_of_places(places: Places, land: Land) -> set[str]:
    """Of the places where some owner of these datasets works, and of no other."""
    covered = land.owners.keys()
    names: Iterable[tuple[Phrase, frozenset[str]]] = places.codes.items() if covered else ()
    return {word for phrase, codes in names if not covered.isdisjoint(codes) for word in phrase}
