"""Disputes that a client sends to a contractor, and those that a contractor has received."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.canonical_json import write_canonical
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.sentence import Sentence
from gateway.control.types import Organisation, write_organisation


@strawberry.type(
    description="Des contestations reçues d'un donneur d'ordre. / Disputes sent by a client."
)
class ReceivedDisputes:
    digest: strawberry.ID
    sender: Organisation
    title: Sentence
    at: dt.datetime
    table: str = strawberry.field(
        description="JSON : columns (name, label, unit, type), rows. / JSON: columns, rows."
    )


@strawberry.type
class SendDisputesResult:
    applied: bool
    sentences: list[Sentence]


async def resolve_received(info: Info) -> list[ReceivedDisputes] | None:
    refuse_anonymous(info)
    bodies = info.context.snapshot.organisations
    received = await info.context.services.figures.disputes_received()
    return [
        ReceivedDisputes(
            digest=strawberry.ID(one.digest),
            sender=write_organisation(bodies[one.body]),
            title=Sentence(fr=one.title_fr, en=one.title_en),
            at=one.at,
            table=write_canonical(one.table).decode(),
        )
        for one in received
    ]


async def resolve_send(
    info: Info, figure: strawberry.ID, to: str, *, dry_run: bool = False
) -> SendDisputesResult | None:
    refuse_anonymous(info)
    name = await info.context.services.figures.send_disputes(figure, to, dry_run=dry_run)
    fr, en = (
        (f"Serait envoyé à {name}.", f"Would be sent to {name}.")
        if dry_run
        else (f"Envoyé à {name}.", f"Sent to {name}.")
    )
    return SendDisputesResult(applied=not dry_run, sentences=[Sentence(fr=fr, en=en)])


@strawberry.type
class DisputeQuery:
    disputes_received: list[ReceivedDisputes] | None = strawberry.field(
        resolver=resolve_received,
        description=(
            "Les contestations que des donneurs d'ordre vous ont envoyées. / "
            "The disputes that clients have sent to you."
        ),
    )


@strawberry.type
class DisputeMutation:
    send_disputes: SendDisputesResult | None = strawberry.mutation(
        resolver=resolve_send,
        description=(
            "Envoie les contestations d'un chiffre figé au prestataire dont ce sont les bons. / "
            "Sends the disputes of a frozen figure to the contractor whose slips they are about."
        ),
    )
