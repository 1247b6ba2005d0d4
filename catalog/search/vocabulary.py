"""The words of one reader's catalogue: those that begin or hold what was typed, and near spellings.

Corrections come from these words and from public lists alone: never from what is hidden.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Self

from catalog.search.stems import singular

_FEWEST_OF_A_BEGINNING: Final = 3
_FEWEST_OF_A_PART: Final = 4
_FEWEST_FOR_ONE_SLIP, _FEWEST_FOR_TWO_SLIPS, _MOST_LETTERS = 4, 8, 30
_MOST_FOUND: Final = 50


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`words` are folded and sorted."""

    words: Sequence[str]
    forms: frozenset[str]
    """The words, and each without the letter of its plural."""
    _by_length: Mapping[int, Sequence[tuple[int, str]]]
    """Of each length, the words with the set of their letters, one bit for each."""

    @classmethod
    def of(cls, words: Iterable[str]) -> Self:
        by_length: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        ordered = sorted(set(words))
        # A plural's letter is no slip: « bone » is one letter from « borne », two from « bornes ».
        forms = frozenset({*ordered, *map(singular, ordered)})
        for word in forms:
            if word.isalpha() and _FEWEST_FOR_ONE_SLIP <= len(word) <= _MOST_LETTERS:
                by_length[len(word)].append((letters(word), word))
        return cls(ordered, forms, {length: sorted(near) for length, near in by_length.items()})

    def __contains__(self, word: str) -> bool:
        """True in the singular or in the plural."""
        return word in self.forms or singular(word) in self.forms

    def beginning_with(self, start: str) -> list[str]:
        """At most 50, in order; none for fewer than three letters."""
        if len(start) < _FEWEST_OF_A_BEGINNING:
            return []
        place = bisect_left(self.words, start)
        return [
            word
            for word in islice(self.words, place, place + _MOST_FOUND)
            if word.startswith(start)
        ]

    def holding(self, part: str) -> list[str]:
        """At most 50; none for fewer than four letters."""
        if len(part) < _FEWEST_OF_A_PART:
            return []
        return list(islice((word for word in self.words if part in word), _MOST_FOUND))

    def near(self, typed: str) -> list[tuple[str, int]]:
        """Words one slip away (two from eight letters on), with the number of slips: the fewest
        alone.
        """
        most = slips_allowed(typed)
        if not most:
            return []
        words: dict[str, int] = {}
        for form in {typed, singular(typed)}:
            for word, slips in self._near_form(form, most):
                words[word] = min(slips, words.get(word, slips))
        fewest = min(words.values(), default=0)
        return sorted((word, slips) for word, slips in words.items() if slips == fewest)

    def _near_form(self, typed: str, most: int) -> Iterator[tuple[str, int]]:
        mask = letters(typed)
        for length in range(len(typed) - most, len(typed) + most + 1):
            for other, word in self._by_length.get(length, ()):
                # A letter more or less changes one of the set; any other slip, two at most.
                if (mask ^ other).bit_count() <= 2 * most - abs(length - len(typed)):
                    slips = slips_between(typed, word, most)
                    if slips <= most:
                        yield word, slips


def slips_allowed(typed: str) -> int:
    """None for a number, a short word or an endless one; a plural's letter does not count."""
    length = len(singular(typed))
    if not typed.isalpha() or not _FEWEST_FOR_ONE_SLIP <= length <= _MOST_LETTERS:
        return 0
    return 2 if length >= _FEWEST_FOR_TWO_SLIPS else 1


def letters(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 31)
    return mask


def slips_between(typed: str, other: str, most: int) -> int:
    """Damerau's distance: a letter more, less, changed, or two exchanged; beyond `most` it is any
    number above.
    """
    width, far = len(other), most + 1
    before: list[int] = []
    last = [column if column <= most else far for column in range(width + 1)]
    for row, letter in enumerate(typed, start=1):
        current = [far] * (width + 1)
        current[0] = row
        # No word within `most` slips leads outside this band.
        for column in range(max(1, row - most), min(width, row + most) + 1):
            opposite = other[column - 1]
            least = last[column - 1] + (letter != opposite)
            least = min(least, last[column] + 1, current[column - 1] + 1)
            if row > 1 < column and letter == other[column - 2] and typed[row - 2] == opposite:
                least = min(least, before[column - 2] + 1)
            current[column] = least
        if min(current) > most and min(last) > most:
            return far
        before, last = last, current
    return last[-1]
