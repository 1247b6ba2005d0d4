"""A receipt looked at: whether this gateway signed it, and what it says, for whoever holds it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from gateway.control.context import ControlContext
from gateway.control.types import Organisation, write_organisation
from gateway.proof.receipts import holds_answer, read_receipt

Info = strawberry.Info[ControlContext, None]


@strawberry.type(description="Ce que la passerelle a signé. / What the gateway signed.")
class Receipt:
    at: dt.datetime
    request_id: str
    reader: Organisation | None = strawberry.field(
        description="Null : sans compte. / Null: without an account."
    )
    purpose: str | None
    datasets: list[strawberry.ID] = strawberry.field(
        description="Vide dans un reçu abrégé. / Empty in a shortened receipt."
    )
    agreements: list[str]
    rows: int | None = strawberry.field(
        description="Null : la réponse partait au fil de la lecture. / Null: it was streamed."
    )
    whole: bool = strawberry.field(
        description="Faux : une part a été refusée. / False: a part was refused."
    )
    is_answer: bool | None = strawberry.field(
        description="Si l'empreinte est celle de la réponse. / Whether the digest is the answer's."
    )
    claims: str = strawberry.field(description="Tout ce qui est signé, en JSON. / All, as JSON.")


def resolve_receipt(
    info: Info,
    text: Annotated[
        str,
        strawberry.argument(description="Comme dans l'en-tête Interco-Receipt. / As the header."),
    ],
    answer_sha256: Annotated[
        str | None,
        strawberry.argument(
            name="answerSha256",
            description="Du fichier de la réponse, en hexadécimal. / Of the answer's file.",
        ),
    ] = None,
) -> Receipt | None:
    """Raises ReceiptRefused where it is not this gateway's, or the answer is another."""
    context = info.context
    claims = read_receipt(text, context.services.trusted.verify)
    if answer_sha256 is not None:
        holds_answer(claims, answer_sha256)
    return _receipt(claims, context, is_answer=None if answer_sha256 is None else True)


def _receipt(
    claims: Mapping[str, Any], context: ControlContext, *, is_answer: bool | None
) -> Receipt:
    return Receipt(
        at=dt.datetime.fromtimestamp(claims["iat"], dt.UTC),
        request_id=claims["request"],
        reader=_body(claims.get("reader"), context),
        purpose=claims.get("purpose"),
        datasets=[strawberry.ID(name) for name in claims.get("datasets") or ()],
        agreements=list(claims.get("agreements") or ()),
        rows=claims.get("rows"),
        whole=bool(claims.get("whole")),
        is_answer=is_answer,
        claims=json.dumps(claims, ensure_ascii=False, indent=2),
    )


def _body(siren: str | None, context: ControlContext) -> Organisation | None:
    try:
        body = None if siren is None else context.snapshot.organisations.get(Siren.parse(siren))
    except Problem:
        return None
    return None if body is None else write_organisation(body)


@strawberry.type
class ReceiptQuery:
    receipt: Receipt | None = strawberry.field(
        resolver=resolve_receipt,
        description=(
            "Ce que dit un reçu, s'il est de cette passerelle ; il n'ouvre rien. / What a receipt "
            "says, if it is this gateway's; it opens nothing."
        ),
    )
