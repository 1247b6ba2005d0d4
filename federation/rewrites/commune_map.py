"""The commune that a raw code lies in, and the key of its label and of its name, for one scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from catalog.caches import remembered
from catalog.cog import Atom, Cog, MidyearBoundary, MovedCode
from catalog.cog.land import Bounds, common, joined
from catalog.model.identifiers import CommuneCode
from catalog.model.transform import Transform
from federation.binding import BoundBranch, BoundDataset, land_of
from federation.problems import TooManyCommunes
from federation.territory_conditions import Land

Written = tuple[tuple[str, ...], Bounds, str]
"""Rows with one of these raw codes, on the days of this period, have this commune or key."""

Excepted = tuple[str, Bounds, tuple[str, ...]]
"""A raw code, a period, and what holds in it of each kind ('' where nothing does)."""
MOVED, KEYED, NAMED, KNOWN = "commune", "label", "name", "known"
"""Kinds of exceptions: another commune, another label's key, another name's key than the code;
and whether the code means anything at all.
"""
YES = "1"


@dataclass(frozen=True, slots=True)
class Named:
    """A commune under one of its names; `held` is empty where its key is the raw code itself."""

    key: str
    code: str
    nom: str
    held: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class CommuneMap:
    """`land` None: every commune that is known."""

    cog: Cog
    land: Land | None
    limit: int

    def moved(self) -> tuple[Written, ...]:
        """The codes whose commune is not the raw code itself, by commune and period."""
        grouped: dict[tuple[str, Bounds], list[str]] = defaultdict(list)
        for each in self._moved():
            grouped[each.commune_code, (each.start, each.end)].append(each.code)
        return self._bounded(
            [(tuple(sorted(codes)), days, code) for (code, days), codes in grouped.items()]
        )

    def midyear_keys(self) -> tuple[Written, ...]:
        """Codes whose label's key is not `code@year`: every raw code that lies in the commune."""
        moved: dict[str, list[MovedCode]] = defaultdict(list)
        for each in self._moved():
            moved[each.commune_code].append(each)
        grouped: dict[tuple[str, Bounds], list[str]] = defaultdict(list)
        for boundary in self._midyear_boundaries():
            days: Bounds = (boundary.start, boundary.end)
            grouped[boundary.key, days].append(boundary.code)
            for part in moved[boundary.code]:
                shared = common(days, (part.start, part.end))
                if shared is not None:
                    grouped[boundary.key, shared].append(part.code)
        return self._bounded(
            [(tuple(sorted(codes)), days, key) for (key, days), codes in grouped.items()]
        )

    def names(self) -> tuple[Named, ...]:
        """Each name of each commune, with the days on which raw codes lie in it under that name.

        The key is the code alone where it has always been one commune of one name: for all others
        the days tell.
        """
        moved: dict[str, list[MovedCode]] = defaultdict(list)
        for each in self._moved():
            moved[each.commune_code].append(each)
        found: list[Named] = []
        steady = self.cog.steady_names() if self.land is None else {}
        for code in sorted(self.commune_codes()):
            if code in steady and not moved[code]:
                # Most of the country: nothing of it needs to be decoded.
                found.append(Named(code, code, steady[CommuneCode(code)], ()))
                continue
            periods = self._names_of(code)
            if [days for days, _ in periods] == [(None, None)] and not moved[code]:
                found.append(Named(code, code, periods[0][1], ()))
                continue
            for number, (days, nom) in enumerate(periods, start=1):
                key = f"{code}@{number}"
                held: list[Written] = [((code,), days, key)]
                for part in moved[code]:
                    shared = common(days, (part.start, part.end))
                    if shared is not None:
                        held.append(((part.code,), shared, key))
                found.append(Named(key, code, nom, tuple(held)))
        return tuple(found)

    def known(self) -> tuple[Written, ...]:
        """When each raw code means a commune, or a part of one."""
        raw = self._raw_codes()
        steady = self.cog.steady_names() if raw is None else {}
        grouped: dict[Bounds, list[str]] = defaultdict(list)
        for code in sorted(self.cog.land.by_code if raw is None else raw):
            if code in steady:
                grouped[None, None].append(code)
                continue
            for days in joined((each.start, each.end) for each in self.cog.meanings(code)):
                grouped[days].append(code)
        return self._bounded([(tuple(codes), days, YES) for days, codes in grouped.items()])

    def _names_of(self, code: str) -> list[tuple[Bounds, str]]:
        """The stretches of days on which `code` is a commune of one name, in order."""
        stretches: list[tuple[Bounds, str]] = []
        for each in self.cog.meanings(code):
            if not each.is_commune:
                continue
            if stretches and stretches[-1][1] == each.nom and stretches[-1][0][1] == each.start:
                stretches[-1] = ((stretches[-1][0][0], each.end), each.nom)
            else:
                stretches.append(((each.start, each.end), each.nom))
        return stretches

    def years(self) -> tuple[int, int]:
        """A row's year may be clamped to these without changing a label."""
        if self.land is None:
            return self.cog.first_year, self.cog.last_year
        return _years_in(self.cog, self.commune_codes())

    def commune_codes(self) -> frozenset[str]:
        """Every code that names a commune at some time: the raw ones, and where they moved to."""
        raw = self._raw_codes()
        if raw is None:
            return frozenset(self.cog.land.by_code)
        return raw | {each.commune_code for each in self._moved()}

    def _raw_codes(self) -> frozenset[str] | None:
        return None if self.land is None else _codes_in(self.cog, self.land)

    def _midyear_boundaries(self) -> tuple[MidyearBoundary, ...]:
        if self.land is None:
            return self.cog.every_midyear_boundary()
        return self.cog.midyear_boundaries(self.commune_codes())

    def _moved(self) -> tuple[MovedCode, ...]:
        return _moved_in(self.cog, self.land)

    def _bounded(self, written: list[Written]) -> tuple[Written, ...]:
        if sum(len(codes) for codes, _, _ in written) > self.limit:
            raise TooManyCommunes(limit=self.limit)
        return tuple(sorted(written, key=lambda each: (each[2], each[1][0] or date.min, each[0])))


@remembered(maxsize=256)
def _codes_in(cog: Cog, land: Land) -> frozenset[str]:
    return frozenset(each.code for each in cog.code_periods(land))


@remembered(maxsize=256)
def _moved_in(cog: Cog, land: Land | None) -> tuple[MovedCode, ...]:
    return cog.moved_codes(None if land is None else _codes_in(cog, land))


@remembered(maxsize=256)
def _years_in(cog: Cog, codes: frozenset[str]) -> tuple[int, int]:
    return cog.label_years(codes)


def land_of_any(branches: Iterable[BoundBranch], column: str) -> Land | None:
    """All land whose codes the branches together may show in a column; None when unbounded."""
    lands = [land_of(branch.rows, column) for branch in branches]
    known = [land for land in lands if land is not None]
    return frozenset[Atom]().union(*known) if len(known) == len(lands) else None


def land_in(bound: BoundDataset, column: str, cog: Cog) -> Land | None:
    """The same for all branches of a dataset, with all of each commune that a code is shown as."""
    land = land_of_any(bound.branches, column)
    as_communes = any(
        column in branch.columns and branch.columns[column].transform is Transform.COMMUNE
        for branch in bound.branches
    )
    if land is None or not as_communes:
        return land
    return _with_whole_communes(cog, land)


@remembered(maxsize=256)
def _with_whole_communes(cog: Cog, land: Land) -> Land:
    moved = _moved_in(cog, land)
    return land.union(
        *(
            meaning.atoms
            for each in moved
            for meaning in cog.meanings(each.commune_code)
            if common((meaning.start, meaning.end), (each.start, each.end)) is not None
        )
    )


@remembered(maxsize=64)
def names_of(communes: CommuneMap) -> tuple[Named, ...]:
    return communes.names()


@remembered(maxsize=512)
def held_on(communes: CommuneMap, kind: str, day: date | None) -> tuple[Written, ...]:
    """The exceptions of one kind; on one `day` only, without bounds any more, if it is given."""
    match kind:
        case "commune":
            written = communes.moved()
        case "label":
            written = communes.midyear_keys()
        case "known":
            written = communes.known()
        case _:
            written = tuple(each for named in names_of(communes) for each in named.held)
    if day is None:
        return written
    return tuple(
        (codes, (None, None), value)
        for codes, (start, end), value in written
        if (start or date.min) <= day < (end or date.max)
    )


@remembered(maxsize=512)
def count_held_on(communes: CommuneMap, kind: str, day: date | None) -> int:
    """The number of codes of `held_on`: thousands, of the map of the country."""
    return sum(len(codes) for codes, _, _ in held_on(communes, kind, day))


def make_ready(cog: Cog, limit: int) -> None:
    """Makes the map for which the first question about communes of a dataset without a territory
    would wait a third of a second. `limit` is `Limits.max_reference_lines`.
    """
    country = CommuneMap(cog, None, limit)
    for kind in ("commune", "label", "known", "name"):
        count_held_on(country, kind, None)


@remembered(maxsize=512)
def exceptions_of(
    communes: CommuneMap, kinds: tuple[str, ...], day: date | None
) -> tuple[Excepted, ...]:
    """One line for each raw code and stretch of days on which anything holds; never two at once."""
    held: dict[str, list[tuple[int, Bounds, str]]] = defaultdict(list)
    for position, kind in enumerate(kinds):
        for codes, days, value in held_on(communes, kind, day):
            for code in codes:
                held[code].append((position, days, value))
    lines: list[Excepted] = []
    for code in sorted(held):
        edges = sorted({edge for _, days, _ in held[code] for edge in _edges(days)})
        for start, end in pairwise(edges):
            values = [""] * len(kinds)
            for position, days, value in held[code]:
                first, last = _edges(days)
                if first <= start and end <= last:
                    values[position] = value
            if any(values):
                lines.append((code, (_bound(start), _bound(end)), tuple(values)))
    return tuple(lines)


def _edges(days: Bounds) -> tuple[date, date]:
    return days[0] or date.min, days[1] or date.max


def _bound(edge: date) -> date | None:
    return None if edge in {date.min, date.max} else edge
