"""The code officiel géographique: every question about communes goes through this one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.caches import remembered
from catalog.cog import searching
from catalog.cog.bundled_cog import BundledCog
from catalog.cog.labels import FIRST_YEAR, LabelBook
from catalog.cog.land import LandIndex, periods_where
from catalog.cog.values import (
    Atom,
    CodePeriod,
    CommuneLabel,
    Meaning,
    MeaningKind,
    MidyearBoundary,
    MovedCode,
)
from catalog.model.identifiers import CommuneCode, Siren
from catalog.problems import AmbiguousCommuneCode, UnknownCommuneCode

DayOrVintage = date | int


@dataclass(frozen=True, slots=True, eq=False)
class Cog:
    """Communes since 1943. Days are the land's own: a change on 1 January holds that whole day.

    At a day a current commune's code wins; else a delegated or associated commune's code means
    that part's own land; else the code means nothing.
    """

    vintages: tuple[int, ...]
    days_known_until: date
    """Movements before it bear the day they happened; those after it, their vintage's 1 January."""
    land: LandIndex
    labels: LabelBook
    siren_periods: Mapping[Siren, Sequence[CodePeriod]]
    texts: BundledCog

    @property
    def latest_vintage(self) -> int:
        return self.vintages[-1]

    @property
    def first_year(self) -> int:
        """The first year that label keys have; earlier days take its labels."""
        return FIRST_YEAR

    @property
    def last_year(self) -> int:
        """The last year that label keys have; later days take its labels."""
        return self.labels.last_year

    def is_postal_code(self, text: str) -> bool:
        return text in searching.postal_codes(self.texts)

    def atoms_of(self, code: str, day: date) -> frozenset[Atom]:
        """The land that `code` means at `day`; empty when it means nothing then."""
        meaning = self.land.at(code, day)
        return meaning.atoms if meaning else frozenset()

    def meanings(self, code: str) -> tuple[Meaning, ...]:
        """Everything `code` has meant, in order of time; empty for a code never seen."""
        return tuple(self.land.by_code.get(code, ()))

    def resolve(self, code: str, day: date | None = None) -> Meaning:
        """The meaning of `code` at `day`, or at any day if it never meant another land.

        Raises UnknownCommuneCode when it means nothing then, AmbiguousCommuneCode when no day is
        given and the land depends on it.
        """
        meanings = self.meanings(code)
        if day is not None:
            found = self.land.at(code, day)
            if found is None:
                raise UnknownCommuneCode(
                    commune_code=code[:40],
                    day_fr=f" au {_day_fr(day)}",
                    day_en=f" on {day.isoformat()}",
                    known_fr=_known(meanings, "fr"),
                    known_en=_known(meanings, "en"),
                )
            return found
        if not meanings:
            raise UnknownCommuneCode(
                commune_code=code[:40], day_fr="", day_en="", known_fr="", known_en=""
            )
        if len({each.atoms for each in meanings}) > 1:
            raise AmbiguousCommuneCode(
                commune_code=code,
                periods_fr=_periods(meanings, "fr"),
                periods_en=_periods(meanings, "en"),
            )
        return meanings[-1]

    def commune_at(self, code: str, day: date) -> CommuneCode | None:
        """The current commune at `day` that bears `code`, or that holds the part that bears it."""
        meaning = self.land.at(code, day)
        if meaning is None:
            return None
        holder = meaning if meaning.is_commune else self.land.commune_of(meaning.atoms, day)
        return None if holder is None else holder.code

    def codes(self, atoms: frozenset[Atom], at: DayOrVintage) -> tuple[CommuneCode, ...]:
        """The communes of that day, or of 1 January of that vintage, wholly inside `atoms`."""
        touching = self.land.communes_touching(atoms, _day(at))
        return tuple(each.code for each in touching if each.atoms <= atoms)

    def partly_covered(self, atoms: frozenset[Atom], at: DayOrVintage) -> tuple[CommuneCode, ...]:
        """The communes of that day of which `atoms` hold a part and not all."""
        touching = self.land.communes_touching(atoms, _day(at))
        return tuple(each.code for each in touching if not each.atoms <= atoms)

    def code_periods(self, atoms: frozenset[Atom]) -> tuple[CodePeriod, ...]:
        """Every code a row may carry whose land at that time is wholly inside `atoms`.

        Exactly the (code, day) for which `atoms_of` is not empty and inside; by code then start.
        Most codes have one period without bounds.
        """
        return periods_where(self.land.touching(atoms), lambda each: each.atoms <= atoms)

    def moved_codes(self, codes: Iterable[str] | None = None) -> tuple[MovedCode, ...]:
        """When a row's code is not its commune's: at any other time a code stands for itself."""
        if codes is None:
            return searching.moved_codes(self.texts, self.land)
        return tuple(self.land.moved(set(codes)))

    def find_by_name(self, test: Callable[[str], bool]) -> tuple[CodePeriod, ...]:
        """Every code a row may carry, when its commune of that time has a name that passes."""
        return searching.find_by_name(self.texts, self.land, test)

    def all_codes(self) -> tuple[CodePeriod, ...]:
        """Every code a row may carry, with its days."""
        return searching.all_codes(self.texts, self.land)

    def find_by_epci(self, siren: Siren) -> tuple[CodePeriod, ...]:
        """Every code a row may carry, when its commune of that time belongs to that EPCI."""
        return searching.find_by_epci(self.texts, self.labels, frozenset({siren}))

    def find_by_epci_siren(self, test: Callable[[str], bool]) -> tuple[CodePeriod, ...]:
        """The same for the EPCI whose SIREN passes."""
        passing = frozenset(siren for siren in self.labels.epci_names if test(siren))
        return searching.find_by_epci(self.texts, self.labels, passing)

    def find_by_epci_name(self, test: Callable[[str], bool]) -> tuple[CodePeriod, ...]:
        """The same for the EPCI whose name, of any vintage, passes."""
        named = frozenset(
            siren
            for siren, names in self.labels.epci_names.items()
            if any(test(name) for name in names.values())
        )
        return searching.find_by_epci(self.texts, self.labels, named)

    def label(self, code: str, day: date) -> CommuneLabel | None:
        """The label of the commune `code` at `day`; None where it is no commune then."""
        return self.labels.label(code, day)

    def label_key(self, code: str, day: date) -> str:
        """`code@year`, or `code@day` from a change inside that year on."""
        return self.labels.key(code, day)

    def label_of_key(self, key: str) -> CommuneLabel | None:
        return self.labels.label_of_key(key)

    def label_table(
        self, codes: Iterable[str], years: tuple[int, int] | None = None
    ) -> Mapping[str, CommuneLabel]:
        """Label by key, for commune codes and years (both included; all that keys have by default).

        Ordered by code then day; keys at which a code is no commune are left out.
        """
        return self.labels.table(codes, years)

    def label_years(self, codes: Iterable[str]) -> tuple[int, int]:
        """The narrowest years to which a row's year may be clamped without changing a label."""
        return self.labels.years(codes)

    def steady_names(self) -> Mapping[CommuneCode, str]:
        """Of every code that has always been one commune, of one name and land."""
        return searching.steady_names(self.texts)

    def every_midyear_boundary(self) -> tuple[MidyearBoundary, ...]:
        """The same as below, of the whole country."""
        return self.labels.midyear(searching.midyear_codes(self.texts))

    def midyear_boundaries(self, codes: Iterable[str]) -> tuple[MidyearBoundary, ...]:
        """Periods in which the key of a code is not `code@year`, by code then start."""
        return self.labels.midyear(codes)

    def commune_of_siren(self, siren: Siren, day: date) -> CommuneCode | None:
        """The code at `day` of the commune that is this legal person; None if it is none then."""
        for period in self.siren_periods.get(siren, ()):
            if (period.start or date.min) <= day < (period.end or date.max):
                return period.code
        return None

    def land_of_siren(self, siren: Siren, day: date) -> frozenset[Atom]:
        """The land of the commune that is this legal person at `day`, or else when it next is one;
        empty for a legal person that is no commune from `day` on.
        """
        return _land_of_siren(self, siren, day)


@remembered(maxsize=200_000)
def _land_of_siren(cog: Cog, siren: Siren, day: date) -> frozenset[Atom]:
    """Kept: a syndicat of a thousand communes asks it of each, at each question."""
    periods = sorted(cog.siren_periods.get(siren, ()), key=lambda each: each.start or date.min)
    for period in periods:
        if period.end is None or day < period.end:
            return cog.atoms_of(period.code, max(day, period.start or date.min))
    return frozenset()


def _day(at: DayOrVintage) -> date:
    return date(at, 1, 1) if isinstance(at, int) else at


def _day_fr(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _known(meanings: Sequence[Meaning], language: str) -> str:
    """The sentence to add for a code that has meant something at other times, else ""."""
    if not meanings:
        return ""
    lead = " Ce code a désigné : " if language == "fr" else " That code has meant: "
    return f"{lead}{_periods(meanings, language)}."


def _periods(meanings: Sequence[Meaning], language: str) -> str:
    """`Champtoceaux jusqu'au 14/12/2015 ; Orée d'Anjou du 15/12/2015 au 31/12/2024 ; …`."""
    words = _period_fr if language == "fr" else _period_en
    between = " ; " if language == "fr" else "; "
    return between.join(f"{each.nom} {words(each)}" for each in meanings)


def _period_fr(meaning: Meaning) -> str:
    part = _part(meaning)
    start, end = meaning.start, meaning.end and _day_fr(_last_day(meaning.end))
    if start is None:
        return f"{part}jusqu'au {end}" if end else f"{part}depuis toujours"
    return f"{part}du {_day_fr(start)} au {end}" if end else f"{part}depuis le {_day_fr(start)}"


def _period_en(meaning: Meaning) -> str:
    part = _part(meaning)
    start, end = meaning.start, meaning.end and _last_day(meaning.end)
    if start is None:
        return f"{part}until {end}" if end else f"{part}always"
    return f"{part}from {start} to {end}" if end else f"{part}since {start}"


def _part(meaning: Meaning) -> str:
    """In French in both languages: the law's own terms."""
    if meaning.is_commune:
        return ""
    lead = "" if meaning.kind is MeaningKind.MUNICIPAL else "commune "
    return f"({lead}{meaning.kind}) "


def _last_day(end: date) -> date:
    return date.fromordinal(end.toordinal() - 1)
