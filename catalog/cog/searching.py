"""Finds the raw codes of rows whose commune of that time has some name or EPCI.

The whole country is searched by indexes over its text; only what is found is decoded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from catalog.caches import remembered
from catalog.cog.bundled_cog import (
    BundledCog,
    codes_begun_inside_a_year,
    codes_by_epci,
    codes_by_name,
    codes_of_parts,
    lines_of,
    names_of_steady_codes,
)
from catalog.cog.labels import LabelBook
from catalog.cog.land import Bounds, LandIndex, common, periods_of
from catalog.cog.values import CodePeriod, MovedCode
from catalog.model.identifiers import CommuneCode, Siren

_MANY = 500
"""Communes above which every moved code of the country is looked at, not those of each."""


def moved_codes(texts: BundledCog, land: LandIndex) -> tuple[MovedCode, ...]:
    return _all_moved(texts, land)


def everything(_name: str) -> bool:
    """The test that each name passes: `find_by_name` knows it, and answers `all_codes`."""
    return True


def find_by_name(
    texts: BundledCog, land: LandIndex, test: Callable[[str], bool]
) -> tuple[CodePeriod, ...]:
    return all_codes(texts, land) if test is everything else _find_by_name(texts, land, test)


def _find_by_name(
    texts: BundledCog, land: LandIndex, test: Callable[[str], bool]
) -> tuple[CodePeriod, ...]:
    names = _by_name(texts)
    passing = {nom for nom in names if test(nom)}
    communes = {
        CommuneCode(code): [
            (each.start, each.end)
            for each in land.by_code[code]
            if each.is_commune and each.nom in passing
        ]
        for nom in passing
        for code in names[nom]
    }
    return raw_codes_of(communes, texts, land)


@remembered(maxsize=4)
def all_codes(texts: BundledCog, land: LandIndex) -> tuple[CodePeriod, ...]:
    """Every code of the country: what most of it passes is told by the few that do not."""
    return _find_by_name(texts, land, everything)


@remembered(maxsize=8)
def find_by_epci(
    texts: BundledCog, labels: LabelBook, sirens: frozenset[Siren]
) -> tuple[CodePeriod, ...]:
    """Kept for a few questions: one is of every EPCI, and decodes the country."""
    land, vintages = labels.land, labels.vintages
    years: list[tuple[int, Bounds]] = [
        (
            year,
            (
                None if year == vintages[0] else date(year, 1, 1),
                None if year == vintages[-1] else date(year + 1, 1, 1),
            ),
        )
        for year in vintages
    ]
    found: dict[CommuneCode, list[Bounds]] = defaultdict(list)
    for code in _codes_near(texts, land, sirens):
        for each in land.by_code[code]:
            if not each.is_commune:
                continue
            for year, bounds in years:
                days = common(bounds, (each.start, each.end))
                if days is not None and labels.epci_at(each, year) in sirens:
                    found[each.code].append(days)
    return raw_codes_of(found, texts, land)


def raw_codes_of(
    communes: Mapping[CommuneCode, Sequence[Bounds]], texts: BundledCog, land: LandIndex
) -> tuple[CodePeriod, ...]:
    """The communes' own codes, and those of their parts while they are parts."""
    own = {code: list(bounds) for code, bounds in communes.items() if bounds}
    found = {code: list(bounds) for code, bounds in own.items()}
    for moved in _moved_into(own, texts, land):
        for bounds in own.get(moved.commune_code, ()):
            days = common(bounds, (moved.start, moved.end))
            if days is not None:
                found.setdefault(moved.code, []).append(days)
    return periods_of(found)


def _moved_into(
    communes: Mapping[CommuneCode, object], texts: BundledCog, land: LandIndex
) -> Iterable[MovedCode]:
    if len(communes) > _MANY:
        return _all_moved(texts, land)
    held = frozenset(
        atom
        for code in communes
        for each in land.by_code[code]
        if each.is_commune
        for atom in each.atoms
    )
    return land.moved({each.code for each in land.touching(held) if not each.is_commune})


def _codes_near(texts: BundledCog, land: LandIndex, sirens: frozenset[Siren]) -> set[CommuneCode]:
    """Codes that may have belonged to them: the members', and what ever shared their land.

    An old commune has the EPCI of whichever holds its land in the nearest vintage.
    """
    members = {code for siren in sirens for code in _by_epci(texts).get(siren, ())}
    held = frozenset(
        atom for code in members for each in land.by_code.get(code, ()) for atom in each.atoms
    )
    return {each.code for each in land.touching(held)}


@remembered(maxsize=4)
def postal_codes(texts: BundledCog) -> frozenset[str]:
    return frozenset(texts.postal_codes.split())


@remembered(maxsize=4)
def _lines(texts: BundledCog) -> Mapping[str, str]:
    return lines_of(texts.communes)


@remembered(maxsize=4)
def _by_name(texts: BundledCog) -> Mapping[str, Sequence[str]]:
    return codes_by_name(_lines(texts))


@remembered(maxsize=4)
def _by_epci(texts: BundledCog) -> Mapping[str, Sequence[str]]:
    return codes_by_epci(lines_of(texts.figures))


@remembered(maxsize=4)
def midyear_codes(texts: BundledCog) -> frozenset[str]:
    """The codes that became a commune, or one of another name, on another day than 1 January."""
    return codes_begun_inside_a_year(_lines(texts))


@remembered(maxsize=4)
def steady_names(texts: BundledCog) -> Mapping[CommuneCode, str]:
    """The name of each code that has always been one commune of one name."""
    return names_of_steady_codes(_lines(texts))


@remembered(maxsize=4)
def _all_moved(texts: BundledCog, land: LandIndex) -> tuple[MovedCode, ...]:
    return tuple(land.moved(codes_of_parts(_lines(texts))))
