"""A list and the rows linked to its own, described in no syntax; and what makes a tree smaller.

`where` is a list of conditions that all hold. A list shows the rows of `first` and `offset`, and
totals of all that satisfy `where`. The last term of `order` is always the key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Link:
    """From a row to those of `target` of which `there` is what its own `here` is."""

    name: str
    here: str
    target: str
    there: str
    many: bool


@dataclass(frozen=True)
class Table:
    """`types` by column; `pools`: what conditions compare with; `ends`: raw ends of links."""

    key: str
    types: dict[str, str]
    links: tuple[Link, ...]
    pools: dict[str, list]
    ends: frozenset[str] = frozenset()

    def link(self, name):
        return next(each for each in self.links if each.name == name)


@dataclass(frozen=True)
class Compare:
    """`op`: eq ne lt lte gt gte in notIn isNull startsWith."""

    column: str
    op: str
    value: object


@dataclass(frozen=True)
class AnyOf:
    conditions: tuple[Compare, ...]


@dataclass(frozen=True)
class Not:
    condition: object


@dataclass(frozen=True)
class Related:
    """`kind`: some, every, none of a link to many rows; is, of a link to one."""

    link: str
    kind: str
    where: tuple


@dataclass(frozen=True)
class Total:
    """`function`: count, countDistinct, sum, min, max, avg, median; `column`: None of a count;
    `where`: of those linked rows alone that satisfy it.
    """

    link: str
    function: str
    column: str | None
    op: str
    value: object
    where: tuple = ()


@dataclass(frozen=True)
class Order:
    """`by`: column, parent (a column of the one row), count, sum, min, max, avg,
    median.
    """

    by: str
    link: str | None
    column: str | None
    desc: bool = False


@dataclass(frozen=True)
class Aggregate:
    count: bool
    sum: tuple[str, ...] = ()
    min: tuple[str, ...] = ()
    max: tuple[str, ...] = ()
    avg: tuple[str, ...] = ()
    median: tuple[str, ...] = ()

    def measures(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name in ("sum", "min", "max", "avg", "median"):
            if columns := getattr(self, name):
                yield name, columns


@dataclass(frozen=True)
class Level:
    """A list; of a link to one, the row (`many` False: columns and fields alone)."""

    table: str
    many: bool = True
    nodes: bool = True
    columns: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    where: tuple = ()
    order: tuple[Order, ...] = ()
    first: int = 1
    offset: int = 0
    total: bool = False
    aggregate: Aggregate | None = None


@dataclass(frozen=True)
class Field:
    link: str
    key: str
    level: Level


@dataclass(frozen=True)
class Tree:
    seed: int
    root: Level = field(repr=False)


def simpler(level: Level) -> Iterator[Level]:
    """The level with one piece less each, the greatest pieces first."""
    for name in ("fields", "where", "order", "columns"):
        parts = getattr(level, name)
        kept = 1 if name in {"order", "columns"} else 0
        last = len(parts) - kept if name == "order" else len(parts)
        if len(parts) > kept:
            for at in range(last):
                yield replace(level, **{name: (*parts[:at], *parts[at + 1 :])})
    if level.aggregate and (level.nodes or level.total):
        yield replace(level, aggregate=None)
    if level.total and (level.nodes or level.aggregate):
        yield replace(level, total=False)
    if level.offset:
        yield replace(level, offset=0)
    if level.first > 1:
        yield replace(level, first=level.first // 2)
    for at, below in enumerate(level.fields):
        for smaller in simpler(below.level):
            changed = replace(below, level=smaller)
            yield replace(level, fields=(*level.fields[:at], changed, *level.fields[at + 1 :]))


async def smallest(tree: Tree, fails: Callable, steps: int = 200) -> Tree:
    """The smallest tree found that still fails, within so many questions."""
    while True:
        for root in simpler(tree.root):
            steps -= 1
            if steps < 0:
                return tree
            smaller = replace(tree, root=root)
            if await fails(smaller):
                tree = smaller
                break
        else:
            return tree
