"""`/campaigns`: the same request to each member, opened, followed on its board, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.agreements.errors import beside
from gateway.console.campaigns.answers import (
    CAMPAIGN,
    CAMPAIGNS,
    CHOICES,
    CLOSE,
    MEMBERS,
    OPEN,
    PROPOSAL,
    REMIND,
    Campaign,
)
from gateway.console.campaigns.members_map import members_map
from gateway.console.campaigns.views import (
    Typed,
    errors_of,
    input_of,
    lines_of,
    mistakes_of,
    months_of,
    opened_sentence,
    reminders_of,
    typed_from,
    typed_of,
    who_opens,
    who_sees_months,
)
from gateway.console.visit import Refused, Visit, page_for_signed_in
from papers.pictures import Drawn

_WRONG, _DRAFT = 422, "campaign"


@dataclass(frozen=True, slots=True)
class Choices:
    """`members`: (slug or SIREN, name) of the bodies that belong to the visitor's."""

    templates: Sequence[tuple[str, str, str]]
    members: Sequence[tuple[str, str]]


@page_for_signed_in
async def campaigns(visit: Visit) -> Response:
    data = await CAMPAIGNS.ask(visit)
    return visit.page(
        "campaigns/campaigns.html",
        campaigns=data.campaigns or (),
        who_opens=await who_opens(visit),
    )


@page_for_signed_in
async def new(visit: Visit) -> Response:
    """`?duty=` and `?year=` of the calendar, or `?like=` an earlier one, fill it in."""
    query = visit.request.query_params
    typed, draft = Typed({}), None
    duty, like, year = query.get("duty"), query.get("like"), query.get("year", "")
    if duty or like:
        data = await PROPOSAL.ask(
            visit, duty=duty, like=like, year=int(year) if year.isdecimal() else None
        )
        if data.campaignProposal is not None:
            typed = typed_from(data.campaignProposal)
    else:
        draft = await visit.draft(_DRAFT)
        typed = typed if draft is None else typed_of(draft)
    choices = await _choices(visit)
    if not typed.members:
        typed = Typed(typed.texts, [member for member, _name in choices.members])
    return _form(visit, typed, choices, [], draft=draft)


@page_for_signed_in
async def opening(visit: Visit) -> Response:
    """Shows the requests to each member first, then opens the campaign."""
    form = await visit.form()
    typed, choices = typed_of(form), await _choices(visit)
    if form.get("step") == "edit":
        return _form(visit, typed, choices, [])
    mistakes = mistakes_of(typed, visit)
    if mistakes:
        return _form(visit, typed, choices, mistakes, status=_WRONG)
    opens = form.get("step") == "open"
    if opens:
        await visit.once(form)
    try:
        data = await OPEN.ask(visit, input=input_of(typed), dryRun=not opens)
    except Refused as refused:
        if refused.is_too_weak:
            raise
        return _form(visit, typed, choices, errors_of(refused.problems), status=_WRONG)
    done = data.openCampaign
    if opens:
        place = "" if done.campaign is None else f"/{done.campaign.id}"
        return visit.see_other(f"/campaigns{place}", done="opened")
    return visit.page(
        "campaigns/preview.html",
        typed=typed,
        draft_name=_DRAFT,
        # The first says that it is open, which nothing is yet.
        sentences=[sentence.words(visit.language) for sentence in done.sentences[1:]],
    )


@page_for_signed_in
async def campaign(visit: Visit) -> Response:
    """Read now: what has come by this moment."""
    data = await CAMPAIGN.ask(visit, id=visit.request.path_params["campaign"])
    known = data.campaign
    if known is None:
        return visit.page("settings/nobody.html", status=404)
    purposes = [
        purpose
        for template in data.templates or ()
        if template.name == known.template
        for purpose in template.purposes
    ]
    competences = [
        template.competence for template in data.templates or () if template.name == known.template
    ]
    drawn = await members_map(known, competences[0], visit) if competences else None
    return _shown(visit, known, await who_sees_months(known, purposes, visit), drawn)


@page_for_signed_in
async def reminding(visit: Visit) -> Response:
    name = visit.request.path_params["campaign"]
    try:
        await REMIND.ask(visit, campaign=name)
    except Refused as refused:
        if not refused.has("nobody_to_remind"):
            raise
        return visit.see_other(f"/campaigns/{name}", done="nobody")
    return visit.see_other(f"/campaigns/{name}", done="reminded")


@page_for_signed_in
async def closing(visit: Visit) -> Response:
    name = visit.request.path_params["campaign"]
    await CLOSE.ask(visit, campaign=name)
    return visit.see_other(f"/campaigns/{name}", done="closed")


def _shown(visit: Visit, known: Campaign, who_sees: str, drawn: Drawn | None) -> Response:
    board = known.board
    return visit.page(
        "campaigns/campaign.html",
        campaign=known,
        opened=opened_sentence(known, visit),
        who_sees=who_sees,
        map=drawn,
        months=months_of(board.months, visit),
        lines=lines_of(board, visit),
        reminders=reminders_of(known, visit),
        wants_model=any(member.wantsModel for member in board.members),
        first=months_of([known.firstMonth], visit)[0],
        last=months_of([known.lastMonth], visit)[0],
    )


async def _choices(visit: Visit) -> Choices:
    data = await CHOICES.ask(visit)
    own = None if visit.body is None else visit.body["siren"]
    is_french = visit.language == "fr"
    members: dict[str, None] = {}
    for competence in dict.fromkeys(one.competence for one in data.templates or ()):
        if own is None:
            break
        answer = await MEMBERS.ask(visit, siren=own, competence=competence)
        for path in () if answer.territory is None else answer.territory.memberships:
            if len(path.through) > 1:
                members[path.through[-2]] = None
    bodies = {body.siren: (body.slug, body.name) for body in data.organisations or ()}
    return Choices(
        templates=[
            (one.name, one.titleFr, one.descriptionFr)
            if is_french
            else (one.name, one.titleEn, one.descriptionEn)
            for one in data.templates or ()
        ],
        members=sorted(
            (bodies.get(siren, (siren, siren)) for siren in members), key=lambda pair: pair[1]
        ),
    )


def _form(
    visit: Visit,
    typed: Typed,
    choices: Choices,
    errors: Sequence[Mapping[str, str]],
    *,
    status: int = 200,
    draft: Any = None,
) -> Response:
    return visit.page(
        "campaigns/new.html",
        status=status,
        typed=typed,
        choices=choices,
        errors=errors,
        wrong=beside(errors),
        draft=draft,
        draft_name=_DRAFT,
    )


ROUTES = (
    Route("/campaigns", campaigns),
    Route("/campaigns/new", new),
    Route("/campaigns/new", opening, methods=["POST"]),
    Route("/campaigns/{campaign}", campaign),
    Route("/campaigns/{campaign}/remind", reminding, methods=["POST"]),
    Route("/campaigns/{campaign}/close", closing, methods=["POST"]),
)
