"""`/v1/operations`: documents that one's own body saves under names, to ask by name or for keys."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field, StrictBool

from catalog.actions.operations.operations import OperationWanted
from catalog.actions.operations.problems import UnknownOperationName
from catalog.actions.outcome import Acted
from catalog.actions.problems import ActRefused
from catalog.model.problem import Language
from catalog.model.saved_operation import LANGUAGES, QuestionParameter
from catalog.problems import CatalogMoved
from gateway.acts.saved_operations import OperationService
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    DocumentTooLarge,
    NotFound,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.http.rest.allowed import allowed
from gateway.http.rest.bodies import SentStrictly, Shown, body_of, read_sent
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.problem_route import ProblemRoute

router = APIRouter(route_class=ProblemRoute, tags=["operations"])
_MAX_BYTES = 700_000
"""A document of 100,000 bytes, each written as an escape of six."""


class ParameterSent(SentStrictly):
    name: str = Field(examples=["depuis"])
    type: str = Field(examples=["date"])
    default: str | None = Field(None, examples=["2026-01-01"])


class ParameterSaved(Shown):
    name: str
    type: str
    default: str | None


class OperationSent(SentStrictly):
    document: str = Field(description="The whole text; variables and parameters have no values.")
    language: str = Field("graphql", examples=list(LANGUAGES))
    title: str | None = Field(None, description="As people will read it.")
    purpose: str | None = Field(None, description="Of who asks it without saying one.")
    owner: str | None = Field(None, description="The person who answers for it.")
    parameters: list[ParameterSent] = Field(
        default_factory=list, description="The `?` of a statement, in their order."
    )
    roles: list[str] = Field(
        default_factory=list, description="Shared with these roles of the body."
    )
    people: list[str] = Field(
        default_factory=list,
        description="Shared with these people of the body; without any, with the whole body.",
    )
    dry_run: StrictBool = Field(False, description="Say what would be done, and no more.")


class OperationSaved(Shown):
    name: str
    language: str
    document: str
    hash: str = Field(description="SHA-256 of the text.")
    saved_by: str
    saved_at: dt.datetime
    title: str
    purpose: str | None
    owner: str
    parameters: list[ParameterSaved]
    roles: list[str]
    people: list[str]
    is_mine: bool


class OperationsSaved(Shown):
    operations: list[OperationSaved]


class OperationDone(Shown):
    act: str
    applied: bool
    sentences: list[str] = Field(description="In the language asked for.")


async def operation_service(caller: SignedIn, services: TheServices) -> OperationService:
    return OperationService(caller.subject, services.acts)


async def sent_operation(request: Request) -> OperationSent:
    """Raises DocumentTooLarge, RequestNotAsDescribed."""
    return await read_sent(OperationSent, request, limit=_MAX_BYTES)


Operations = Annotated[OperationService, Depends(operation_service)]
OperationName = Annotated[
    str, Path(description="Lower-case letters, digits and dashes.", examples=["tonnages"])
]
DryRun = Annotated[bool, Query(alias="dryRun", description="Say what would change, and no more.")]
_ALWAYS = (BadToken, UnknownAgent, ActsRefused)
_ACTS = (*_ALWAYS, CatalogMoved, RequestNotAsDescribed, NotFound)


@router.get(
    "/operations",
    summary="The documents that one's own body has saved",
    responses=responses_of(*_ALWAYS),
)
async def operations(service: Operations, response: Response) -> OperationsSaved:
    """By name, each with its text and the hash of it."""
    response.headers["Cache-Control"] = "no-store"
    saved = await service.operations()
    return OperationsSaved(operations=[OperationSaved.model_validate(each) for each in saved])


@router.put(
    "/operations/{name}",
    summary="Save a document under a name",
    responses=responses_of(*_ACTS, ActRefused, DocumentTooLarge),
    dependencies=[allowed("save_own_operation")],
    openapi_extra=body_of(OperationSent),
)
async def save(
    name: OperationName,
    sent: Annotated[OperationSent, Depends(sent_operation)],
    service: Operations,
    language: LanguageAsked,
) -> OperationDone:
    """In place of another of that name; keys go on for the text that they were made for."""
    operation = OperationWanted(
        name,
        sent.language,
        sent.document,
        title=sent.title,
        purpose=sent.purpose,
        owner=sent.owner,
        parameters=tuple(
            QuestionParameter(each.name, each.type, each.default) for each in sent.parameters
        ),
        roles=tuple(sent.roles),
        people=tuple(sent.people),
    )
    acted = await service.save(operation, dry_run=sent.dry_run)
    return _done(acted, language, dry_run=sent.dry_run)


@router.delete(
    "/operations/{name}",
    summary="Take a saved document away",
    responses=responses_of(*_ACTS, UnknownOperationName),
)
async def remove(
    name: OperationName,
    service: Operations,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> OperationDone:
    """Keys that were made for it still serve."""
    acted = await service.remove(name, dry_run=dry_run)
    return _done(acted, language, dry_run=dry_run)


def _done(acted: Acted, language: Language, *, dry_run: bool) -> OperationDone:
    sentences = [each.fr if language == "fr" else each.en for each in acted.sentences]
    return OperationDone(act=acted.act, applied=not dry_run, sentences=sentences)
