"""Yearly lists of communes, as INSEE publishes them, to a map that is continued to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from catalog.cog import Cog
from catalog.cog.continuing import Continued, continue_to, unfollowed
from catalog.cog.history import ListApart, ListNotReachedError, Vintage
from catalog.cog.movements import KINDS, OfficialMovement
from catalog.cog.values import MeaningKind
from catalog.loading.findings import Cause, Findings
from catalog.loading.official import CogDifference, compare_cogs
from catalog.loading.problems import (
    MissingTable,
    NotTheNextVintage,
    ReferenceRefused,
    VintageWithoutYear,
)
from catalog.loading.tables import Kind, KnownTable
from catalog.model.identifiers import CommuneCode

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OVERSEAS: Final = ("975", "977", "978", "984", "986", "987", "988", "989")
"""Collectivities that INSEE's list leaves to a list of their own."""


@dataclass(frozen=True, slots=True)
class VintageDifference:
    """Changes by the lists; `communes` are counts, before and after."""

    cog: CogDifference
    years: tuple[int, ...]
    carried_from: int
    communes: tuple[int, int]

    @property
    def is_empty(self) -> bool:
        """A vintage that was not there is never nothing."""
        return False

    def lines(self, language: str) -> tuple[str, ...]:
        years, (before, after) = ", ".join(map(str, self.years)), self.communes
        told = _FR if language == "fr" else _EN
        return (
            *(each.format(years, before, after, self.carried_from) for each in told),
            *self.cog.lines(language),
        )


_FR = (
    "+ millésime {0} : {2} communes au lieu de {1}",
    "  EPCI de {3} où toute la terre était du même, SIREN de {3} où elle est la même ;",
    "  populations de {3} où la terre est la même, dites telles",
)
_EN = (
    "+ vintage {0}: {2} communes instead of {1}",
    "  EPCIs of {3} where all of the land was in one, SIRENs of {3} where it is the same;",
    "  populations of {3} where the land is the same, said so",
)


def read_vintages(
    tables: Sequence[KnownTable], asked: int | None, cog: Cog, findings: Findings
) -> list[Vintage]:
    """In order, each the year after the one before.

    Raises VintageWithoutYear, NotTheNextVintage; lines that cannot be read are counted.
    """
    lists = [table for table in tables if table.kind is Kind.COMMUNES]
    by_year = {_year_of(table, asked if len(lists) == 1 else None): table for table in lists}
    last = cog.latest_vintage
    for following, year in enumerate(sorted(by_year), last + 1):
        if year != following or len(by_year) != len(lists):
            raise NotTheNextVintage(vintage=year, last=last, following=following)
    return [_read_list(by_year[year], year, cog, findings) for year in sorted(by_year)]


def continued_to(
    cog: Cog,
    vintages: Sequence[Vintage],
    movements: Sequence[OfficialMovement],
    findings: Findings,
) -> tuple[Continued, VintageDifference]:
    """Exactly the codes of the lists. Raises MissingTable, ReferenceRefused."""
    _hold_movements(vintages, movements, findings)
    try:
        continued = continue_to(cog, vintages, movements)
    except ListNotReachedError as missed:
        _tell_apart(missed.apart, findings)
        raise ReferenceRefused(findings) from None
    for code in continued.without_epci:
        findings.add(Cause.EPCI_UNKNOWN, code)
    for code in continued.without_siren:
        findings.add(Cause.SIREN_UNKNOWN, code)
    before = date(cog.latest_vintage, 1, 1)
    return continued, VintageDifference(
        cog=compare_cogs(cog, continued.overlay, findings),
        years=tuple(each.year for each in vintages),
        carried_from=cog.latest_vintage,
        communes=(
            sum(
                each.is_commune and each.holds_at(before)
                for meanings in cog.land.by_code.values()
                for each in meanings
            ),
            len(vintages[-1].communes),
        ),
    )


def _year_of(table: KnownTable, asked: int | None) -> int:
    found = _YEAR.findall(table.name)
    if asked is None and len(found) != 1:
        raise VintageWithoutYear(file=table.name)
    return int(found[0]) if asked is None else asked


def _read_list(table: KnownTable, year: int, cog: Cog, findings: Findings) -> Vintage:
    """A column of vintages, where there is one, says which lines are this year's."""
    communes: dict[CommuneCode, str] = {}
    parts: dict[CommuneCode, tuple[MeaningKind, str]] = {}
    seen: set[tuple[str, str]] = set()
    for of, kind, code, name in table.rows("vintage", "kind", "code", "name"):
        if of not in {"", str(year)}:
            continue
        if kind not in KINDS:
            findings.add(Cause.UNKNOWN_KIND, kind or "∅")
        elif (kind, code) in seen:
            findings.add(Cause.DUPLICATE, f"{kind} {code}")
        elif KINDS[kind] is MeaningKind.COMMUNE:
            communes[CommuneCode(code)] = name
        else:
            parts[CommuneCode(code)] = (KINDS[kind], name)
        seen.add((kind, code))
    _keep_overseas(communes, parts, cog, findings)
    return Vintage(year, communes, parts)


def _keep_overseas(
    communes: dict[CommuneCode, str],
    parts: dict[CommuneCode, tuple[MeaningKind, str]],
    cog: Cog,
    findings: Findings,
) -> None:
    absent = tuple(
        each for each in _OVERSEAS if not any(code.startswith(each) for code in communes)
    )
    if not absent:
        return
    day = date(cog.latest_vintage, 1, 1)
    for code in sorted(each for each in cog.land.by_code if each.startswith(absent)):
        meaning = cog.land.at(code, day)
        if meaning is None:
            continue
        if meaning.is_commune:
            communes[meaning.code] = meaning.nom
            findings.add(Cause.OVERSEAS_KEPT, code)
        else:
            parts[meaning.code] = (meaning.kind, meaning.nom)


def _hold_movements(
    vintages: Sequence[Vintage],
    movements: Sequence[OfficialMovement],
    findings: Findings,
) -> None:
    """Each year has movements, and each says which land goes to whom."""
    by_year: dict[int, list[OfficialMovement]] = defaultdict(list)
    for year in (each.year for each in vintages):
        first, last = date(year - 1, 1, 1), date(year, 1, 1)
        by_year[year] = [each for each in movements if first < each.day <= last]
        if not by_year[year]:
            raise MissingTable(
                what_fr=f"les mouvements de communes entre le 01/01/{year - 1} et le 01/01/{year}",
                what_en=f"the movements of communes between {first} and {last}",
            )
        for each in unfollowed(by_year[year]):
            findings.add(Cause.UNFOLLOWED_MOVEMENT, f"{each.before} > {each.after} {each.day}")
    if findings.stops:
        raise ReferenceRefused(findings)


def _tell_apart(apart: ListApart, findings: Findings) -> None:
    causes: Mapping[Cause, Sequence[str]] = {
        Cause.COMMUNE_UNEXPLAINED: apart.communes_unexplained,
        Cause.COMMUNE_UNLISTED: apart.communes_unlisted,
        Cause.PART_UNEXPLAINED: (*apart.parts_unexplained, *apart.parts_unlisted),
        Cause.LAND_HELD_TWICE: apart.held_twice,
        Cause.LAND_IN_NO_COMMUNE: apart.land_lost,
    }
    for cause, codes in causes.items():
        for code in codes:
            findings.add(cause, code)
