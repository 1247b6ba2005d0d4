"""`/accessibility`: the declaration that French law asks of a public service online."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.accessibility.tested import ESTABLISHED, TESTED
from gateway.console.visit import Visit, page_for_all


@page_for_all
async def accessibility(visit: Visit) -> Response:
    """With the operator's contact, where the settings give one."""
    return visit.page(
        "accessibility/accessibility.html",
        established=ESTABLISHED,
        tested=TESTED,
        contact=getattr(visit.request.app.state, "accessibility_contact", None),
    )


ROUTES = (Route("/accessibility", accessibility),)
