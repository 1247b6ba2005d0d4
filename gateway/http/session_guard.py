"""The session of a browser, looked up once a request; and the wall against other sites' pages.

A cookie is sent along by the browser whoever wrote the page that asks. So what comes with one
changes something only when it comes from a page of ours.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalog.model.problem import Problem
from catalog.model.session import Session
from gateway.base.error_reporting import report_operator_problem
from gateway.http.cookies import Cookies
from gateway.http.problem_json import write_problem
from gateway.identity.authentication import Claims
from gateway.identity.identify import is_bearer
from gateway.identity.ports import SignInPorts
from gateway.identity.problems import ForeignRequest
from gateway.reading.query.request import read_language

_KEY = "interco.session"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})
_DATA = ("/graphql", "/v1/", "/odata/", "/ogc/")
"""Addresses that programs ask: a page of another site has nothing to look up there either."""
_OPEN = ("/static/", "/health/", "/l/")
"""The same for everybody: no session is looked up. A link is opened as its maker, whoever asks."""


RefusalPage = Callable[[Problem, Request, str], Response]
"""Tells a person of a problem; the text is the reference under which it is reported."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`secret` is the cookie's."""

    session: Session
    claims: Claims
    secret: str = field(repr=False)


def signed_in_of(request: Request) -> SignedIn | None:
    """The person as whom the browser of this request is signed in; None for nobody."""
    signed_in: SignedIn | None = request.scope.get(_KEY)
    return signed_in


def session_claims(request: Request) -> Claims | None:
    signed_in = signed_in_of(request)
    return None if signed_in is None else signed_in.claims


def refuse_foreign(request: Request) -> None:
    """Raises ForeignRequest unless a page of ours, or the person, made this request.

    Browsers say so (Fetch Metadata); older ones give the origin alone. What says neither is no
    browser's form, and has no business with a cookie.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site.lower() not in _OURS:
            raise ForeignRequest
        return
    origin, host = request.headers.get("origin"), request.headers.get("host", "")
    if origin is None or not host or urlsplit(origin).netloc.lower() != host.lower():
        raise ForeignRequest


class SessionGuard:
    """Adds the session to what the routes are given; a cookie that opens none is ended, and the
    request goes on as nobody's.
    """

    def __init__(self, app: ASGIApp, refusal_page: RefusalPage) -> None:
        self._app = app
        self._refusal_page = refusal_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ports = _ports_of(scope)
        if ports is None or scope["path"].startswith(_OPEN):
            return await self._app(scope, receive, send)
        request, cookies = Request(scope), Cookies(ports.is_secure)
        secret = cookies.session_of(request)
        if secret is None or is_bearer(request.headers.get("authorization")):
            return await self._app(scope, receive, send)
        try:
            signed_in = await _signed_in(secret, ports)
            if signed_in is not None:
                _refuse_foreign_use(request)
        except Problem as problem:
            reference = uuid.uuid4().hex
            report_operator_problem((problem,), reference)
            refusal = self._refusal(problem, request, reference)
            return await refusal(scope, receive, send)
        if signed_in is None:
            return await self._app(scope, receive, _ending(cookies, send))
        return await self._app({**scope, _KEY: signed_in}, receive, send)

    def _refusal(self, problem: Problem, request: Request, reference: str) -> Response:
        if not request.url.path.startswith(_DATA):
            return self._refusal_page(problem, request, reference)
        language = read_language(request.headers.get("accept-language"))
        refusal = write_problem(problem, language, reference)
        refusal.headers["Interco-Request-Id"] = reference
        refusal.headers["Content-Language"] = language
        refusal.headers["Cache-Control"] = "no-store"
        return refusal


async def _signed_in(secret: str, ports: SignInPorts) -> SignedIn | None:
    session = await ports.sessions.find(secret)
    return None if session is None else SignedIn(session, ports.claims_of(session), secret)


def _ports_of(scope: Scope) -> SignInPorts | None:
    if scope["type"] != "http":
        return None
    services = getattr(scope["app"].state, "services", None)
    return None if services is None else services.sign_in


def _refuse_foreign_use(request: Request) -> None:
    is_data = request.url.path.startswith(_DATA)
    if request.method not in _SAFE:
        refuse_foreign(request)
    elif is_data and request.headers.get("sec-fetch-site", "none").lower() not in _OURS:
        raise ForeignRequest


def _ending(cookies: Cookies, send: Send) -> Send:
    async def send_and_end(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            set_now = headers.getlist("set-cookie")
            if not any(each.startswith(f"{cookies.session_name}=") for each in set_now):
                ended = Response()
                cookies.forget_session(ended)
                headers.append("set-cookie", ended.headers["set-cookie"])
        await send(message)

    return send_and_end
