"""`/`: what waits for the visitor, their data, what they share and receive; and their language."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from catalog.model.paris import paris_day
from gateway.console.boards.answers import HOME_BOARD
from gateway.console.home.documents import HOME, OPEN_DATA
from gateway.console.home.territory_map import territory
from gateway.console.home.views import home_of
from gateway.console.mutualised.due_reports import due_reports
from gateway.console.page import LANGUAGE_COOKIE, inside, redirection
from gateway.console.today.answers import OWN_DAY, PLATFORM_DAY
from gateway.console.today.headline import headline_of
from gateway.console.today.tasks import (
    first_steps,
    late_campaigns,
    mandated_tasks,
    platform_tasks,
)
from gateway.console.visit import Visit, page_for_all, told_as_page
from gateway.http.forms import read_form

_WHO_SEE_CAMPAIGNS = frozenset({"steward", "approver"})
_WHO_SEE_OPENINGS = frozenset({"steward", "approver", "dpo"})
_TILES = 4
"""Of the body's board; the others are on its own page."""
_A_YEAR_S = 365 * 24 * 3_600


@page_for_all
async def home(visit: Visit) -> Response:
    """Somebody of no public body (the operator, a visitor) is shown what they may open."""
    if not visit.is_signed_in:
        known = (await visit.ask(OPEN_DATA))["datasets"] or ()
        read_by_all = [dataset for dataset in known if dataset["accessLevel"] == "open"]
        return visit.page("home/welcome.html", datasets=read_by_all)
    if visit.deposits_alone:
        return visit.see_other("/contractor")
    today = paris_day(datetime.now(UTC))
    if visit.body is None and "operator" in visit.roles:
        return await _operators(visit)
    answers = visit.on_behalf_of is None and bool(visit.roles & _WHO_SEE_OPENINGS)
    data, problems = await visit.ask_in_part(
        HOME,
        year=today.year,
        openings=answers and visit.body is not None,
        campaigns=visit.body is not None and bool(visit.roles & _WHO_SEE_CAMPAIGNS),
        people=visit.body is not None and "steward" in visit.roles,
    )
    day = OWN_DAY.read(data)
    own, board = home_of(data, visit, today), HOME_BOARD.read(data).homeBoard
    return visit.page(
        "home/home.html",
        home=own,
        problems=problems,
        board=board,
        board_tiles=() if board is None else board.tiles[:_TILES],
        due=await due_reports(data, today, visit),
        tasks=late_campaigns(day, visit, today),
        mandated=mandated_tasks(visit) if _is_contractor(visit) else (),
        headline=await headline_of(day.figures or (), visit),
        steps=first_steps(
            day,
            visit,
            has_data=own.own > 0,
            has_agreement=own.has_agreement,
            has_shared=bool(own.partners),
        ),
    )


async def _operators(visit: Visit) -> Response:
    """The platform's home: bodies without a steward, sources that do not answer, and counts."""
    day, problems = await PLATFORM_DAY.ask_in_part(visit)
    return visit.page(
        "home/platform.html", day=day, tasks=platform_tasks(day, visit), problems=problems
    )


def _is_contractor(visit: Visit) -> bool:
    return visit.body is not None and visit.body.get("kind") == "prestataire"


@told_as_page
async def choose_language(request: Request) -> Response:
    form = await read_form(request)
    answer = redirection(inside(form.get("next")), request)
    language = form.get("language")
    if language in {"fr", "en"}:
        answer.set_cookie(
            LANGUAGE_COOKIE,
            language,
            max_age=_A_YEAR_S,
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
    return answer


ROUTES = (
    Route("/", home),
    Route("/territory", territory),
    Route("/language", choose_language, methods=["POST"]),
)
