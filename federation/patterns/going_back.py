"""The ways of a pattern that an engine which goes back over a text may have to try.

Glushkov's positions tell which letters may follow which. Where two that overlap may follow the same
letter, there are two ways on, and an engine that took the wrong one goes back. Inside a repeat that
makes ways without end, one text of forty letters is enough: none is let through. Of repeats one
after the other each makes as many ways as the text has letters: two are let through.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate

from federation.patterns.pattern_reading import Odd, read_pattern
from federation.patterns.regular import (
    Choice,
    Edge,
    Group,
    Letters,
    Node,
    Repeat,
    Sequence,
    may_be_empty,
    ranges_of,
)

MOST_POSITIONS = 400
MOST_OPEN = 2
MOST_WAYS = 1_000


class TooLong(Exception):  # noqa: N818 - a way out, not an error
    """More letters than MOST_POSITIONS once each repeat is written out."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """The choices that a pattern leaves open: `in_repeat`, within a repeated group; `open`, the
    repeats one after the other that may take what comes next; `ways`, the other choices of all,
    multiplied.
    """

    in_repeat: bool
    open: int
    ways: int


def doubt_of(node: Node) -> Doubt:
    """Raises TooLong."""
    whole = _Positions()
    first, _ = whole.add(node)
    in_repeat = any(_is_in_doubt(each) for each in _repeated(node))
    crowds = {at: whole.crowd(following) for at, following in whole.follow.items()}
    within = {at for span in whole.spans for at in span}
    in_doubt = {at for at, crowd in crowds.items() if crowd > 1}
    ways = max(1, whole.crowd(first))
    for at in in_doubt - within:
        ways *= crowds[at]
    outer = [each for each in whole.spans if not any(_is_inside(each, of) for of in whole.spans)]
    return Doubt(in_repeat, sum(not in_doubt.isdisjoint(each) for each in outer), ways)


def is_bounded(text: str) -> bool:
    """True where a pattern is read here, and no engine goes back over a text for it without end."""
    try:
        doubt = doubt_of(read_pattern(text))
    except (Odd, TooLong):
        return False
    return not doubt.in_repeat and doubt.open <= MOST_OPEN and doubt.ways <= MOST_WAYS


def _is_inside(one: range, other: range) -> bool:
    return one != other and other.start <= one.start and one.stop <= other.stop


def _repeated(node: Node) -> list[Node]:
    """The parts of a pattern that may come several times and are more than one letter."""
    match node:
        case Repeat(item, _, most, _):
            inner = _repeated(item)
            alone = isinstance(item, Letters)
            return inner if alone or most in {0, 1} else [item, *inner]
        case Group(inner_node, _):
            return _repeated(inner_node)
        case Sequence(parts) | Choice(parts):
            return [found for each in parts for found in _repeated(each)]
        case _:
            return []


def _is_in_doubt(item: Node) -> bool:
    positions = _Positions()
    first, last = positions.add(item)
    positions.come_back(last, first)
    return (
        positions.doubled
        or positions.crowd(first) > 1
        or any(positions.crowd(each) > 1 for each in positions.follow.values())
    )


@dataclass(slots=True)
class _Positions:
    """Each letter of the pattern, and which may come after it. `doubled`: one comes back to one in
    two ways. `spans`: the letters of each repeat that may be of several lengths.
    """

    letters: list[Letters] = field(default_factory=list)
    follow: dict[int, set[int]] = field(default_factory=dict)
    spans: list[range] = field(default_factory=list)
    doubled: bool = False
    _crowds: dict[frozenset[int], int] = field(default_factory=dict)

    def crowd(self, positions: set[int]) -> int:
        """The most of these positions that may be one and the same letter."""
        key = frozenset(positions)
        if key not in self._crowds:
            ends = [
                end
                for each in positions
                for low, high in ranges_of(self.letters[each])
                for end in ((low, 1), (high + 1, -1))
            ]
            self._crowds[key] = max(accumulate(step for _, step in sorted(ends)), default=0)
        return self._crowds[key]

    def come_back(self, last: set[int], first: set[int]) -> None:
        for at in last:
            self.doubled = self.doubled or not self.follow[at].isdisjoint(first)
            self.follow[at] |= first

    def add(self, node: Node) -> tuple[set[int], set[int]]:
        """Adds `node`; returns the positions that may come first, and last. Raises TooLong."""
        match node:
            case Letters():
                at = len(self.letters)
                if at >= MOST_POSITIONS:
                    raise TooLong
                self.letters.append(node)
                self.follow[at] = set()
                return {at}, {at}
            case Edge():
                return set(), set()
            case Group(inner, _):
                return self.add(inner)
            case Sequence(items):
                return self._in_a_row([(each, may_be_empty(each)) for each in items])
            case Choice(options):
                found = [self.add(each) for each in options]
                return (
                    set[int]().union(*(first for first, _ in found)),
                    set[int]().union(*(last for _, last in found)),
                )
            case Repeat(item, least, most, _):
                return self._repeat(item, least, most)

    def _in_a_row(self, items: list[tuple[Node, bool]]) -> tuple[set[int], set[int]]:
        first: set[int] = set()
        last: set[int] = set()
        begins = True
        for node, is_optional in items:
            own_first, own_last = self.add(node)
            for at in last:
                self.follow[at] |= own_first
            if begins:
                first |= own_first
            last = last | own_last if is_optional else own_last
            begins = begins and is_optional
        return first, last

    def _repeat(self, item: Node, least: int, most: int | None) -> tuple[set[int], set[int]]:
        """Written out: so many, then as many more as may be, each only after the one before."""
        start = len(self.letters)
        copies = max(least, 1) if most is None else most
        first: set[int] = set()
        last: set[int] = set()
        before: set[int] = set()
        own_first: set[int] = set()
        for number in range(copies):
            own_first, own_last = self.add(item)
            for at in before:
                self.follow[at] |= own_first
            if number == 0:
                first = own_first
            last = last | own_last if number >= least else own_last
            before = own_last
        if most is None:
            self.come_back(before, own_first)
        if most not in {1, least}:
            self.spans.append(range(start, len(self.letters)))
        return first, last
