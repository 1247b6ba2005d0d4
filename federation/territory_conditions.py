"""A territory as the codes that rows may carry, and when: scalar conditions, never joins.

Codes that count in the same periods are one group, so that a condition stays short however many
codes it lists: most never changed hands, and the few that did share their boundaries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from catalog.cog import Atom, Cog
from catalog.cog.land import Bounds, common, joined
from catalog.model.identifiers import Siren
from catalog.model.organisation import Membership
from catalog.territory import territory

Land = frozenset[Atom]


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """`codes` (sorted) count on the days of `periods`: half-open, in order, None for no bound."""

    periods: tuple[Bounds, ...]
    codes: tuple[str, ...]

    @property
    def always(self) -> bool:
        return self.periods == ((None, None),)


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that a territory lets through: groups without a common code, and all their land."""

    groups: tuple[CodeGroup, ...]
    land: Land

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(sorted(code for group in self.groups for code in group.codes))


@dataclass(slots=True)
class TerritoryBook:
    """The scopes of one picture of the memberships; each is worked out once."""

    memberships: tuple[Membership, ...]
    cog: Cog
    _at_row_date: dict[tuple[Siren, str], Scope] = field(default_factory=dict)
    _at_day: dict[tuple[Siren, str, date, date], Scope] = field(default_factory=dict)

    def at_row_date(self, of: Siren, competence: str) -> Scope:
        """Each row on the map, and under the memberships, of its own day."""
        scope = self._at_row_date.get((of, competence))
        if scope is None:
            scope = self._at_row_date[of, competence] = self._through_time(of, competence)
        return scope

    def at_day(self, of: Siren, competence: str, day: date, map_day: date) -> Scope:
        """The territory of `day`, in codes as they are read on the map of `map_day`."""
        key = (of, competence, day, map_day)
        scope = self._at_day.get(key)
        if scope is None:
            if len(self._at_day) > 5_000:
                self._at_day.clear()
            land = territory(of, competence, day, self.memberships, self.cog).atoms
            scope = self._at_day[key] = self._on_map(land, map_day)
        return scope

    def listed_at_row_date(self, communes: tuple[str, ...], at: date) -> Scope:
        """The land that `communes` meant on `at`: each row on the map of its own day."""
        land = self._listed(communes, at)
        bounds: dict[str, list[Bounds]] = defaultdict(list)
        for each in self.cog.code_periods(land):
            bounds[each.code].append((each.start, each.end))
        return Scope(_grouped(bounds), land)

    def listed_at_day(self, communes: tuple[str, ...], at: date, map_day: date) -> Scope:
        """The same land, in codes as they are read on the map of `map_day`."""
        return self._on_map(self._listed(communes, at), map_day)

    def _listed(self, communes: tuple[str, ...], at: date) -> Land:
        return frozenset[Atom]().union(*(self.cog.atoms_of(code, at) for code in communes))

    def _on_map(self, land: Land, map_day: date) -> Scope:
        codes = tuple(
            sorted(
                {
                    each.code
                    for each in self.cog.code_periods(land)
                    if (each.start or date.min) <= map_day < (each.end or date.max)
                }
            )
        )
        return Scope((CodeGroup(((None, None),), codes),) if codes else (), land)

    def _through_time(self, of: Siren, competence: str) -> Scope:
        bounds: dict[str, list[Bounds]] = defaultdict(list)
        everything: Land = frozenset()
        for days, land in self._lands(of, competence):
            everything |= land
            for each in self.cog.code_periods(land):
                shared = common(days, (each.start, each.end))
                if shared is not None:
                    bounds[each.code].append(shared)
        return Scope(_grouped(bounds), everything)

    def _lands(self, of: Siren, competence: str) -> Iterator[tuple[Bounds, Land]]:
        """The territory's whole history, one stretch for each day on which it may have changed."""
        changes = {
            day
            for period in self.cog.siren_periods.get(of, ())
            for day in (period.start, period.end)
            if day is not None
        }
        start: date | None = None
        while True:
            day = start or date.min
            found = territory(of, competence, day, self.memberships, self.cog)
            later = [each for each in changes if each > day]
            if found.valid_until is not None:
                later.append(found.valid_until)
            end = min(later, default=None)
            yield (start, end), found.atoms
            if end is None:
                return
            start = end


def _grouped(bounds: Mapping[str, Sequence[Bounds]]) -> tuple[CodeGroup, ...]:
    """Codes that count in the same periods together."""
    grouped: dict[tuple[Bounds, ...], list[str]] = defaultdict(list)
    for code, periods in bounds.items():
        grouped[tuple(joined(periods))].append(code)
    groups = (CodeGroup(periods, tuple(sorted(codes))) for periods, codes in grouped.items())
    return tuple(sorted(groups, key=lambda each: each.codes))
