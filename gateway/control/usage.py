"""Who read one's own datasets: a root field for the owner's stewards alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated

import strawberry

from catalog.model.identifiers import Siren
from catalog.model.organisation import Organisation as PublicBody
from catalog.model.usage import DatasetUse
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.types import Organisation, write_organisation


@strawberry.type(
    description=(
        "Ce qu'un organisme a lu d'un de vos jeux, pour une finalité, sous les mêmes "
        "conventions. / What one organisation read of a dataset of yours."
    )
)
class DatasetUsage:
    dataset: strawberry.ID
    organisation: Organisation | None = strawberry.field(
        description="Null : sans compte. / Null: without an account."
    )
    purpose: str | None
    agreements: list[str] = strawberry.field(
        description=(
            "Aucune : données ouvertes, ou vos propres agents. / None: open data, or your own."
        )
    )
    requests: int
    beside_others: int = strawberry.field(
        description=(
            "Celles qui ont lu aussi d'autres jeux : leurs lignes ne sont pas comptées. / "
            "Those that read other datasets too: their rows are not counted."
        )
    )
    rows: int
    last: dt.datetime


async def resolve_usage(
    info: Info,
    dataset: strawberry.ID | None = None,
    since: Annotated[
        dt.date | None,
        strawberry.argument(description="Un an sinon. / A year otherwise."),
    ] = None,
) -> list[DatasetUsage] | None:
    refuse_anonymous(info)
    context = info.context
    found = await context.services.usage(dataset, since)
    return [_written(each, context.snapshot.organisations) for each in found]


def _written(use: DatasetUse, known: Mapping[Siren, PublicBody]) -> DatasetUsage:
    body = None if use.reader is None else known.get(use.reader)
    return DatasetUsage(
        dataset=strawberry.ID(use.dataset),
        organisation=None if body is None else write_organisation(body),
        purpose=use.purpose,
        agreements=list(use.agreements),
        requests=use.requests,
        beside_others=use.beside_others,
        rows=use.rows,
        last=use.last,
    )


@strawberry.type
class UsageQuery:
    usage: list[DatasetUsage] | None = strawberry.field(
        resolver=resolve_usage,
        description=(
            "Pour les référents : qui a lu vos jeux de données, données ouvertes comprises, du "
            "plus récent au plus ancien. / For stewards: who read your datasets, open data "
            "included, the last read first."
        ),
    )
