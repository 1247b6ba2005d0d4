"""`/uses`: who read our data, for what; what one has read oneself; who could have read."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.uses.answers import CONSENT, COULD_HAVE_READ, END_CONSENT, MINE, OWN_DATA, USES
from gateway.console.uses.views import (
    day_in,
    instant_in,
    link_states,
    month_bars,
    month_words,
    own_data,
    purpose_words,
    titles,
    unusual_messages,
)
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE = 422
_ALL = "all"


@page_for_signed_in
async def uses(visit: Visit) -> Response:
    """Of one's own body, for who answers for its data; others are told who does."""
    query = visit.request.query_params
    chosen, error = query.get("data") or query.get("dataset") or _ALL, None
    dataset = None if chosen == _ALL else chosen
    try:
        since, until = day_in(query.get("since")), day_in(query.get("until"))
    except ValueError:
        since = until = None
        error = visit.gettext("Un jour s'écrit comme 26/11/2026.")
    period = {"dataset": dataset, "since": since, "until": until, "by": "month"}
    data, problems = await USES.ask_in_part(
        visit, dataset=dataset, since=since, until=until, quota="steward" in visit.roles
    )
    return visit.page(
        "uses/uses.html",
        status=_UNPROCESSABLE if error else 200,
        error=error,
        values={"data": chosen, "since": query.get("since"), "until": query.get("until")},
        may_look=data.usage is not None,
        uses=data.usage or (),
        csv=f"/v1/usage?{urlencode({name: value for name, value in period.items() if value})}",
        months=month_bars(data.months or ()),
        month_words=lambda month: month_words(month, visit.language),
        own=own_data(data.datasets, visit),
        titles=titles(data.datasets, visit),
        purposes=purpose_words(data.purposes, visit),
        unusual=unusual_messages(data.inbox),
        quota=data.ownQuota,
        links=data.linksOverYourData or (),
        states=link_states(visit),
        problems=problems[:1],
    )


@page_for_signed_in
async def consent(visit: Visit) -> Response:
    """To a link that would pass on one's data, or no more; the law says who may."""
    form = await visit.form()
    (link,) = visit.request.path_params.values()
    gives = "consent" in form.values()
    try:
        if gives:
            await CONSENT.ask(visit, id=link)
        else:
            await END_CONSENT.ask(visit, id=link)
    except Refused as refused:
        return visit.page(
            "uses/consent.html",
            status=_UNPROCESSABLE,
            link=link,
            problems=refused.problems,
            is_too_weak=refused.is_too_weak,
        )
    return visit.see_other("/uses", done="consented" if gives else "ended")


@page_for_signed_in
async def mine(visit: Visit) -> Response:
    data = await MINE.ask(visit)
    return visit.page(
        "uses/mine.html",
        requests=data.myRequests or (),
        titles=titles(data.datasets, visit),
        purposes=purpose_words(data.purposes, visit),
    )


@page_for_signed_in
async def could(visit: Visit) -> Response:
    """The readers who had the right to read between two instants, even those who did not read."""
    _, query = visit.gettext, visit.request.query_params
    data = await OWN_DATA.ask(visit)
    errors: list[dict[str, str]] = []
    spans = None
    if "data" in query:
        try:
            since, until = instant_in(query.get("since", "")), instant_in(query.get("until", ""))
            answer = await COULD_HAVE_READ.ask(
                visit, dataset=query["data"], since=since, until=until
            )
            spans = answer.couldHaveRead
        except ValueError:
            text = _("Donnez deux instants : un jour et une heure.")
            errors = [{"id": "since", "text": text}]
        except Refused as refused:
            errors = [
                {"id": "since", "text": problem.sentence, "next": problem.next_step}
                for problem in refused.problems
            ]
    return visit.page(
        "uses/could.html",
        status=_UNPROCESSABLE if errors else 200,
        own=own_data(data.datasets, visit),
        purposes=purpose_words(data.purposes, visit),
        values={name: query.get(name, "") for name in ("data", "since", "until")},
        spans=spans,
        errors=errors,
    )


ROUTES = (
    Route("/uses", uses),
    Route("/uses/mine", mine),
    Route("/uses/could", could),
    Route("/uses/links/{link}", consent, methods=["POST"]),
)
