"""`/v1/links`: links to the saved questions of one's own body, and their consents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field, StrictBool

from catalog.actions.operations.problems import UnknownOperationName
from catalog.actions.problems import ActRefused
from catalog.actions.question_links.links import LinkAsked
from catalog.actions.question_links.problems import LinkNeedsNoConsent, UnknownQuestionLink
from catalog.model.problem import Language
from catalog.model.question_link import LinkValue
from catalog.problems import CatalogMoved
from gateway.acts.question_links import LinkDone as Done
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    DocumentTooLarge,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.http.rest.allowed import allowed
from gateway.http.rest.bodies import SentStrictly, Shown, body_of, read_sent
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.problem_route import ProblemRoute
from gateway.reading.query.question_files import BY_FORMAT
from gateway.reading.query.request import read_address
from gateway.reading.reports.question_links import LinkService
from policies.problems import LinkToPersonalData, OnwardSharingForbidden
from policies.sign_in_problems import SignInTooWeak

router = APIRouter(route_class=ProblemRoute, tags=["links"])


class _Sent(SentStrictly):
    dry_run: StrictBool = Field(False, description="Say what would be done, and no more.")


class LinkWanted(_Sent):
    """The question, the format and the last day of a link."""

    question: str = Field(examples=["tonnages"])
    format: str = Field(examples=list(BY_FORMAT))
    title: str = ""
    values: dict[str, str] = Field(
        default_factory=dict, description="By their names; defaults hold for the others."
    )
    purpose: str | None = Field(None, description="That of the question when not said.")
    last_day: dt.date | None = Field(None, description="366 days at most; 90 when not said.")
    networks: list[str] = Field(default_factory=list, description="CIDR. Empty: from anywhere.")


class LinkActWanted(_Sent):
    """Nothing need be said."""


class LinkValueMade(Shown):
    name: str
    value: str


class LinkMade(Shown):
    """A link, never its address."""

    id: str
    title: str
    question: str
    format: str
    values: list[LinkValueMade]
    purpose: str | None
    networks: list[str]
    made_by: str
    made_at: dt.datetime
    last_day: dt.date
    state: str = Field(
        description="open, awaits_consent, revoked, ended, maker_left or question_changed."
    )
    awaits: list[str] = Field(description="Agreements whose owner is still to consent.")
    opened: int = Field(description="Requests for its rows.")
    looked_at: int = Field(description="Requests for its headers alone (HEAD), without a row.")
    last_opened_at: dt.datetime | None
    is_mine: bool


class LinksMade(Shown):
    links: list[LinkMade]


class LinkOverData(Shown):
    id: str
    organisation: str
    body: str
    datasets: list[str] = Field(description="Yours alone.")
    format: str
    purpose: str | None
    made_at: dt.datetime
    last_day: dt.date
    state: str
    awaits: list[str] = Field(description="Agreements by which it awaits your consent.")
    consented: list[str]
    opened: int
    last_opened_at: dt.datetime | None


class LinksOverData(Shown):
    links: list[LinkOverData]


class LinkDone(Shown):
    """`path` is shown here alone, once: whoever has it can read what it gives."""

    act: str
    applied: bool
    sentences: list[str] = Field(description="In the language asked for.")
    id: str | None
    path: str | None


SentModel = TypeVar("SentModel", bound=_Sent)


def _read(model: type[SentModel]) -> Callable[[Request], Awaitable[SentModel]]:
    async def read(request: Request) -> SentModel:
        return await read_sent(model, request, may_be_empty=True)

    return read


async def link_service(
    request: Request, caller: SignedIn, services: TheServices, language: LanguageAsked
) -> LinkService:
    address = read_address(None if request.client is None else request.client.host)
    return LinkService(
        caller.subject, services.acts, services.query, services.link_uses, language, address
    )


Links = Annotated[LinkService, Depends(link_service)]
LinkId = Annotated[str, Path(description="Its id: `lien-1a2b3c4d`.")]
_Nothing = Annotated[LinkActWanted, Depends(_read(LinkActWanted))]
_ALWAYS = (BadToken, UnknownAgent, ActsRefused)
_ACTS = (*_ALWAYS, SignInTooWeak, CatalogMoved, RequestNotAsDescribed, DocumentTooLarge)
_BODY = body_of(LinkActWanted, required=False)


@router.get("/links", summary="The links of one's own body", responses=responses_of(*_ALWAYS))
async def links(service: Links, response: Response) -> LinksMade:
    """Each with its last day, and how often it was opened."""
    response.headers["Cache-Control"] = "no-store"
    return LinksMade(links=[LinkMade.model_validate(each) for each in await service.own()])


@router.get(
    "/links/over-own-data",
    summary="Links of other bodies that read one's data",
    responses=responses_of(*_ALWAYS),
)
async def over_own_data(service: Links, response: Response) -> LinksOverData:
    """For stewards, approvers and the DPO of the owner."""
    response.headers["Cache-Control"] = "no-store"
    over = await service.over_own_data()
    return LinksOverData(links=[LinkOverData.model_validate(each) for each in over])


@router.post(
    "/links",
    summary="Make a link to a saved question",
    responses=responses_of(
        *_ACTS, ActRefused, UnknownOperationName, OnwardSharingForbidden, LinkToPersonalData
    ),
    dependencies=[allowed("make_link")],
    openapi_extra=body_of(LinkWanted),
)
async def make(
    sent: Annotated[LinkWanted, Depends(_read(LinkWanted))],
    service: Links,
    language: LanguageAsked,
    response: Response,
) -> LinkDone:
    """The answer holds its address, once: only a digest is kept."""
    link_asked = LinkAsked(
        question=sent.question,
        answer_format=sent.format,
        title=sent.title,
        values=tuple(LinkValue(name, value) for name, value in sent.values.items()),
        purpose=sent.purpose,
        last_day=sent.last_day,
        networks=tuple(sent.networks),
    )
    return _done(await service.make(link_asked, dry_run=sent.dry_run), language, response)


@router.post(
    "/links/{link}/revoke",
    summary="Take a link away",
    responses=responses_of(*_ACTS, UnknownQuestionLink),
    openapi_extra=_BODY,
)
async def revoke(
    link: LinkId, service: Links, sent: _Nothing, language: LanguageAsked, response: Response
) -> LinkDone:
    """For the next request on; what is being sent ends."""
    return _done(await service.revoke(link, dry_run=sent.dry_run), language, response)


@router.post(
    "/links/{link}/consent",
    summary="Let another body's link pass on one's data",
    responses=responses_of(*_ACTS, UnknownQuestionLink, LinkNeedsNoConsent),
    openapi_extra=_BODY,
)
async def consent(
    link: LinkId, service: Links, sent: _Nothing, language: LanguageAsked, response: Response
) -> LinkDone:
    """For approvers of the owner, where the agreement asks for the owner's consent."""
    return _done(await service.consent(link, dry_run=sent.dry_run), language, response)


@router.post(
    "/links/{link}/end-consent",
    summary="Let it no more",
    responses=responses_of(*_ACTS, UnknownQuestionLink, LinkNeedsNoConsent),
    openapi_extra=_BODY,
)
async def end_consent(
    link: LinkId, service: Links, sent: _Nothing, language: LanguageAsked, response: Response
) -> LinkDone:
    """For the next request on."""
    return _done(await service.end_consent(link, dry_run=sent.dry_run), language, response)


def _done(done: Done, language: Language, response: Response) -> LinkDone:
    response.headers["Cache-Control"] = "no-store"
    return LinkDone(
        act=done.act,
        applied=done.applied,
        sentences=[each.fr if language == "fr" else each.en for each in done.sentences],
        id=done.id,
        path=done.path,
    )
