"""Communes of the reference, as `reference.communes` gives them in SQL: open to everybody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from time import monotonic
from typing import Any, TypeVar, cast

import strawberry
from strawberry.types.nodes import Selection

from catalog.caches import remembered
from catalog.cog import Cog
from catalog.cog.reference_rows import (
    CommuneRow,
    MembershipRow,
    PopulationRow,
    commune_rows,
    membership_rows,
    population_rows,
)
from catalog.fold import fold
from catalog.giving_way import rest_after
from gateway.control.context import ControlContext
from schema.problems import TooManyRowsAsked

Info = strawberry.Info[ControlContext, None]
MOST = 1_000
"""Communes of one answer; no department has more."""
MOST_SHOWN = 2_000
"""Of one document, however many times it asks: to write them takes a quarter of a second."""
_KIND = "communes"
_PIECE = 5
_Besides = Callable[[Cog], tuple[Any, ...]]
_BESIDES: Mapping[str, _Besides] = {"populations": population_rows, "territories": membership_rows}


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


async def resolve_communes(
    info: Info,
    codes: list[str] | None = None,
    epci: str | None = None,
    departement: str | None = None,
    search: str | None = None,
    first: int = MOST,
    after: str | None = None,
) -> list[ReferenceCommune]:
    """By code, those that pass every filter that is given; `after` is the last code seen.

    Raises TooManyRowsAsked where the document shows more than MOST_SHOWN.
    """
    context = info.context
    wanted = None if codes is None else frozenset(codes)
    words = fold(search or "").split()
    most = min(max(first, 0), MOST)

    def chosen() -> list[CommuneRow]:
        # What the rows have besides is read here too where it is asked for.
        for rows in _asked_besides(info.selected_fields):
            _of("", rows, context.cog)
        passing = (
            row
            for row in commune_rows(context.cog)
            if (wanted is None or row.code in wanted)
            and (departement is None or row.departement == departement)
            and (epci is None or row.epci_siren == epci)
            and (after is None or row.code > after)
            and all(word in fold(row.nom) for word in words)
        )
        return list(islice(passing, most))

    async with context.one_by_one:
        # Once there are enough, no other field of the document is looked for.
        if context.shown[_KIND] >= MOST_SHOWN:
            raise TooManyRowsAsked(rows=context.shown[_KIND] + most, limit=MOST_SHOWN)
        rows = await asyncio.to_thread(chosen)
        context.shown[_KIND] += len(rows)
    if context.shown[_KIND] > MOST_SHOWN:
        raise TooManyRowsAsked(rows=context.shown[_KIND], limit=MOST_SHOWN)
    # The library takes what comes piece by piece as it takes a list.
    return cast("list[ReferenceCommune]", _piecemeal(rows, context.cog))


async def _piecemeal(rows: Sequence[CommuneRow], cog: Cog) -> AsyncIterator[ReferenceCommune]:
    """Others are served between two pieces, for as long as a piece took."""
    resumed = monotonic()
    for number, row in enumerate(rows):
        if number % _PIECE == 0:
            await asyncio.sleep(rest_after(monotonic() - resumed))
            resumed = monotonic()
        yield ReferenceCommune(cog=cog, **row._asdict())


def _asked_besides(selections: Iterable[Selection]) -> Iterator[_Besides]:
    for selection in selections:
        name = getattr(selection, "name", "")
        if name in _BESIDES:
            yield _BESIDES[name]
        yield from _asked_besides(selection.selections)


@strawberry.type
class CommuneQuery:
    communes: list[ReferenceCommune] | None = strawberry.field(
        resolver=resolve_communes,
        description=(
            "Les communes du code officiel géographique, par code, 1 000 au plus à la fois "
            "et 2 000 par document ; « after » est le dernier code reçu. / The communes of the "
            "reference, by code, 1,000 at most at a time and 2,000 in one document; after is the "
            "last code received."
        ),
    )


_Dated = TypeVar("_Dated", PopulationRow, MembershipRow)


@remembered(maxsize=4)
def _index(cog: Cog, rows: Callable[[Cog], tuple[_Dated, ...]]) -> Mapping[str, tuple[_Dated, ...]]:
    grouped = groupby(rows(cog), key=lambda each: each.code)
    return {code: tuple(each) for code, each in grouped}


def _of(code: str, rows: Callable[[Cog], tuple[_Dated, ...]], cog: Cog) -> tuple[_Dated, ...]:
    return _index(cog, rows).get(code, ())
