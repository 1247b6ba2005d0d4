"""`/session/keep`: keeps a session in use, and tells when it ends, for pages to warn in time."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.console.sign_in.pages import ports_of
from gateway.http.session_guard import signed_in_of

_UNAUTHORIZED = 401


async def keep(request: Request) -> Response:
    """The request itself counts as a use. 401 for nobody: the page then says so, and keeps what
    was typed.
    """
    signed_in = signed_in_of(request)
    if signed_in is None:
        return JSONResponse({"signed_in": False}, _UNAUTHORIZED, headers=_NOT_KEPT)
    session = signed_in.session
    idle = ports_of(request).sessions.idle_end(session)
    ends = {"ends_at": session.ends_at.isoformat(), "idle_ends_at": idle.isoformat()}
    return JSONResponse(ends, headers=_NOT_KEPT)


_NOT_KEPT = {"Cache-Control": "no-store"}
ROUTES = (Route("/session/keep", keep, methods=["POST"]),)
