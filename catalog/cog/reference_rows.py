"""The rows of the reference tables: communes, their populations, the EPCI they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from catalog.caches import remembered
from catalog.cog.bundled_cog import lines_of, read_figures
from catalog.cog.cog import Cog
from catalog.model.identifiers import Siren

_OVERSEAS = ("97", "98")
"""Beginnings of the codes whose department, or community, is three digits."""


class CommuneRow(NamedTuple):
    """A commune of 1 January of the latest vintage, with that vintage's figures (None: unknown)."""

    code: str
    nom: str
    departement: str
    population: int | None
    epci_siren: str | None
    epci_nom: str | None


class PopulationRow(NamedTuple):
    """`annee` is a vintage, `population` the municipal one."""

    code: str
    annee: int
    population: int


class MembershipRow(NamedTuple):
    """A commune in its EPCI, from the first vintage to the last, both included."""

    code: str
    epci_siren: str
    epci_nom: str | None
    annee_debut: int
    annee_fin: int


Row = CommuneRow | PopulationRow | MembershipRow


@remembered(maxsize=2)
def commune_rows(cog: Cog) -> tuple[CommuneRow, ...]:
    """By code, each commune once."""
    return tuple(_commune_rows(cog))


@remembered(maxsize=2)
def population_rows(cog: Cog) -> tuple[PopulationRow, ...]:
    """By code then vintage; no row where none is known."""
    vintages = cog.texts.vintages
    return tuple(
        PopulationRow(code, year, population)
        for code, line in lines_of(cog.texts.figures).items()
        for year, population in read_figures(line, vintages).populations.items()
    )


@remembered(maxsize=2)
def membership_rows(cog: Cog) -> tuple[MembershipRow, ...]:
    """By code. A membership that ends and begins again is two rows, and so is one during which the
    EPCI took another name.
    """
    return tuple(_membership_rows(cog))


def _commune_rows(cog: Cog) -> Iterator[CommuneRow]:
    vintage = cog.texts.vintages[-1]
    day = date(vintage, 1, 1)
    for code, line in lines_of(cog.texts.figures).items():
        meaning = cog.land.at(code, day)
        if meaning is None or not meaning.is_commune:
            continue
        figures = read_figures(line, cog.texts.vintages)
        siren = figures.epcis.get(vintage)
        yield CommuneRow(
            code,
            meaning.nom,
            _department(code),
            figures.populations.get(vintage),
            siren,
            None if siren is None else _name(cog, siren, vintage),
        )


def _membership_rows(cog: Cog) -> Iterator[MembershipRow]:
    for code, line in lines_of(cog.texts.figures).items():
        epcis = read_figures(line, cog.texts.vintages).epcis
        named = [(year, siren, _name(cog, siren, year)) for year, siren in sorted(epcis.items())]
        runs = groupby(enumerate(named), key=lambda each: (each[1][1:], each[1][0] - each[0]))
        for (said, _), run in runs:
            years = [year for _, (year, *_) in run]
            siren, name = said
            yield MembershipRow(code, siren, name, years[0], years[-1])


def _name(cog: Cog, siren: Siren, year: int) -> str | None:
    """The name of the EPCI in that vintage, or when it last was named; None where it never was."""
    names = cog.labels.epci_names.get(siren, {})
    known = [each for each in names if each <= year] or list(names)
    return names[max(known)] if known else None


def _department(code: str) -> str:
    return code[:3] if code.startswith(_OVERSEAS) else code[:2]
