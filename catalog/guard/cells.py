"""Scopes cut each other into cells: whatever unions and differences reach is made of cells.

A cell is the land that exactly the same sources hold. What a union or a difference of scopes
isolates is a union of cells, so the smallest that can be isolated are cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from catalog.cog import Atom
from catalog.guard.extents import NO_LAND, Land
from catalog.guard.sources import Source


@dataclass(frozen=True, slots=True)
class Cell:
    """Land of which the totals of `columns` (keys) follow, and are not given otherwise.

    `sources` are those that hold it.
    """

    land: Land
    columns: frozenset[str]
    sources: tuple[Source, ...]


@dataclass(slots=True)
class Partition:
    """The sources of one stretch of days, cut into cells of atoms that the same sources hold.

    Sources are bits. Land that only endless sources hold has no atoms here and is never small.
    """

    sources: Sequence[Source]
    lands: Sequence[Land]
    groups: dict[int, Land]
    endless: int
    _merged: dict[int, Mapping[int, Land]] = field(default_factory=dict)

    @classmethod
    def of(cls, sources: Sequence[Source], day: date) -> Partition:
        """On the land where a new source can change anything."""
        land = _concerned(sources, day)
        endless = sum(1 << bit for bit, each in enumerate(sources) if each.extent.endless)
        lands = [each.extent.on(day) for each in sources]
        held: dict[Atom, int] = dict.fromkeys(land, endless)
        for bit, each in enumerate(lands):
            for atom in each & land:
                held[atom] |= 1 << bit
        groups: dict[int, set[Atom]] = defaultdict(set)
        for atom, signature in held.items():
            groups[signature].add(atom)
        return cls(
            sources,
            lands,
            {signature: frozenset(atoms) for signature, atoms in groups.items()},
            endless,
        )

    def cells(self, allowed: int) -> Iterator[Cell]:
        """What the sources among `allowed` isolate, whatever their size.

        Each dataset is taken in turn for the one that hides something. Another dataset of the
        standard may measure the same thing or not. Where it gives by commune what is hidden, the
        worse case is that it does not: then it is left out. Elsewhere it is that it does.
        """
        for dataset in sorted({each.dataset for each in self.sources if not each.located}):
            for signature in self.groups:
                yield from self._isolated(dataset, signature & allowed, allowed)

    def _isolated(self, dataset: str, signature: int, allowed: int) -> Iterator[Cell]:
        held = [each for each in self._held(signature) if self.sources[each].dataset == dataset]
        totals = [each for each in held if not self.sources[each].located]
        given = self._union(each for each in held if self._surely_gives(each))
        hidden = self._union(iter(totals)) - given
        if not hidden:
            return
        mask = allowed & ~self._giving_elsewhere(dataset, signature, hidden)
        cell = self._cell(mask, signature & mask)
        if cell is None:
            return
        # A total that both parties saw is exactly what they meant to give.
        meant = {each for each in totals if self.sources[each].signed and self.lands[each] == cell}
        hidden = self._union(each for each in totals if each not in meant) - given
        hidden -= self._union(each for each in meant if self.sources[each].whole)
        if hidden:
            yield Cell(cell, hidden, tuple(self.sources[each] for each in self._held(mask)))

    def _giving_elsewhere(self, dataset: str, signature: int, hidden: frozenset[str]) -> int:
        """All sources of the other datasets that give, by commune, all that is hidden here."""
        datasets = {
            self.sources[each].dataset
            for each in self._held(signature)
            if self._surely_gives(each) and hidden <= self.sources[each].columns
        } - {dataset}
        return sum(1 << bit for bit, each in enumerate(self.sources) if each.dataset in datasets)

    def _cell(self, mask: int, signature: int) -> Land | None:
        """None for land without an end."""
        if signature == self.endless & mask:
            return None
        if mask not in self._merged:
            parts: dict[int, list[Land]] = defaultdict(list)
            for each, land in self.groups.items():
                parts[each & mask].append(land)
            self._merged[mask] = {each: NO_LAND.union(*lands) for each, lands in parts.items()}
        return self._merged[mask].get(signature, NO_LAND)

    def _held(self, signature: int) -> Iterator[int]:
        return (bit for bit in range(len(self.sources)) if signature >> bit & 1)

    def _surely_gives(self, bit: int) -> bool:
        source = self.sources[bit]
        return source.located and source.gives and source.whole

    def _union(self, bits: Iterator[int]) -> frozenset[str]:
        return frozenset[str]().union(*(self.sources[bit].columns for bit in bits))


def _concerned(sources: Sequence[Source], day: date) -> Land:
    """The land of the new sources, and of all that is linked to it by totals.

    Any source links where a total has no end: it is what cuts that one.
    """
    any_links = any(each.extent.endless and not each.located for each in sources)
    land = NO_LAND.union(*(each.extent.on(day) for each in sources if each.is_new))
    waiting = [
        each.extent.on(day)
        for each in sources
        if not each.is_new and (any_links or not each.located)
    ]
    while linked := [each for each in waiting if not each.isdisjoint(land)]:
        waiting = [each for each in waiting if each.isdisjoint(land)]
        land = land.union(*linked)
    return land
