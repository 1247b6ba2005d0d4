"""Scopes cut each other into cells: whatever unions and differences reach is made of cells.

A cell is the land that exactly the same sources hold. What a union or a difference of scopes
isolates is a union of cells, so the smallest that can be isolated are cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date

from catalog.cog import Atom
from catalog.guard.deducible_totals import Pivots, follows, solved
from catalog.guard.extents import NO_LAND, Land
from catalog.guard.sources import Source

_MANY_TOTALS = 64
"""The most totals that cut each other: for more, nobody works out if one follows from others."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Land that some sources cut out; on it, the totals of `columns` (keys) are not given.

    `among`: the sources (bits) that were looked at together.
    """

    land: Land
    columns: frozenset[str]
    among: int


@dataclass(slots=True)
class Partition:
    """The sources of one stretch of days, cut into cells of atoms that the same sources hold.

    Sources are bits. Land that only endless sources hold has no atoms here and is never small.
    """

    sources: Sequence[Source]
    lands: Sequence[Land]
    groups: dict[int, Land]
    endless: int
    bits_of: Mapping[str, int]
    """By dataset."""
    open_dimensions: Mapping[str, frozenset[str]]
    """By dataset: keys of open columns that only divide what it measures."""
    _merged: dict[int, Mapping[int, Land]] = field(default_factory=dict)
    _known: dict[int, frozenset[tuple[Land, str]]] = field(default_factory=dict)
    _systems: dict[tuple[int, ...], tuple[tuple[int, ...], Pivots] | None] = field(
        default_factory=dict
    )

    @classmethod
    def of(
        cls, sources: Sequence[Source], day: date, open_dimensions: Mapping[str, frozenset[str]]
    ) -> Partition:
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
            _bits_by_dataset(sources, located=True),
            open_dimensions,
        )

    def isolated(
        self, same: frozenset[str] | None = None, hiders: frozenset[str] | None = None
    ) -> Iterator[Cell]:
        """Cells that the sources cut out and do not give, of any size.

        Each dataset (of `hiders`, where given) is taken in turn for the one that hides something.
        Others may measure the same thing or not: `same` says which are supposed to (None: all).
        Even so, one that gives by commune what is hidden is left out there: that it does not
        measure the same is the worse case.
        """
        yield from self._cut_by((1 << len(self.sources)) - 1, same, hiders)

    def is_known(self, cell: Cell, column: str) -> bool:
        """True where the sources before the new ones cut out the column's total already."""
        before = self.old & cell.among
        if before not in self._known:
            self._known[before] = frozenset(
                (each.land, key) for each in self._cut_by(before, None) for key in each.columns
            )
        return (cell.land, column) in self._known[before]

    def follows_only_with(self, bits: int, cell: Cell, column: str) -> bool:
        """True where the column's total follows in fact, and without the sources of `bits` at most
        in theory. Too many totals to tell count as following in fact with `bits`, and not without.
        """
        now = self._follows(cell, column, cell.among)
        return now is not False and not self._follows(cell, column, cell.among & ~bits)

    def touches(self, bits: int, cell: Cell, column: str, among: int) -> bool:
        """True where a source of `bits` tells, or divides, a total of `column` that sources of
        `among` tell of the cell.
        """
        inside, totals = self._told_of(cell, column, among)
        apart = ((each ^ inside) & among for each in self.groups)
        return any(each & bits for each in totals) or any(
            each & bits and any(not each & total for total in totals) for each in apart
        )

    def has_part(self, bits: int, cell: Cell, column: str, among: int) -> bool:
        """True where some of `among` isolate the total of `column` together with `bits`, and not
        without.
        """
        inside, totals = self._told_of(cell, column, among)
        if any(each & bits for each in totals):
            return True
        # By which sources it differs from each other piece of land.
        apart = {(each ^ inside) & among for each in self.groups} - {0}
        # Those that leave a piece of one total with it do not isolate it. Do `bits` beside them?
        return any(
            all(other & (among & ~each | bits) for other in apart)
            for each in apart
            if each & bits and any(not each & total for total in totals)
        )

    def _told_of(self, cell: Cell, column: str, among: int) -> tuple[int, list[int]]:
        """The sources (bits) of `among` that hold the cell, and each that tells a total of
        `column`.
        """
        inside = next(each for each in self.groups if self.groups[each] <= cell.land) & among
        totals = [
            1 << each
            for each in self.held(inside)
            if not self.sources[each].located and column in self.sources[each].columns
        ]
        return inside, totals

    @property
    def old(self) -> int:
        return sum(1 << bit for bit, each in enumerate(self.sources) if not each.is_new)

    @property
    def of_head(self) -> int:
        return sum(1 << bit for bit, each in enumerate(self.sources) if each.of_head)

    def _cut_by(
        self, allowed: int, same: frozenset[str] | None, hiders: frozenset[str] | None = None
    ) -> Iterator[Cell]:
        for dataset, totals in _bits_by_dataset(self.sources, located=False).items():
            if hiders is not None and dataset not in hiders:
                continue
            supposed = allowed if same is None else allowed & self._bits(same | {dataset})
            for signature in self.groups:
                if signature & supposed & totals:
                    yield from self._isolated(dataset, signature & supposed, supposed)

    def _follows(self, cell: Cell, column: str, among: int) -> bool | None:
        """True where the total of `column` really is a sum or difference of totals that `among`
        tell.

        Only whole totals and rows surely given are counted on. None: too many to tell.
        """
        shown = tuple(
            each
            for each in self.held(among)
            if column in self.sources[each].columns and self.sources[each].whole
        )
        if shown not in self._systems:
            self._systems[shown] = self._solved(shown)
        system = self._systems[shown]
        if system is None:
            return None
        pieces, pivots = system
        wanted = (index for index, each in enumerate(pieces) if self.groups[each] <= cell.land)
        return follows(frozenset(wanted), pivots)

    def _solved(self, shown: tuple[int, ...]) -> tuple[tuple[int, ...], Pivots] | None:
        """The groups that are not given by commune, and what follows of them."""
        given = sum(1 << each for each in shown if self._surely_gives(each))
        pieces = tuple(each for each in self.groups if not each & given)
        totals = [
            each
            for each in shown
            if not self.sources[each].located and not self.sources[each].extent.endless
        ]
        if len(totals) > _MANY_TOTALS:
            return None
        rows = (
            frozenset(index for index, signature in enumerate(pieces) if signature >> each & 1)
            for each in totals
        )
        return pieces, solved(rows)

    def _isolated(self, dataset: str, signature: int, allowed: int) -> Iterator[Cell]:
        held = [each for each in self.held(signature) if self.sources[each].dataset == dataset]
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
            yield Cell(cell, hidden, mask)

    def _giving_elsewhere(self, dataset: str, signature: int, hidden: frozenset[str]) -> int:
        """All sources of the other datasets that give, by commune, what is hidden here.

        They need not tell by which year, kind … an open total is divided, if nothing of theirs
        tells more of its rows than what is given here: then no part of it is cut out otherwise.
        """
        given: dict[str, frozenset[str]] = {}
        for bit in self.held(signature):
            source = self.sources[bit]
            if source.dataset != dataset and self._surely_gives(bit):
                given[source.dataset] = given.get(source.dataset, frozenset()) | source.columns
        amounts = hidden - self.open_dimensions.get(dataset, frozenset())
        return self._bits(
            {
                each
                for each, columns in given.items()
                if hidden <= columns or (amounts <= columns and self._tells_at_most(each, columns))
            }
        )

    def _tells_at_most(self, dataset: str, columns: frozenset[str]) -> bool:
        bits = self.bits_of.get(dataset, 0)
        return all(self.sources[each].columns <= columns for each in self.held(bits))

    def _bits(self, datasets: AbstractSet[str]) -> int:
        return sum(self.bits_of[each] for each in datasets if each in self.bits_of)

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

    def held(self, signature: int) -> Iterator[int]:
        """Its sources, as positions."""
        while signature:
            lowest = signature & -signature
            yield lowest.bit_length() - 1
            signature ^= lowest

    def _surely_gives(self, bit: int) -> bool:
        source = self.sources[bit]
        return source.located and source.gives and source.whole

    def _union(self, bits: Iterator[int]) -> frozenset[str]:
        return frozenset[str]().union(*(self.sources[bit].columns for bit in bits))


def _bits_by_dataset(sources: Sequence[Source], *, located: bool) -> dict[str, int]:
    """With or without those that tell communes."""
    found: dict[str, int] = {}
    for bit, each in enumerate(sources):
        if located or not each.located:
            found[each.dataset] = found.get(each.dataset, 0) | 1 << bit
    return found


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
