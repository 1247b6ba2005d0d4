"""`/v1/campaigns`: the same request to each member, followed month by month by who opened it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from catalog.actions.campaigns.months import write_month
from catalog.actions.campaigns.problems import (
    CampaignClosed,
    NobodyToRemind,
    TooManyCampaigns,
    UnknownCampaign,
)
from catalog.actions.campaigns.wanted import CampaignWanted
from catalog.actions.outcome import Acted
from catalog.actions.problems import ActRefused
from catalog.model.campaign import Campaign
from catalog.model.problem import Language
from catalog.model.terms import Contact
from catalog.problems import CatalogMoved
from catalog.snapshot import Snapshot
from catalog.standards.problems import UnknownStandard
from catalog.templates.problems import UnknownTemplate
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    DocumentTooLarge,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.figures.campaigns.board import WORDS as CELL_WORDS
from gateway.figures.campaigns.board import Board, Line
from gateway.figures.campaigns.service import CampaignService, opened_of
from gateway.http.headers import read_headers
from gateway.http.rest.allowed import allowed
from gateway.http.rest.bodies import Sent, Shown, body_of, read_sent
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.problem_route import ProblemRoute
from gateway.reading.query.sql_request import SqlRequest
from gateway.services import Services

router = APIRouter(route_class=ProblemRoute, tags=["campaigns"])
_WHO = (BadToken, UnknownAgent, RequestNotAsDescribed)
_ACTS = (ActsRefused, ActRefused, CatalogMoved)
CampaignId = Annotated[str, Path(max_length=40, description="Its id: `camp-2026-0001`.")]
DryRun = Annotated[bool, Query(alias="dryRun", description="Say what would change, and no more.")]


class ContactSent(Sent):
    name: str
    email: str


class CampaignSent(Sent):
    title: str
    template: str = Field(description="`rpqs_dechets`, `rpqs_eau`…")
    first_month: str = Field(description="`2026-01`.")
    last_month: str = Field(description="`2026-12`.")
    due: date = Field(description="The day that the data is expected by.")
    members: list[str] = Field(
        default_factory=list, description="Short names or SIREN; none: all members."
    )
    dataset: str | None = Field(None, description="A dataset's name, at each member.")
    standard: str | None = Field(None, description="Instead of the template's.")
    until: date | None = Field(None, description="The agreements' end.")
    duty: str | None = Field(None, description="A code of the calendar.")
    previous: str | None = Field(None, description="The campaign that it follows.")
    legal_basis: str | None = None
    contact: ContactSent | None = None
    dpo: ContactSent | None = None
    dpia_reference: str | None = None
    dpia_waiver: str | None = None


class CampaignTold(Shown):
    id: str
    title: str
    template: str
    standard: str | None
    first_month: str
    last_month: str
    due: date
    state: str = Field(description="`open`, `closed`.")
    duty: str | None
    previous: str | None
    members: list[str] = Field(description="SIREN.")


class CampaignList(Shown):
    campaigns: list[CampaignTold]


class MonthTold(Shown):
    month: str
    code: str = Field(description="`received`, `late`, `awaited`, `to_sign`, `refused`…")
    words: str
    rows: int | None


class MemberTold(Shown):
    siren: str
    name: str
    agreement: str | None
    code: str
    words: str
    note: str | None
    months: list[MonthTold]


class CampaignWhole(CampaignTold):
    summary: str
    board: list[MemberTold]


class CampaignDone(Shown):
    applied: bool
    sentences: list[str]
    campaign: CampaignTold | None


@router.get("/campaigns", summary="The campaigns of one's own body", responses=responses_of(*_WHO))
async def campaigns(request: Request, caller: SignedIn, services: TheServices) -> CampaignList:
    """The last to be opened first; those of another body are not there."""
    listed = await _service(request, caller, services).campaigns()
    return CampaignList(campaigns=[_written(one) for one in listed])


@router.post(
    "/campaigns",
    summary="Open a campaign: one request to each member",
    status_code=201,
    response_model=CampaignDone,
    responses={
        200: {"description": "A dry run: nothing is kept.", "model": CampaignDone},
        **responses_of(
            *_WHO,
            *_ACTS,
            *(UnknownTemplate, UnknownStandard, TooManyCampaigns, DocumentTooLarge),
        ),
    },
    dependencies=[allowed("open_campaign")],
    openapi_extra=body_of(CampaignSent),
)
async def open_campaign(
    request: Request,
    caller: SignedIn,
    services: TheServices,
    language: LanguageAsked,
    *,
    dry_run: DryRun = False,
) -> JSONResponse:
    """For stewards: a draft is written and submitted for each; each owner signs as ever."""
    sent = await read_sent(CampaignSent, request, depth=2)
    acted = await _service(request, caller, services).open(_wanted(sent), dry_run=dry_run)
    done = _done(acted, language, dry_run=dry_run)
    return JSONResponse(done.model_dump(mode="json", by_alias=True), 200 if dry_run else 201)


@router.get(
    "/campaigns/{campaign}",
    summary="One campaign and its board, read now",
    responses=responses_of(*_WHO, UnknownCampaign),
)
async def campaign(
    campaign: CampaignId,
    request: Request,
    caller: SignedIn,
    services: TheServices,
    language: LanguageAsked,
) -> CampaignWhole:
    """Members and months; rows are counted by your own rights of this moment."""
    service = _service(request, caller, services)
    known = await service.campaign(campaign)
    board = await service.board(known)
    return _whole(known, board, await services.acts.catalog.current(), language)


@router.post(
    "/campaigns/{campaign}/reminders",
    summary="Remind whoever has not answered or given",
    responses=responses_of(*_WHO, *_ACTS, UnknownCampaign, CampaignClosed, NobodyToRemind),
)
async def remind(
    campaign: CampaignId,
    request: Request,
    caller: SignedIn,
    services: TheServices,
    language: LanguageAsked,
    *,
    dry_run: DryRun = False,
) -> CampaignDone:
    """Once a day each; whoever has the data by now is asked for it."""
    acted = await _service(request, caller, services).remind(campaign, dry_run=dry_run)
    return _done(acted, language, dry_run=dry_run)


@router.post(
    "/campaigns/{campaign}/close",
    summary="Close a campaign: nobody is reminded any more",
    responses=responses_of(*_WHO, *_ACTS, UnknownCampaign, CampaignClosed),
)
async def close(
    campaign: CampaignId,
    request: Request,
    caller: SignedIn,
    services: TheServices,
    language: LanguageAsked,
    *,
    dry_run: DryRun = False,
) -> CampaignDone:
    """Agreements and requests stay as they are."""
    acted = await _service(request, caller, services).close(campaign, dry_run=dry_run)
    return _done(acted, language, dry_run=dry_run)


def _service(request: Request, caller: SignedIn, services: Services) -> CampaignService:
    headers = read_headers(request)
    statement = SqlRequest(
        id=request.state.id,
        document="",
        authorization=headers.authorization,
        session=headers.session,
        on_behalf_of=headers.on_behalf_of,
        language=headers.language,
        address=headers.address,
    )
    return CampaignService(caller.subject, services.acts, services.query, statement)


def _wanted(sent: CampaignSent) -> CampaignWanted:
    return CampaignWanted(
        title=sent.title,
        template=sent.template,
        first_month=sent.first_month,
        last_month=sent.last_month,
        due=sent.due,
        members=tuple(sent.members),
        dataset=sent.dataset,
        standard=sent.standard,
        until=sent.until,
        duty=sent.duty,
        previous=sent.previous,
        legal_basis=sent.legal_basis,
        contact=_contact(sent.contact),
        dpo=_contact(sent.dpo),
        dpia_reference=sent.dpia_reference,
        dpia_waiver=sent.dpia_waiver,
    )


def _contact(sent: ContactSent | None) -> Contact | None:
    return None if sent is None else Contact(sent.name, sent.email)


def _done(acted: Acted, language: Language, *, dry_run: bool) -> CampaignDone:
    opened = opened_of(acted)
    return CampaignDone(
        applied=not dry_run,
        sentences=[one.fr if language == "fr" else one.en for one in acted.sentences],
        campaign=None if opened is None else _written(opened),
    )


def _written(known: Campaign) -> CampaignTold:
    return CampaignTold(
        id=known.id,
        title=known.title,
        template=known.template,
        standard=known.standard,
        first_month=write_month(known.first_month),
        last_month=write_month(known.last_month),
        due=known.due,
        state="open" if known.is_open else "closed",
        duty=known.duty,
        previous=known.previous,
        members=[str(one.member) for one in known.requests],
    )


def _whole(known: Campaign, board: Board, snapshot: Snapshot, language: Language) -> CampaignWhole:
    return CampaignWhole(
        **_written(known).model_dump(),
        summary=board.summary.fr if language == "fr" else board.summary.en,
        board=[_member(line, snapshot, language) for line in board.lines],
    )


def _member(line: Line, snapshot: Snapshot, language: Language) -> MemberTold:
    place = 0 if language == "fr" else 1
    body = snapshot.organisations.get(line.member)
    return MemberTold(
        siren=line.member,
        name=str(line.member) if body is None else body.name,
        agreement=None if line.agreement is None else line.agreement.citation,
        code=line.code.value,
        words=CELL_WORDS[line.code][1][place],
        note=None if line.note is None else line.note[place],
        months=[
            MonthTold(
                month=write_month(cell.month),
                code=cell.code.value,
                words=cell.words[place],
                rows=cell.rows,
            )
            for cell in line.cells
        ],
    )
