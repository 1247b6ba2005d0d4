"""Campaigns of one's own body, and the calendar of what it owes each year."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import strawberry

from catalog.actions.campaigns.months import write_month
from catalog.actions.campaigns.standing import agreement_of
from catalog.actions.campaigns.wanted import CampaignWanted
from catalog.actions.outcome import Acted
from catalog.model.agreement import IN_FORCE, AgreementState
from catalog.model.campaign import Campaign as OpenedCampaign
from catalog.model.terms import Contact
from catalog.snapshot import Snapshot
from catalog.templates.template import templates
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.agreement_input import ContactInput
from gateway.control.agreement_writing import write_sentence
from gateway.control.campaign_types import (
    CampaignBoard,
    CampaignCell,
    CampaignCounts,
    CampaignInput,
    CampaignMember,
    CampaignProposal,
    CampaignReminder,
    DutyLine,
)
from gateway.control.sentence import Sentence
from gateway.figures.campaigns.board import WORDS as CELL_WORDS
from gateway.figures.campaigns.board import Board, Cell, Line
from gateway.figures.campaigns.service import CampaignService, opened_of
from gateway.figures.campaigns.service import DutyLine as DatedDuty

_INPUT = strawberry.argument(name="input")
_WAITING = frozenset({AgreementState.SUBMITTED, AgreementState.APPROVED_BY_ONE})


async def resolve_board(parent: strawberry.Parent[Campaign], info: Info) -> CampaignBoard:
    board = await _service(info).board(parent.opened)
    return _board(board, await _service(info).acts.catalog.current())


async def resolve_counts(parent: strawberry.Parent[Campaign], info: Info) -> CampaignCounts:
    """By the catalog as the act left it; what a dry run would submit is to be signed too."""
    opened, snapshot = parent.opened, await _service(info).acts.catalog.current()
    agreements = [
        agreement_of(request, opened, snapshot)
        for request in opened.requests
        if request.agreement is not None
    ]
    states = [one.state for one in agreements if one is not None]
    return CampaignCounts(
        members=len(opened.requests),
        to_sign=sum(state in _WAITING for state in states) + agreements.count(None),
        in_force=sum(state in IN_FORCE for state in states),
        refused=sum(state is AgreementState.REFUSED for state in states),
        without_data=sum(request.obstacle is not None for request in opened.requests),
    )


@strawberry.type(
    description=(
        "La même demande à chaque membre, suivie mois par mois par qui l'a ouverte. / "
        "The same request to each member, followed month by month by the body that opened it."
    )
)
class Campaign:
    opened: strawberry.Private[OpenedCampaign]
    id: strawberry.ID
    title: str
    template: str
    template_title: Sentence
    standard: str | None
    model: str | None = strawberry.field(
        description="L'adresse du modèle Excel vide. / The address of the blank workbook."
    )
    dataset: str | None
    first_month: str
    last_month: str
    due: dt.date
    until: dt.date
    duty: str | None
    previous: str | None
    state: str = strawberry.field(description="open, closed.")
    opened_at: dt.datetime
    opened_by: str
    closed_at: dt.datetime | None
    reminders: list[CampaignReminder]
    counts: CampaignCounts = strawberry.field(resolver=resolve_counts)
    board: CampaignBoard = strawberry.field(
        resolver=resolve_board,
        description=(
            "Ce qui est arrivé, lu maintenant avec vos droits. / What has come, read now by your "
            "own rights."
        ),
    )


@strawberry.type(description="Ce qu'un acte a fait, ou ferait. / What an act did, or would do.")
class CampaignResult:
    act: str
    applied: bool
    sentences: list[Sentence]
    campaign: Campaign | None


async def resolve_campaigns(info: Info) -> list[Campaign] | None:
    refuse_anonymous(info)
    return [write_campaign(one) for one in await _service(info).campaigns()]


async def resolve_campaign(info: Info, id: strawberry.ID) -> Campaign | None:  # noqa: A002 - the argument's name in GraphQL
    refuse_anonymous(info)
    return write_campaign(await _service(info).campaign(id))


async def resolve_duties(info: Info, year: int | None = None) -> list[DutyLine] | None:
    refuse_anonymous(info)
    day = info.context.standpoint.day
    return [_duty(line) for line in await _service(info).duties(year or day.year)]


async def resolve_proposal(
    info: Info, duty: str | None = None, year: int | None = None, like: str | None = None
) -> CampaignProposal | None:
    refuse_anonymous(info)
    wanted = await _service(info).proposed(duty, year, like)
    if wanted is None:
        return None
    return CampaignProposal(
        title=wanted.title,
        template=wanted.template,
        first_month=wanted.first_month,
        last_month=wanted.last_month,
        due=wanted.due,
        members=list(wanted.members),
        dataset=wanted.dataset,
        standard=wanted.standard,
        duty=wanted.duty,
        previous=wanted.previous,
        legal_basis=wanted.legal_basis,
    )


async def resolve_open(
    info: Info, given: Annotated[CampaignInput, _INPUT], *, dry_run: bool = False
) -> CampaignResult | None:
    refuse_anonymous(info)
    wanted = CampaignWanted(
        title=given.title,
        template=given.template,
        first_month=given.first_month,
        last_month=given.last_month,
        due=given.due,
        members=tuple(given.members),
        dataset=given.dataset,
        standard=given.standard,
        until=given.until,
        duty=given.duty,
        previous=given.previous,
        legal_basis=given.legal_basis,
        contact=_contact(given.contact),
        dpo=_contact(given.dpo),
        dpia_reference=given.dpia_reference,
        dpia_waiver=given.dpia_waiver,
    )
    acted = await _service(info).open(wanted, dry_run=dry_run)
    return _result(acted, dry_run=dry_run)


async def resolve_remind(
    info: Info, campaign: strawberry.ID, *, dry_run: bool = False
) -> CampaignResult | None:
    refuse_anonymous(info)
    acted = await _service(info).remind(campaign, dry_run=dry_run)
    return _result(acted, dry_run=dry_run)


async def resolve_close(
    info: Info, campaign: strawberry.ID, *, dry_run: bool = False
) -> CampaignResult | None:
    refuse_anonymous(info)
    acted = await _service(info).close(campaign, dry_run=dry_run)
    return _result(acted, dry_run=dry_run)


def write_campaign(opened: OpenedCampaign) -> Campaign:
    template = templates().get(opened.template)
    standard = opened.standard
    return Campaign(
        opened=opened,
        id=strawberry.ID(opened.id),
        title=opened.title,
        template=opened.template,
        template_title=Sentence(
            fr=opened.template if template is None else template.title_fr,
            en=opened.template if template is None else template.title_en,
        ),
        standard=standard,
        model=None if standard is None else f"/v1/standards/{standard}/model",
        dataset=opened.dataset,
        first_month=write_month(opened.first_month),
        last_month=write_month(opened.last_month),
        due=opened.due,
        until=opened.until,
        duty=opened.duty,
        previous=opened.previous,
        state="open" if opened.is_open else "closed",
        opened_at=opened.at,
        opened_by=opened.by_sub,
        closed_at=opened.closed_at,
        reminders=[
            CampaignReminder(at=one.at, step=one.step, members=list(one.members))
            for one in opened.reminders
        ],
    )


def _service(info: Info) -> CampaignService:
    return info.context.services.campaigns


def _contact(given: ContactInput | None) -> Contact | None:
    return None if given is None else Contact(given.name, given.email)


def _result(acted: Acted, *, dry_run: bool) -> CampaignResult:
    campaign = opened_of(acted)
    return CampaignResult(
        act=acted.act,
        applied=not dry_run,
        sentences=[write_sentence(one) for one in acted.sentences],
        campaign=None if campaign is None else write_campaign(campaign),
    )


def _board(board: Board, snapshot: Snapshot) -> CampaignBoard:
    return CampaignBoard(
        months=[write_month(month) for month in board.months],
        summary=write_sentence(board.summary),
        members=[_member(line, snapshot) for line in board.lines],
    )


def _member(line: Line, snapshot: Snapshot) -> CampaignMember:
    body = snapshot.organisations.get(line.member)
    dataset = snapshot.datasets.get(line.request.dataset_id or "")
    kind, words = CELL_WORDS[line.code]
    return CampaignMember(
        siren=line.member,
        name=str(line.member) if body is None else body.name,
        registered=body is not None,
        dataset=None if dataset is None else strawberry.ID(dataset.id),
        data_title=None if dataset is None else Sentence(fr=dataset.title_fr, en=dataset.title_en),
        agreement=None if line.agreement is None else line.agreement.citation,
        code=line.code.value,
        kind=kind,
        words=write_sentence(words),
        note=None if line.note is None else write_sentence(line.note),
        wants_model=line.wants_model,
        cells=[_cell(cell) for cell in line.cells],
    )


def _cell(cell: Cell) -> CampaignCell:
    return CampaignCell(
        month=write_month(cell.month),
        code=cell.code.value,
        kind=cell.kind,
        words=write_sentence(cell.words),
        rows=cell.rows,
    )


def _duty(line: DatedDuty) -> DutyLine:
    dated, duty = line.dated, line.dated.duty
    return DutyLine(
        code=duty.code,
        title=write_sentence(duty.title),
        what=write_sentence(duty.what),
        law=duty.law,
        is_certain=duty.is_certain,
        year=dated.year,
        due=dated.due,
        collect=dated.collect,
        opens=dated.opens,
        template=duty.template,
        campaign=None if line.campaign is None else strawberry.ID(line.campaign.id),
        previous=None if line.before is None else strawberry.ID(line.before.id),
    )


@strawberry.type
class CampaignQuery:
    campaigns: list[Campaign] | None = strawberry.field(
        resolver=resolve_campaigns,
        description="Celles de votre organisme, la dernière d'abord. / Those of your body.",
    )
    campaign: Campaign | None = strawberry.field(
        resolver=resolve_campaign, description="L'une d'elles. / One of them."
    )
    duties: list[DutyLine] | None = strawberry.field(
        resolver=resolve_duties,
        description=(
            "Ce qui est dû dans une année civile, par votre organisme, de ce que ses membres "
            "détiennent. / What your body owes in a calendar year, of what its members hold."
        ),
    )
    campaign_proposal: CampaignProposal | None = strawberry.field(
        resolver=resolve_proposal,
        description=(
            "Une campagne remplie d'avance : « duty » et l'année des données, ou « like », une "
            "campagne à reprendre un an après. / Filled in from a duty, or from an earlier one."
        ),
    )


@strawberry.type
class CampaignMutation:
    open_campaign: CampaignResult | None = strawberry.mutation(
        resolver=resolve_open,
        description=(
            "Écrit et dépose une demande à chaque membre ; chacun signe la sienne. / "
            "Writes and submits a request to each member; each signs its own."
        ),
    )
    remind_campaign: CampaignResult | None = strawberry.mutation(
        resolver=resolve_remind,
        description=(
            "Relance qui n'a ni répondu ni donné, une fois par jour ; demande à qui a des données "
            "depuis. / Reminds whoever has not answered or given, once a day."
        ),
    )
    close_campaign: CampaignResult | None = strawberry.mutation(
        resolver=resolve_close,
        description="Plus personne n'est relancé. / Nobody is reminded any more.",
    )
