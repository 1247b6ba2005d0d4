"""Labels of communes at a date, and the keys by which SQL finds them.

A label's key is `code@year`; where a label changes inside a year, the days from the change to the
end of that year bear `code@day-of-change` instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.cog.land import LandIndex
from catalog.cog.values import CommuneLabel, Figures, Meaning, MidyearBoundary
from catalog.model.identifiers import CommuneCode, Siren

FIRST_YEAR = 1943
NOTHING_KNOWN = Figures({}, {}, {})


@dataclass(frozen=True, slots=True, eq=False)
class LabelBook:
    """Names come from the history, figures from the nearest vintage that has the same land."""

    land: LandIndex
    figures: Mapping[str, Figures]
    epci_names: Mapping[Siren, Mapping[int, str]]
    vintages: Sequence[int]

    @property
    def last_year(self) -> int:
        return self.vintages[-1]

    def label(self, code: str, day: date) -> CommuneLabel | None:
        """None where `code` is no commune at `day`; days out of range are taken to its ends."""
        day = self._clamped(day)
        meaning = self.land.at(code, day)
        if meaning is None or not meaning.is_commune:
            return None
        population_vintage = self._population_vintage(meaning, day.year)
        epci = self.epci_at(meaning, day.year)
        return CommuneLabel(
            code=meaning.code,
            nom=meaning.nom,
            population=(
                None
                if population_vintage is None
                else self.figures[code].populations[population_vintage]
            ),
            epci_siren=epci,
            epci_nom=None if epci is None else self._epci_name(epci, day.year),
            population_vintage=population_vintage,
        )

    def key(self, code: str, day: date) -> str:
        day = self._clamped(day)
        changes = [each for each in self._changes(code) if each.year == day.year and each <= day]
        return f"{code}@{changes[-1].isoformat() if changes else day.year}"

    def label_of_key(self, key: str) -> CommuneLabel | None:
        code, _, when = key.partition("@")
        return self.label(code, date.fromisoformat(when if "-" in when else f"{when}-01-01"))

    def table(self, codes: Iterable[str], years: tuple[int, int] | None) -> dict[str, CommuneLabel]:
        first, last = years or (FIRST_YEAR, self.last_year)
        table: dict[str, CommuneLabel] = {}
        for code in sorted(set(codes)):
            days = [date(year, 1, 1) for year in range(first, last + 1)]
            days += [day for day in self._changes(code) if first <= day.year <= last]
            for day in sorted(days):
                label = self.label(code, day)
                if label is not None:
                    table[self.key(code, day)] = label
        return table

    def years(self, codes: Iterable[str]) -> tuple[int, int]:
        """The first and last year worth a key: before and after, labels stay as they are there."""
        first = self.vintages[0]
        for code in set(codes):
            for each in self.land.by_code.get(code, ()):
                # A commune that ended must be looked up while it was one.
                days = [day for day in (each.start, each.end) if day is not None]
                first = min([first, *(day.year - 1 for day in days)])
        return max(first, FIRST_YEAR), self.last_year

    def midyear(self, codes: Iterable[str]) -> tuple[MidyearBoundary, ...]:
        boundaries: list[MidyearBoundary] = []
        for code in sorted(set(codes)):
            changes = self._changes(code)
            for position, day in enumerate(changes):
                following = changes[position + 1 : position + 2]
                end = min([date(day.year + 1, 1, 1), *following])
                boundary = MidyearBoundary(CommuneCode(code), day, end, f"{code}@{day.isoformat()}")
                boundaries.append(boundary)
        return tuple(boundaries)

    def epci_at(self, meaning: Meaning, year: int) -> Siren | None:
        """The EPCI at the nearest vintage of whichever commune then held this land."""
        for vintage in self._nearest(year):
            first = date(vintage, 1, 1)
            holder = (
                meaning if meaning.holds_at(first) else self.land.commune_of(meaning.atoms, first)
            )
            if holder is not None:
                return self.figures.get(holder.code, NOTHING_KNOWN).epcis.get(vintage)
        return None

    def _population_vintage(self, meaning: Meaning, year: int) -> int | None:
        known = self.figures.get(meaning.code, NOTHING_KNOWN).populations
        for vintage in self._nearest(year):
            then = self.land.at(meaning.code, date(vintage, 1, 1))
            if vintage in known and then is not None and then.atoms == meaning.atoms:
                return vintage
        return None

    def _nearest(self, year: int) -> list[int]:
        """The vintage in force, those before it from the latest, then those after it."""
        before = [vintage for vintage in self.vintages if vintage <= year]
        after = [vintage for vintage in self.vintages if vintage > year]
        return [*reversed(before), *after]

    def _epci_name(self, siren: Siren, year: int) -> str | None:
        names = self.epci_names.get(siren, {})
        return next((names[vintage] for vintage in self._nearest(year) if vintage in names), None)

    def _changes(self, code: str) -> list[date]:
        """The days inside a year from which `code`'s label is another one."""
        starts = (each.start for each in self.land.by_code.get(code, ()) if each.is_commune)
        return [
            day
            for day in starts
            if day is not None and (day.month, day.day) != (1, 1) and day.year >= FIRST_YEAR
        ]

    def _clamped(self, day: date) -> date:
        return min(max(day, date(FIRST_YEAR, 1, 1)), date(self.last_year, 12, 31))
