"""`inTerritory: { of, competence, at }`: the codes that rows may carry in the territory of a body.

Made of reference data alone: who is a member of whom, and the official map of communes.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from catalog.cog import CodePeriod, Cog
from catalog.day_words import day_in_words
from catalog.model.identifiers import CommuneCode, Siren
from catalog.snapshot import Snapshot
from catalog.territory import territory
from federation.binding import book_of
from schema.document.leaf_values import read_value
from schema.inputs import Input
from schema.problems import NullCondition
from schema.sql import DAY
from schema.territory_problems import (
    CompetenceNeeded,
    CompetenceNotHeld,
    NoTerritoryThen,
    UnknownTerritory,
)
from schema.types.scalar_values import Leaf

_MOST_CHOICES = 40
_NO_COMPETENCE = ""
"""A commune covers itself, whatever it exercises."""
ByCode = Callable[[str], Iterable[CodePeriod]]
Periods = tuple[CodePeriod, ...]


@dataclass(frozen=True, slots=True)
class TerritoryReader:
    snapshot: Snapshot
    cog: Cog

    def read(self, filter_: Input, by_code: ByCode) -> Periods:
        """Raises UnknownTerritory, CompetenceNeeded, CompetenceNotHeld, NoTerritoryThen,
        NullCondition, UnexpectedValue. `by_code`: the codes that a row of that commune may carry.

        With `at`, the land that the body covers on that day, in the codes of each row's own day;
        else what the body covers on each row's own day.
        """
        if filter_.is_null:
            raise NullCondition(field="inTerritory", place=filter_.place)
        given = {name: each for name, each in filter_.entries() if each is not None}
        for name, each in given.items():
            if each.is_null:
                raise NullCondition(field=f"inTerritory.{name}", place=each.place)
        of = given["of"]
        text = str(of.raw()).strip()
        day = _day(given.get("at"))
        siren = self._siren(text)
        if siren is not None:
            body = _Body(text, siren, day, self.snapshot, self.cog)
            periods = body.periods(given.get("competence"), of)
        elif self.cog.meanings(text):
            periods = self._of_commune(text, day, by_code)
        else:
            raise UnknownTerritory(
                value=text[:60], did_you_mean=self._nearest(text), place=of.place
            )
        if not periods:
            raise _no_territory(text, day, of)
        return periods

    def _siren(self, text: str) -> Siren | None:
        """Of an organisation of the catalog by any of its names, or of a body of the map."""
        registered = self.snapshot.organisation_spelt(text)
        if registered is not None:
            return registered.siren
        siren = Siren(text)
        is_known = siren in self.snapshot.organisations or (
            siren in self.cog.siren_periods or siren in self.cog.labels.epci_names
        )
        return siren if is_known else None

    def _of_commune(self, code: str, day: date | None, by_code: ByCode) -> Periods:
        if day is None:
            return tuple(by_code(code))
        return self.cog.code_periods(self.cog.atoms_of(code, day))

    def _nearest(self, text: str) -> str | None:
        organisations = self.snapshot.organisations.values()
        known = [*(each.slug for each in organisations), *(each.siren for each in organisations)]
        near = difflib.get_close_matches(text[:60].lower(), known, n=1, cutoff=0.6)
        return near[0] if near else None


@dataclass(frozen=True, slots=True)
class _Body:
    """A legal person that may cover land; `text` is how the document names it."""

    text: str
    siren: Siren
    day: date | None
    snapshot: Snapshot
    cog: Cog

    def periods(self, competence: Input | None, of: Input) -> Periods:
        if self.siren in self.cog.siren_periods:
            return self._covered(_NO_COMPETENCE)
        held = self._held()
        if competence is not None:
            code = str(competence.raw()).strip()
            if code not in held:
                near = difflib.get_close_matches(code[:20], held, n=1, cutoff=0.6)
                raise CompetenceNotHeld(
                    of=self.text[:60],
                    competence=code[:20],
                    choices=_listed(held),
                    did_you_mean=near[0] if near else None,
                    place=competence.place,
                )
            return self._covered(code)
        if not held:
            return self._of_epci()
        covered = {code: self._covered(code) for code in held}
        ways = {periods for periods in covered.values() if periods}
        if len(ways) > 1:
            known = [code for code, periods in covered.items() if periods]
            raise CompetenceNeeded(of=self.text[:60], choices=_listed(known), place=of.place)
        return ways.pop() if ways else ()

    def _held(self) -> list[str]:
        """The competences that members gave it, at any time."""
        given = (each.competences for each in self.snapshot.memberships if each.of == self.siren)
        return sorted(frozenset[str]().union(*given))

    def _covered(self, competence: str) -> Periods:
        if self.day is not None:
            memberships = self.snapshot.memberships
            land = territory(self.siren, competence, self.day, memberships, self.cog).atoms
            return self.cog.code_periods(land)
        scope = book_of(self.snapshot, self.cog).at_row_date(self.siren, competence)
        return tuple(
            CodePeriod(CommuneCode(code), start, end)
            for group in scope.groups
            for start, end in group.periods
            for code in group.codes
        )

    def _of_epci(self) -> Periods:
        """Of an EPCI whose members the catalog does not know: those of the map."""
        periods = self.cog.find_by_epci(self.siren)
        if self.day is None:
            return periods
        day = self.day
        members = (
            each.code
            for each in periods
            if (each.start or date.min) <= day < (each.end or date.max)
        )
        land = frozenset().union(*(self.cog.atoms_of(code, day) for code in members))
        return self.cog.code_periods(land)


def _no_territory(text: str, day: date | None, of: Input) -> NoTerritoryThen:
    when = ("à aucune date", "at any date")
    if day is not None:
        when = (f"au {day_in_words(day, 'fr')}", f"on {day_in_words(day, 'en')}")
    return NoTerritoryThen(of=text[:60], when_fr=when[0], when_en=when[1], place=of.place)


def _day(at: Input | None) -> date | None:
    return None if at is None else date.fromisoformat(str(read_value("at", at, Leaf(DAY))))


def _listed(codes: list[str]) -> str:
    shown = ", ".join(codes[:_MOST_CHOICES]) or "-"
    return f"{shown}, …" if len(codes) > _MOST_CHOICES else shown
