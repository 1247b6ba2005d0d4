"""A page as an answer: its headers, its language, the address to come back to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match

from catalog.model.problem import Language, OperatorProblem, Problem
from gateway.base.error_reporting import report_operator_problem
from gateway.console.rendering import printed, render
from gateway.reading.query.request import read_language

HOME = "/"
LANGUAGE_COOKIE = "interco-language"
ACTING_COOKIE = "interco-acting-for"
"""The SIREN of the body that somebody acts for under a mandate."""
_MAX_NEXT = 2_000
_CONTROL = 32
_PLAIN_LAYOUT = {"visit": None}


def language_of(request: Request) -> Language:
    """The one that the person chose, else the one that the browser prefers."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen == "fr":
        return "fr"
    return "en" if chosen == "en" else read_language(request.headers.get("accept-language"))


def page(
    template: str,
    request: Request,
    *,
    status: int = 200,
    leads_to: Iterable[str] = (),
    **values: Any,
) -> Response:
    """`leads_to`: the origins where a form of the page may lead, by a redirection of ours.
    `done` of the address, where a change leads back to, is the template's to word.
    """
    language = language_of(request)
    host_body = getattr(request.state, "host_body", None)
    done = request.query_params.get("done")
    layout = {"done": done, "here": here(request), "host_body": host_body}
    shown = {**_PLAIN_LAYOUT, **layout, **values}
    content = render(template, language, **shown)
    return HTMLResponse(content, status, headers=page_headers(language, leads_to))


def page_headers(language: str, leads_to: Iterable[str] = ()) -> dict[str, str]:
    """Nothing inline, nothing from elsewhere, in no frame, kept by nobody."""
    forms = " ".join(["'self'", *sorted(leads_to)])
    return {
        "Content-Security-Policy": (
            "default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
            f"form-action {forms}"
        ),
        "Cache-Control": "no-store",
        "Content-Language": language,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Vary": "Accept-Language, Cookie",
        "X-Content-Type-Options": "nosniff",
    }


def redirection(address: str, request: Request) -> Response:
    return RedirectResponse(address, 303, headers=page_headers(language_of(request)))


def problem_page(
    problem: Problem,
    request: Request,
    following: str = HOME,
    reference: str | None = None,
) -> Response:
    """The problem and the next step, with a way to begin again. `reference`: where it is
    reported already.
    """
    language = language_of(request)
    if reference is None:
        reference = uuid.uuid4().hex
        report_operator_problem((problem,), reference)
    answer = page(
        "shared/problem.html",
        request,
        status=problem.status,
        problem=printed(problem.sentence(language), language),
        next_step=printed(problem.next_step(language), language),
        code=problem.code,
        reference=reference if isinstance(problem, OperatorProblem) else None,
        following=following,
    )
    if problem.retry_after_s is not None:
        answer.headers["Retry-After"] = str(problem.retry_after_s)
    return answer


def here(request: Request) -> str:
    """The path of this page and its question, to come back to; the home page where it is none."""
    query = f"?{request.url.query}" if request.url.query else ""
    return inside(f"{request.url.path}{query}")


def sign_in_first(request: Request) -> Response:
    """Then back to the page; where a form was sent, to the page that has it, and it is told that
    what was typed was not kept.
    """
    is_shown = request.method == "GET" or _is_page(request)
    asks = {"next": here(request) if is_shown else HOME}
    if request.method != "GET":
        asks["lost"] = "form"
    return RedirectResponse(f"/sign-in?{urlencode(asks, safe='/', quote_via=quote)}", 303)


def _is_page(request: Request) -> bool:
    """True where the address of a form is that of a page as well."""
    scope = {**request.scope, "method": "GET"}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


def inside(address: str | None, otherwise: str = HOME) -> str:
    """A page of this site, as its path; `otherwise` where it is none, or one of sign-in.

    Browsers read a backslash as a slash, drop blanks and tabs, and take `//` for another site.
    """
    if not address or len(address) > _MAX_NEXT or not address.isascii():
        return otherwise
    if any(ord(letter) <= _CONTROL or letter == "\\" for letter in address):
        return otherwise
    try:
        parts = urlsplit(address)
    except ValueError:
        return otherwise
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return otherwise
    if address.startswith("//") or parts.path.startswith(("//", "/sign-", "/signed-out")):
        return otherwise
    return address
