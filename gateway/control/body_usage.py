"""The requests of each body to the platform: a root field for its operator alone."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import strawberry

from gateway.control.acting import Info, refuse_anonymous
from gateway.control.types import Organisation, write_organisation


@strawberry.type(
    description=(
        "Ce qu'un organisme a demandé en un mois, et sa part. / What one body asked in a month."
    )
)
class BodyUsage:
    month: str = strawberry.field(description="`2026-11`, à Paris. / In Paris.")
    organisation: Organisation | None = strawberry.field(
        description="Null : sans compte. / Null: without an account."
    )
    requests: int
    failed: int = strawberry.field(
        description="Dont celles restées sans réponse. / Those left without an answer."
    )
    rows: int
    milliseconds: int = strawberry.field(
        description="Passées à répondre. / Taken by the gateway to answer."
    )
    share: float | None = strawberry.field(
        description=(
            "Du temps que tous ont pris ce mois-là, de 0 à 1. Null : personne n'en a pris. / Of "
            "the time that all took that month, 0 to 1. Null: nobody took any."
        )
    )
    cents: int | None = strawberry.field(
        description=(
            "Sa part de `monthlyCents` ; les parts d'un mois font la somme exacte. / Its part of "
            "`monthlyCents`; those of a month add up exactly."
        )
    )


async def resolve_body_usage(
    info: Info,
    since: Annotated[
        dt.date | None,
        strawberry.argument(description="Le premier du mois sinon. / The month's first otherwise."),
    ] = None,
    until: Annotated[
        dt.date | None,
        strawberry.argument(description="Ce jour compris. / That day included."),
    ] = None,
    monthly_cents: Annotated[
        int | None,
        strawberry.argument(
            description="Ce que coûte un mois, à répartir. / What a month costs, to be shared out."
        ),
    ] = None,
) -> list[BodyUsage] | None:
    refuse_anonymous(info)
    known = info.context.snapshot.organisations
    parts = await info.context.services.usage.of_bodies(since, until, monthly_cents)
    return [
        BodyUsage(
            month=part.use.month,
            organisation=None if body is None else write_organisation(body),
            requests=part.use.requests,
            failed=part.use.failed,
            rows=part.use.rows,
            milliseconds=part.use.milliseconds,
            share=part.share,
            cents=part.cents,
        )
        for part in parts
        for body in (None if part.use.body is None else known.get(part.use.body),)
    ]


@strawberry.type
class BodyUsageQuery:
    body_usage: list[BodyUsage] | None = strawberry.field(
        resolver=resolve_body_usage,
        description=(
            "Pour l'exploitant : ce que chaque organisme a demandé, mois par mois, et sa part des "
            "coûts. / For the operator: what each body asked, by month, and its part of the costs."
        ),
    )
