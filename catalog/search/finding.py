"""The datasets that answer a search: those that hold all of it, then those that come near.

Its weights are of this reader's catalogue alone: how rare a word is, is how rare it is there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from catalog.search.index import Scores, SearchIndex
from catalog.search.synonyms import synonyms
from catalog.search.understanding import Unit, understand

_APART: Final = 0.8
"""Words of a phrase that stand apart in a declaration."""
_BEGINNING: Final = 0.6
_CORRECTED: Final = 0.5
_FEWEST_OF_A_STEM: Final = 5
_MOST_NEAR: Final = 50


@dataclass(frozen=True, slots=True)
class Matched:
    """A unit of the search with the terms and the place by which it found; `is_found`: something
    in this catalogue answers it.
    """

    unit: Unit
    terms: frozenset[str]
    is_found: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`numbers` hold all that was asked, the best first: `exact` of them, the first, by words that
    mean the same, the others by a correction or a near word. `near_numbers` hold a part of it.
    """

    index: SearchIndex
    numbers: Sequence[int]
    exact: int
    near_numbers: Sequence[int] = ()
    matched: tuple[Matched, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.index.order[number] for number in self.numbers)

    @property
    def near(self) -> tuple[str, ...]:
        return tuple(self.index.order[number] for number in self.near_numbers)

    @property
    def in_order(self) -> tuple[str, ...]:
        return self.ids + self.near


@dataclass(frozen=True, slots=True)
class _Scored:
    matched: Matched
    exact: Scores
    near: Scores
    rarity: float

    @property
    def is_needed(self) -> bool:
        return self.matched.unit.is_needed


def find(text: str, index: SearchIndex, here: frozenset[str] = frozenset()) -> Found:
    """All of the catalogue, in its order, where nothing was asked."""
    units = understand(text, index, here)
    if not units:
        return Found(index, range(len(index.order)), len(index.order))
    scored = [_score(unit, index) for unit in units]
    needed = sum(each.is_needed for each in scored)
    totals, found_exactly, found_at_all = _added(scored)
    ranked = sorted(
        totals,
        key=lambda number: (
            found_at_all.get(number, 0) < needed,
            found_exactly.get(number, 0) < needed,
            -found_at_all.get(number, 0),
            -totals[number],
            number,
        ),
    )
    whole = sum(count == needed for count in found_at_all.values())
    most = max(found_at_all.values(), default=0)
    # Half of what was asked; less only where nothing holds as much.
    least = max(min(math.ceil(needed / 2), most), 1)
    near = [number for number in ranked[whole:] if found_at_all.get(number, 0) >= least]
    return Found(
        index,
        ranked[:whole],
        exact=sum(count == needed for count in found_exactly.values()),
        near_numbers=near[:_MOST_NEAR],
        matched=tuple(each.matched for each in scored),
    )


def _added(scored: Sequence[_Scored]) -> tuple[Scores, dict[int, int], dict[int, int]]:
    """Of each dataset: its score, how many needed units it answers exactly, and how many at all."""
    totals: Scores = {}
    exactly: dict[int, int] = {}
    at_all: dict[int, int] = {}
    for unit in scored:
        for number, score in unit.exact.items():
            totals[number] = totals.get(number, 0.0) + score * unit.rarity
            if unit.is_needed:
                exactly[number] = exactly.get(number, 0) + 1
                at_all[number] = at_all.get(number, 0) + 1
        for number, score in unit.near.items():
            if number not in unit.exact:
                totals[number] = totals.get(number, 0.0) + score * unit.rarity
                if unit.is_needed:
                    at_all[number] = at_all.get(number, 0) + 1
    return totals, exactly, at_all


def _score(unit: Unit, index: SearchIndex) -> _Scored:
    exact: Scores = {}
    near: Scores = {}
    terms: set[str] = set()
    own = near if unit.corrections else exact
    factor = _CORRECTED if unit.corrections else 1.0
    for meant, weight, is_near in _meanings_of(unit):
        together = index.terms.get(" ".join(meant), {})
        if together:
            _merge(near if is_near else own, together, weight * factor)
            terms.add(" ".join(meant))
    if len(unit.words) > 1:
        _merge(own, _apart(unit.words, index), _APART * factor)
        terms.update(unit.words)
    if unit.is_place:
        _merge(own, index.of_place(unit.codes), factor)
    if not exact and not unit.corrections and len(unit.words) == 1 and not unit.is_place:
        for each, is_most in _stems_begun(unit, index).items():
            _merge(exact if is_most else near, index.terms[each], _BEGINNING)
            terms.add(each)
    count = len(exact.keys() | near.keys())
    rarity = math.log(1.0 + len(index.order) / max(count, 1))
    return _Scored(Matched(unit, frozenset(terms), bool(count)), exact, near, rarity)


def _meanings_of(unit: Unit) -> Iterable[tuple[tuple[str, ...], float, bool]]:
    """As it was typed or corrected, then by other words; the last says whether one is only near."""
    administrative = synonyms()
    corrected = len(unit.words) == 1 and unit.corrections
    spoken = [(each,) for each in unit.corrections] if corrected else [unit.words]
    for words in spoken:
        yield words, 1.0, False
        for other, weight in administrative.meanings.get(words, {}).items():
            yield other, weight, administrative.is_near(weight)


def _apart(words: tuple[str, ...], index: SearchIndex) -> Scores:
    """The datasets that hold each word of a phrase, wherever it stands."""
    first, *others = (index.terms.get(word, {}) for word in words)
    return {
        number: min(score, *(other[number] for other in others))
        for number, score in first.items()
        if all(number in other for other in others)
    }


def _stems_begun(unit: Unit, index: SearchIndex) -> dict[str, bool]:
    """Of words that begin as was typed, or as its stem does; else of those that hold it inside."""
    begun = index.stems_beginning(unit.typed)
    if not begun and len(unit.words[0]) >= _FEWEST_OF_A_STEM:
        begun = index.stems_beginning(unit.words[0])
    return begun or dict.fromkeys(index.stems_holding(unit.typed), False)


def _merge(into: Scores, scores: Mapping[int, float], factor: float) -> None:
    for number, score in scores.items():
        weight = score * factor
        if weight > into.get(number, 0.0):
            into[number] = weight
