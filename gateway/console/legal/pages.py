"""`/legal`: who publishes and hosts these pages, and what becomes of personal data."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from gateway.base.legal_settings import LegalSettings
from gateway.console.visit import Visit, page_for_all


@page_for_all
async def legal(visit: Visit) -> Response:
    """As the operator's settings say; what they leave out is told."""
    stated = getattr(visit.request.app.state, "legal", LegalSettings())
    return visit.page("legal/legal.html", legal=stated)


ROUTES = (Route("/legal", legal),)
