"""From what somebody typed to the units of a search: words, phrases of administrations, places.

A word that nothing knows is read as the nearest words, which are then said to be corrections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from catalog.caches import remembered
from catalog.fold import fold
from catalog.search.index import SearchIndex
from catalog.search.stems import stem
from catalog.search.synonyms import synonyms
from catalog.search.vocabulary import Vocabulary
from catalog.search.words import surface_words, words_of

MOST_TYPED: Final = 200
"""Characters of a search that are read."""
_MOST_UNITS: Final = 12
_MOST_CORRECTIONS: Final = 5
_FEWEST_FOR_A_PLACE: Final = 5
_FEWEST_OF_A_STEM: Final = 5
_ELIDED, _VOWELS, _FEWEST_OF_AN_ELIDED = frozenset("dl"), frozenset("aeiouyh"), 3
_HERE: Final = re.compile(
    r"\b(chez nous|(notre|mon|nos) territoires?|(ma|notre) (commune|ville|collectivite))\b"
)
_HERE_WORD: Final = "cheznous"
_WEAK: Final = frozenset(
    words_of(
        "liste nombre donnée jeu fichier tableau carte chiffre statistique évolution année an mois "
        "jour annuel mensuel total open data export csv excel télécharger trouver chercher info "
        "information détail suivi base où quand ouvert historique récent différent tout toute "
        "localisation emplacement état rapport type dernier nouveau jeux actuel voir savoir"
    )
)
_BEFORE_A_PLACE: Final = frozenset({"ville", "commun", "mairi", "cc", "secteur", "autour", "pres"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that was asked. `words`: as stems. `corrections`: stems read instead, where the
    word is unknown. `codes`: the communes of the place that it names.

    `is_needed`: False for a word such as « liste », which asks for nothing by itself.
    """

    typed: str
    words: tuple[str, ...]
    codes: frozenset[str] = frozenset()
    is_place: bool = False
    corrections: tuple[str, ...] = ()
    is_needed: bool = True
    read: str = ""
    """The likeliest reading of what was typed, without accents; "" where it is as typed."""


def understand(text: str, index: SearchIndex, here: frozenset[str]) -> list[Unit]:
    """In order, each unit once. `here`: the communes of the reader's body, for « chez nous »."""
    tokens = surface_words(_HERE.sub(_HERE_WORD, fold(text[:MOST_TYPED])))
    units: dict[tuple[str, ...], Unit] = {}
    for unit in _units_of(tokens, index, here):
        units.setdefault(unit.words, unit)
    first_units = list(units.values())[:_MOST_UNITS]
    if any(unit.is_needed for unit in first_units):
        return first_units
    return [replace(unit, is_needed=True) for unit in first_units]


@dataclass(frozen=True, slots=True)
class _Read:
    """The typed words, the words that each may stand for if it is unknown, and what was read."""

    tokens: Sequence[str]
    readings: Sequence[tuple[str, ...]]
    words: Sequence[str]
    stems: Sequence[str]


def _units_of(tokens: list[str], index: SearchIndex, here: frozenset[str]) -> Iterator[Unit]:
    stems = [stem(token) for token in tokens]
    readings = [_readings(place, tokens, stems, index) for place in range(len(tokens))]
    words = [each[0] if each else token for each, token in zip(readings, tokens, strict=True)]
    read = _Read(tokens, readings, words, [stem(word) for word in words])
    place = 0
    while place < len(tokens):
        if tokens[place] == _HERE_WORD:
            yield Unit("chez nous", (_HERE_WORD,), here, is_place=True)
            place += 1
            continue
        unit = _unit_at(place, read, index)
        yield unit
        place += len(unit.words)


def _unit_at(place: int, read: _Read, index: SearchIndex) -> Unit:
    phrase = _longest_phrase(read.stems, place)
    place_length, codes = _longest_place(read.words, place, index)
    length = max(phrase, place_length, 1)
    typed, words = read.tokens[place : place + length], tuple(read.stems[place : place + length])
    readings = read.readings[place : place + length]
    if length == 1:
        corrections = tuple(stem(word) for word in readings[0])
        weak = words[0] in _WEAK or len(typed[0]) == 1
        weak = weak or (
            words[0] in _BEFORE_A_PLACE and _longest_place(read.words, place + 1, index)[0] > 0
        )
    else:
        corrections, weak = (words if any(readings) else ()), False
    is_place = place_length == length != phrase
    return Unit(
        " ".join(typed),
        words,
        codes if is_place else frozenset(),
        is_place=is_place,
        corrections=corrections,
        is_needed=not weak,
        read=" ".join(read.words[place : place + length]) if any(readings) else "",
    )


def _longest_phrase(stems: Sequence[str], place: int) -> int:
    administrative = synonyms()
    for length in range(min(administrative.longest, len(stems) - place), 0, -1):
        if tuple(stems[place : place + length]) in administrative.meanings:
            return length
    return 0


def _longest_place(
    words: Sequence[str], place: int, index: SearchIndex
) -> tuple[int, frozenset[str]]:
    for length in range(min(index.places.longest, len(words) - place), 0, -1):
        codes = index.places.codes.get(tuple(words[place : place + length]))
        if codes:
            return length, codes
    return 0, frozenset()


def _readings(
    place: int, tokens: Sequence[str], stems: Sequence[str], index: SearchIndex
) -> tuple[str, ...]:
    """The words that an unknown word may stand for, the likeliest first; none for a known one."""
    token = tokens[place]
    if token == _HERE_WORD or _is_known(token, stems[place], index):
        return ()
    if token[0] in _ELIDED and _is_whole_word(token[1:], index):
        return (token[1:],)
    near = [*index.vocabulary.near(token), *_administrative().near(token)]
    if len(token) >= _FEWEST_FOR_A_PLACE:
        near += index.place_vocabulary.near(token)
    fewest = min((slips for _, slips in near), default=0)
    words = dict.fromkeys(word for word, slips in near if slips == fewest)

    # People seldom miss the first letter.
    likely = [word for word in words if word[0] == token[0]] or list(words)

    def likelihood(word: str) -> tuple[bool, int, bool, str]:
        meant = stem(word)
        return (
            not _makes_a_phrase(meant, place, stems),
            -len(index.terms.get(meant, ())),
            word not in index.spellings,
            word,
        )

    return tuple(sorted(likely, key=likelihood)[:_MOST_CORRECTIONS])


def _is_whole_word(rest: str, index: SearchIndex) -> bool:
    """True for « eau » of « deau »: the apostrophe was left out."""
    return len(rest) >= _FEWEST_OF_AN_ELIDED and rest[0] in _VOWELS and rest in index.vocabulary


def _is_known(token: str, meant: str, index: SearchIndex) -> bool:
    if token in index.vocabulary or token in _administrative() or meant in _WEAK:
        return True
    # Short stems are alike by chance: « bone » is not « bon ».
    if len(meant) >= _FEWEST_OF_A_STEM and (
        meant in index.terms or meant in _administrative_stems()
    ):
        return True
    if index.places.codes.get((token,), frozenset()) & index.land.owners.keys():
        return True
    if token in index.place_vocabulary:
        return True
    return bool(index.stems_beginning(token))


def _makes_a_phrase(meant: str, place: int, stems: Sequence[str]) -> bool:
    """True where the word and the ones beside it are a phrase that administrations use."""
    administrative = synonyms().meanings
    following = (meant, *stems[place + 1 : place + 2])
    preceding = (*stems[max(place - 1, 0) : place], meant)
    return (len(following) > 1 and following in administrative) or (
        len(preceding) > 1 and preceding in administrative
    )


@remembered(maxsize=1)
def _administrative() -> Vocabulary:
    return Vocabulary.of(synonyms().spellings.values())


@remembered(maxsize=1)
def _administrative_stems() -> frozenset[str]:
    return frozenset(synonyms().spellings)
