"""`/account`: who is signed in, for which body, how strongly, in which browsers; the way out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from catalog.model.problem import Problem
from catalog.model.subject import Strength
from gateway.console.account.answers import CHOICES
from gateway.console.account.mail_choices import ROUTES as MAIL_CHOICES
from gateway.console.account.words import browser_words
from gateway.console.page import page, redirection
from gateway.console.shared.words import role_sentences, role_words
from gateway.console.sign_in.pages import base_of, ports_of
from gateway.console.visit import Refused, Visit, told_as_page, visit_of
from gateway.http.cookies import Cookies
from gateway.http.forms import read_form
from gateway.http.session_guard import signed_in_of
from gateway.identity.problems import ProviderUnavailable


@told_as_page
async def account_page(request: Request) -> Response:
    """The page of the visitor's account; a visitor who is not signed in is led to the sign-in."""
    signed_in = signed_in_of(request)
    if signed_in is None:
        return RedirectResponse("/sign-in?next=/account", 303)
    ports, session = ports_of(request), signed_in.session
    visit = await _visit(request)
    provider = ports.sign_in.providers.get(session.provider)
    return page(
        "account/account.html",
        request,
        leads_to=await _origins(request),
        session=session,
        person=session.person or session.sub,
        visit=visit,
        body=None if visit is None else visit.body,
        roles=[] if visit is None else _roles(visit),
        browser_words=browser_words,
        provider="" if provider is None else provider.label,
        may_approve=Strength.APPROVE in signed_in.claims.proves,
        may_draft=Strength.DRAFT in signed_in.claims.proves,
        is_agent=session.may_approve,
        sessions=await ports.sessions.of_same_person(session),
        choices=None if visit is None else (await CHOICES.ask_in_part(visit))[0].mailChoices,
    )


@told_as_page
async def end_session(request: Request) -> Response:
    """Ends one of the agent's own sessions, by its handle; this one too."""
    await read_form(request)
    signed_in = signed_in_of(request)
    if signed_in is not None:
        await ports_of(request).sessions.end_another(
            signed_in.session, request.path_params["handle"]
        )
    return redirection("/account", request)


@told_as_page
async def sign_out(request: Request) -> Response:
    """Ends the session here, then at the provider, where it has a page for that."""
    await read_form(request)
    ports, signed_in = ports_of(request), signed_in_of(request)
    address = "/signed-out"
    if signed_in is not None:
        await ports.sessions.end(signed_in.session)
        address = await _leaving(request, signed_in.session.provider) or address
    response = redirection(address, request)
    Cookies(ports.is_secure).forget_session(response)
    return response


@told_as_page
async def signed_out_page(request: Request) -> Response:
    return page("account/signed_out.html", request)


async def _visit(request: Request) -> Visit | None:
    """None for whoever may do nothing any more: they can still sign out."""
    try:
        return await visit_of(request)
    except Refused:
        return None


def _roles(visit: Visit) -> list[tuple[str, str]]:
    """The name of each role, and what it is for in one sentence."""
    sentences = dict(role_sentences(visit.gettext))
    names = (role_words(role, visit.gettext) for role in sorted(visit.roles))
    return [(name, sentences.get(name, "")) for name in names]


async def _leaving(request: Request, name: str) -> str | None:
    """None where the provider has no such page, or does not answer: the session has ended here."""
    ports, signed_in = ports_of(request), signed_in_of(request)
    provider = ports.sign_in.providers.get(name)
    if signed_in is None or provider is None or not provider.signs:
        return None
    id_token = ports.sessions.id_token_of(signed_in.session, signed_in.secret)
    try:
        return await ports.sign_in.leave(name, id_token, base_of(request))
    except ProviderUnavailable:
        return None


async def _origins(request: Request) -> frozenset[str]:
    """The origins that the account's forms lead to: a second factor, a sign-out at the provider."""
    ports, signed_in = ports_of(request), signed_in_of(request)
    provider = (
        None if signed_in is None else ports.sign_in.providers.get(signed_in.session.provider)
    )
    if provider is None or not provider.signs:
        return frozenset()
    try:
        return (await provider.metadata()).origins
    except Problem:
        return frozenset()


ROUTES = (
    Route("/account", account_page),
    Route("/account/sessions/{handle}/end", end_session, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/signed-out", signed_out_page),
    *MAIL_CHOICES,
)
