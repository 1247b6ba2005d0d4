"""Values in five classes of as many members each, equal values never apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

# Which of the five shades serve when ties leave fewer classes.
_SHADES = {0: (), 1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


@dataclass(frozen=True, slots=True)
class Fifths:
    """`bounds` are the highest values of the classes, ascending."""

    bounds: tuple[float, ...]

    def class_of(self, value: float) -> int:
        """0 for the lowest class; a value above all of them is of the highest."""
        return min(bisect_left(self.bounds, value), len(self.bounds) - 1)

    def shade_of(self, value: float) -> int:
        """0 to 4: fewer classes than five are drawn far apart."""
        return _SHADES[len(self.bounds)][self.class_of(value)]


def fifths(values: Iterable[float]) -> Fifths:
    """The bounds are values that occur: the ⌈k·n/5⌉-th of n, for k from 1 to 5."""
    ranked = sorted(values)
    count = len(ranked)
    ranks = (-(-k * count // 5) for k in range(1, 6))
    return Fifths(tuple(sorted({ranked[rank - 1] for rank in ranks if rank})))
