"""`/calendar`: what the body owes this year and the next, and the campaigns that prepare it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from catalog.model.paris import paris_day
from gateway.console.campaigns.views import who_opens
from gateway.console.visit import Visit, page_for_signed_in

DUTIES: Final = """
query Duties($year: Int!, $next: Int!) {
  now: duties(year: $year) { ...line }
  next: duties(year: $next) { ...line }
}
fragment line on DutyLine {
  code title { fr en } what { fr en } law isCertain year due collect opens campaign previous
}
"""
_YEARS = range(2000, 2100)


@page_for_signed_in
async def calendar(visit: Visit) -> Response:
    """`?year=`: that year and the one after it."""
    today = paris_day(datetime.now(UTC))
    wanted = visit.request.query_params.get("year", "")
    year = int(wanted) if wanted.isdecimal() and int(wanted) in _YEARS else today.year
    data = await visit.ask(DUTIES, year=year, next=year + 1)
    return visit.page(
        "duties/calendar.html",
        years=[(year, data["now"] or ()), (year + 1, data["next"] or ())],
        year=year,
        today=today.isoformat(),
        who_opens=await who_opens(visit),
    )


ROUTES = (Route("/calendar", calendar),)
