"""The pages that the server writes, and what it tells the browser to hold them to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from catalog.model.problem import OperatorProblem, Problem
from gateway.console.rendering import render
from gateway.error_reporting import report_operator_problem
from gateway.query.request import read_language

ACCOUNT = "/account"
_MAX_NEXT = 2_000
_CONTROL = 32


def page(
    template: str,
    request: Request,
    *,
    status: int = 200,
    leads_to: Iterable[str] = (),
    **values: Any,
) -> Response:
    """`leads_to`: the origins where a form of the page may lead, by a redirection of ours."""
    language = read_language(request.headers.get("accept-language"))
    content = render(template, language, **values)
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


def problem_page(
    problem: Problem,
    request: Request,
    following: str = ACCOUNT,
    reference: str | None = None,
) -> Response:
    """What was wrong and what to do next, with a way to begin again. `reference`: where it is
    reported already.
    """
    language = read_language(request.headers.get("accept-language"))
    if reference is None:
        reference = uuid.uuid4().hex
        report_operator_problem((problem,), reference)
    answer = page(
        "problem.html",
        request,
        status=problem.status,
        problem=problem.sentence(language),
        next_step=problem.next_step(language),
        code=problem.code,
        reference=reference if isinstance(problem, OperatorProblem) else None,
        following=following,
    )
    if problem.retry_after_s is not None:
        answer.headers["Retry-After"] = str(problem.retry_after_s)
    return answer


def inside(address: str | None) -> str:
    """A page of this site, as its path; the account's where it is none, or one of sign-in.

    Browsers read a backslash as a slash, drop blanks and tabs, and take `//` for another site.
    """
    if not address or len(address) > _MAX_NEXT or not address.isascii():
        return ACCOUNT
    if any(ord(each) <= _CONTROL or each == "\\" for each in address):
        return ACCOUNT
    try:
        parts = urlsplit(address)
    except ValueError:
        return ACCOUNT
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return ACCOUNT
    if address.startswith("//") or parts.path.startswith(("//", "/sign-", "/signed-out")):
        return ACCOUNT
    return address
