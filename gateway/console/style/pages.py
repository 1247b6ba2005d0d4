"""`/style`: every part that pages are made of, in each of its states."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.visit import Visit, page_for_all


@page_for_all
async def style(visit: Visit) -> Response:
    return visit.page("style/style.html")


ROUTES = (Route("/style", style),)
