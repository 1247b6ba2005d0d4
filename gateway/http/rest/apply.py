"""`POST /v1/apply`: a declaration from elsewhere, applied as the token's agent."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError

from catalog.declaration.declaration import read_documents
from catalog.declaration.problems import DeclarationRefused
from catalog.declaration.rendering import difference_lines
from catalog.problems import CatalogMoved
from gateway.acts.act import apply_declaration
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    DocumentTooLarge,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.http.body import read_body
from gateway.http.rest.allowed import Declaring
from gateway.http.rest.bodies import body_of
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.problem_route import ProblemRoute
from policies.problems import MandateRequired

router = APIRouter(route_class=ProblemRoute, tags=["declaration"])
_MAX_BYTES = 20_000_000
_MOST_QUOTES = 4_000


class DeclarationSent(BaseModel):
    """The documents of a declaration, by name."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")

    documents: dict[str, str] = Field(examples=[{"organisation.yaml": "organisation: …"}])
    dry_run: StrictBool = Field(alias="dryRun", description="Say what would change, and no more.")


class Difference(BaseModel):
    difference: list[str] = Field(description="One line a change, in the language asked for.")
    applied: bool = Field(description="Something changed at once; false where all of it waits.")
    held: list[str] = Field(
        description=(
            "Datasets of which a part waits until an approver of their body, another person, "
            "confirms it; the difference says so in words."
        )
    )


async def declaration_in(request: Request, _: Declaring) -> DeclarationSent:
    """Bounded before it is read: a model parameter would take any size. The law comes first."""
    body = await read_body(request, _MAX_BYTES)
    if body.count(b'"') - body.count(b'\\"') > _MOST_QUOTES:
        # A name and a text have four; those within a text are written \".
        raise RequestNotAsDescribed(
            what_fr="au plus 1 000 documents sont attendus",
            what_en="at most 1,000 documents are expected",
        )
    try:
        return DeclarationSent.model_validate_json(body)
    except ValidationError:
        raise RequestNotAsDescribed(
            what_fr="« documents » (nom : texte) et « dryRun » sont attendus",
            what_en='"documents" (name: text) and "dryRun" are expected',
        ) from None


@router.post(
    "/apply",
    summary="Apply a declaration",
    responses=responses_of(
        RequestNotAsDescribed, DeclarationRefused, BadToken, UnknownAgent, MandateRequired,
        ActsRefused, CatalogMoved, DocumentTooLarge,
    ),
    openapi_extra=body_of(DeclarationSent),
)  # fmt: skip
async def apply(
    caller: SignedIn,
    sent: Annotated[DeclarationSent, Depends(declaration_in)],
    services: TheServices,
    language: LanguageAsked,
) -> Difference:
    """Nothing is written where any part is refused, or with `dryRun`."""
    documents = {name: text.encode() for name, text in sent.documents.items()}
    # A million bytes of YAML take seconds.
    declaration = await services.query.beside.run(read_documents, documents)
    difference = await apply_declaration(
        declaration, caller.subject, services.acts, dry_run=sent.dry_run, reads_sources=True
    )
    return Difference(
        difference=list(difference_lines(difference, language)),
        applied=not (sent.dry_run or difference.is_empty or difference.waits_whole),
        held=list(difference.held),
    )
