"""Readers of one's own datasets, actual and possible, and one's own requests: three root fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated

import strawberry

from catalog.model.identifiers import Siren
from catalog.model.organisation import Organisation as PublicBody
from catalog.model.usage import DatasetUse, Period
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.dataset_names import dataset_called
from gateway.control.types import Organisation, write_organisation

strawberry.enum(Period, name="UsagePeriod", description="Jour ou mois. / Day or month.")


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
    period: str | None = strawberry.field(
        description="Le jour ou le mois, à Paris, si « by » est donné. / With `by`."
    )


@strawberry.type(description="Une de vos requêtes. / One of your own requests.")
class OwnRequest:
    request_id: strawberry.ID
    at: dt.datetime
    on_behalf_of: Organisation | None
    purpose: str | None
    datasets: list[str]
    agreements: list[str]
    status: str | None
    rows: int | None
    requests: int = strawberry.field(
        description=(
            "Les pages d'une même lecture (OData, OGC API) sont une seule ligne. / "
            "The pages of one walk (OData, OGC API) are one line."
        )
    )


@strawberry.type(
    description="Qui avait le droit de lire, de quand à quand. / Who had the right to read, when."
)
class CouldRead:
    organisation: Organisation | None = strawberry.field(
        description="Null : n'importe qui, sans compte. / Null: anybody, without an account."
    )
    purpose: str | None
    agreements: list[str]
    since: dt.datetime
    until: dt.datetime


async def resolve_usage(
    info: Info,
    dataset: strawberry.ID | None = None,
    since: Annotated[
        dt.date | None,
        strawberry.argument(description="Un an sinon. / A year otherwise."),
    ] = None,
    until: Annotated[
        dt.date | None,
        strawberry.argument(description="Ce jour compris. / That day included."),
    ] = None,
    by: Period | None = None,
) -> list[DatasetUsage] | None:
    refuse_anonymous(info)
    context = info.context
    found = await context.services.usage(dataset, since, until, by)
    return [_written(each, context.snapshot.organisations) for each in found]


def _written(use: DatasetUse, known: Mapping[Siren, PublicBody]) -> DatasetUsage:
    return DatasetUsage(
        dataset=strawberry.ID(use.dataset),
        organisation=_body(use.reader, known),
        purpose=use.purpose,
        agreements=list(use.agreements),
        requests=use.requests,
        beside_others=use.beside_others,
        rows=use.rows,
        last=use.last,
        period=use.period,
    )


async def resolve_my_requests(info: Info, since: dt.date | None = None) -> list[OwnRequest] | None:
    refuse_anonymous(info)
    context = info.context
    known = context.snapshot.organisations
    return [
        OwnRequest(
            request_id=strawberry.ID(each.request_id),
            at=each.at,
            on_behalf_of=_body(each.on_behalf_of, known),
            purpose=each.purpose,
            datasets=list(each.datasets),
            agreements=list(each.agreements),
            status=each.status,
            rows=each.rows,
            requests=each.requests,
        )
        for each in await context.services.usage.own_requests(since)
    ]


async def resolve_could_have_read(
    info: Info, dataset: strawberry.ID, since: dt.datetime, until: dt.datetime
) -> list[CouldRead] | None:
    refuse_anonymous(info)
    context = info.context
    named = dataset_called(dataset, context.view).id
    known = context.snapshot.organisations
    return [
        CouldRead(
            organisation=_body(each.reader, known),
            purpose=each.purpose,
            agreements=list(each.agreements),
            since=each.since,
            until=each.until,
        )
        for each in await context.services.usage.could_have_read(named, since, until)
    ]


def _body(siren: Siren | None, known: Mapping[Siren, PublicBody]) -> Organisation | None:
    body = None if siren is None else known.get(siren)
    return None if body is None else write_organisation(body)


@strawberry.type
class UsageQuery:
    usage: list[DatasetUsage] | None = strawberry.field(
        resolver=resolve_usage,
        description=(
            "Pour les référents, signataires et DPO : qui a lu vos jeux de données, données "
            "ouvertes comprises, du plus récent au plus ancien. / For stewards, approvers and "
            "DPOs: who read your datasets, open data included, the last read first."
        ),
    )
    my_requests: list[OwnRequest] | None = strawberry.field(
        resolver=resolve_my_requests,
        description=(
            "Vos propres requêtes, de la plus récente à la plus ancienne, mille au plus. / Your "
            "own requests, the last first, a thousand at most."
        ),
    )
    could_have_read: list[CouldRead] | None = strawberry.field(
        resolver=resolve_could_have_read,
        description=(
            "Pour le référent et le DPO du propriétaire : qui avait le droit de lire un jeu entre "
            "deux instants, d'après les catalogues de ce temps et les règles d'aujourd'hui. / For "
            "the owner's steward and DPO: who had the right to read a dataset between two "
            "instants, by the catalogs of that time and the rules of today."
        ),
    )
