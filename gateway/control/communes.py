"""Communes of the reference, as `reference.communes` gives them in SQL: open to everybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby, islice
from typing import TypeVar

import strawberry

from catalog.caches import remembered
from catalog.cog import Cog
from catalog.cog.reference_rows import (
    MembershipRow,
    PopulationRow,
    commune_rows,
    membership_rows,
    population_rows,
)
from catalog.fold import fold
from gateway.control.context import ControlContext

Info = strawberry.Info[ControlContext, None]
MOST = 1_000
"""Communes of one answer; no department has more."""


@strawberry.type(description="La population municipale d'un millésime. / Of one vintage.")
class PopulationOfYear:
    annee: int
    population: int


@strawberry.type(
    description=(
        "L'appartenance à un EPCI, du premier au dernier millésime, compris. / Membership of an "
        "EPCI, both vintages included."
    )
)
class EpciMembership:
    epci_siren: str
    epci_nom: str | None
    annee_debut: int
    annee_fin: int


def _populations(root: strawberry.Parent[ReferenceCommune]) -> list[PopulationOfYear]:
    rows = _of(root.code, population_rows, root.cog)
    return [PopulationOfYear(annee=each.annee, population=each.population) for each in rows]


def _memberships(root: strawberry.Parent[ReferenceCommune]) -> list[EpciMembership]:
    return [
        EpciMembership(
            epci_siren=each.epci_siren,
            epci_nom=each.epci_nom,
            annee_debut=each.annee_debut,
            annee_fin=each.annee_fin,
        )
        for each in _of(root.code, membership_rows, root.cog)
    ]


@strawberry.type(
    description=(
        "Une commune au 1er janvier du dernier millésime. / A commune on 1 January of the latest "
        "vintage."
    )
)
class ReferenceCommune:
    cog: strawberry.Private[Cog]
    code: str
    nom: str
    departement: str
    population: int | None
    epci_siren: str | None
    epci_nom: str | None

    populations: list[PopulationOfYear] = strawberry.field(
        resolver=_populations, description="Par millésime. / By vintage."
    )
    territories: list[EpciMembership] = strawberry.field(
        resolver=_memberships,
        description="Les EPCI auxquels elle a appartenu. / The EPCI it belonged to.",
    )


def resolve_communes(
    info: Info,
    codes: list[str] | None = None,
    epci: str | None = None,
    departement: str | None = None,
    search: str | None = None,
    first: int = MOST,
    after: str | None = None,
) -> list[ReferenceCommune]:
    """By code, those that pass every filter that is given; `after` is the last code seen."""
    cog = info.context.cog
    wanted = None if codes is None else frozenset(codes)
    words = fold(search or "").split()
    found = (
        row
        for row in commune_rows(cog)
        if (wanted is None or row.code in wanted)
        and (departement is None or row.departement == departement)
        and (epci is None or row.epci_siren == epci)
        and (after is None or row.code > after)
        and all(word in fold(row.nom) for word in words)
    )
    most = min(max(first, 0), MOST)
    return [ReferenceCommune(cog=cog, **row._asdict()) for row in islice(found, most)]


@strawberry.type
class CommuneQuery:
    communes: list[ReferenceCommune] | None = strawberry.field(
        resolver=resolve_communes,
        description=(
            "Les communes du code officiel géographique, par code, 1 000 au plus à la fois ; "
            "« after » est le dernier code reçu. / The communes of the reference, by code, 1,000 "
            "at most at a time; after is the last code received."
        ),
    )


_Dated = TypeVar("_Dated", PopulationRow, MembershipRow)


@remembered(maxsize=4)
def _index(cog: Cog, rows: Callable[[Cog], tuple[_Dated, ...]]) -> Mapping[str, tuple[_Dated, ...]]:
    grouped = groupby(rows(cog), key=lambda each: each.code)
    return {code: tuple(each) for code, each in grouped}


def _of(code: str, rows: Callable[[Cog], tuple[_Dated, ...]], cog: Cog) -> tuple[_Dated, ...]:
    return _index(cog, rows).get(code, ())
