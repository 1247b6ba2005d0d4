"""`/acting-for`: under a mandate, the pages are looked at and used for the body that gave it."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.page import ACTING_COOKIE, inside, redirection
from gateway.console.visit import Visit, page_for_signed_in


@page_for_signed_in
async def choose_body(visit: Visit) -> Response:
    """Back to one's own body without a principal, or with one that no mandate in force names. The
    law asks for the mandate again at each request.
    """
    form = await visit.form()
    principal = form.get("principal", "").strip()
    answer = redirection(inside(form.get("next")), visit.request)
    if any(body["siren"] == principal for body in visit.principals):
        answer.set_cookie(
            ACTING_COOKIE,
            principal,
            path="/",
            secure=visit.request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
    else:
        answer.delete_cookie(ACTING_COOKIE, path="/")
    return answer


ROUTES = (Route("/acting-for", choose_body, methods=["POST"]),)
