"""`/sign-in`: the providers to choose from, the way there and back, and the second factor."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from catalog.model.arrival import Arrival
from catalog.model.paris import paris_day
from catalog.model.problem import Problem
from catalog.model.subject import Strength
from catalog.reference import cog_in
from gateway.console.page import inside, language_of, page, problem_page, redirection
from gateway.console.sign_in.demo import DemoAgent, demo_agents, demo_identity
from gateway.console.visit import told_as_page
from gateway.http.cookies import Cookies
from gateway.http.forms import read_form
from gateway.http.session_guard import refuse_foreign, signed_in_of
from gateway.identity.admitting import admit
from gateway.identity.ports import SignInPorts
from gateway.identity.problems import NotSignedIn, StepUpNotOffered
from gateway.identity.providers import Provider, discovery_url
from gateway.identity.sign_in import known_levels
from gateway.identity.signed_in import Identity
from gateway.reading.query.request import read_address
from gateway.services import Services

_log = structlog.get_logger()
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def ports_of(request: Request) -> SignInPorts:
    services: Services = request.app.state.services
    return services.sign_in


def base_of(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


@told_as_page
async def sign_in_page(request: Request) -> Response:
    """The providers as buttons; in the demo, its agents; the second factor where one is needed."""
    ports = ports_of(request)
    providers = ports.sign_in.providers
    following = inside(request.query_params.get("next"))
    signed_in = signed_in_of(request)
    agents: tuple[tuple[str, tuple[DemoAgent, ...]], ...] = ()
    if any(not each.signs for each in providers.values()):
        services: Services = request.app.state.services
        agents = demo_agents(await services.query.catalog.current(), language_of(request))
    return page(
        "sign_in/sign_in.html",
        request,
        leads_to=await _origins(providers),
        providers=[each.settings for each in providers.values() if each.signs],
        agents=agents,
        following=following,
        session=None if signed_in is None else signed_in.session,
        wants_second_factor=request.query_params.get("strength") == "approve",
        is_form_lost=signed_in is None and "lost" in request.query_params,
    )


async def terminal_providers(request: Request) -> Response:
    """Providers at which `./interco login` signs in by itself: nothing here is a secret."""
    offered = [
        {
            "name": provider.settings.name,
            "label": provider.label,
            "issuer": provider.settings.issuer,
            "discovery_url": discovery_url(provider.settings),
            "client_id": provider.settings.terminal_client_id,
        }
        for provider in ports_of(request).sign_in.providers.values()
        if provider.settings.terminal_client_id is not None
    ]
    return JSONResponse({"providers": offered}, headers={"Cache-Control": "no-store"})


@told_as_page
async def begin_sign_in(request: Request) -> Response:
    """Sends the browser to the provider that was chosen."""
    refuse_foreign(request)
    form = await read_form(request)
    ports, name = ports_of(request), request.path_params["provider"]
    provider = ports.sign_in.provider(name)
    if not provider.signs:
        return await _signed_in_demo(request, ports, form)
    wanted = ports.strongest if form.get("strength") == "approve" else ports.first
    return await _sent_to(request, provider, inside(form.get("next")), _needed(provider, wanted))


@told_as_page
async def step_up(request: Request) -> Response:
    """Sends whoever is signed in back to their provider, for a second factor."""
    form = await read_form(request)
    ports, signed_in = ports_of(request), signed_in_of(request)
    following = inside(form.get("next"))
    if signed_in is None:
        return problem_page(NotSignedIn(), request, following)
    session = signed_in.session
    provider = ports.sign_in.provider(session.provider)
    if not provider.signs:
        return await _signed_in_demo(
            request, ports, {"agent": session.sub, "second_factor": "on", "next": following}
        )
    return await _sent_to(
        request,
        provider,
        following,
        _needed(provider, ports.strongest),
        again_as=(session.issuer, session.sub),
    )


@told_as_page
async def finish_sign_in(request: Request) -> Response:
    """The callback: what the provider answered, looked at once; then a session, or a page."""
    ports = ports_of(request)
    cookies = Cookies(ports.is_secure)
    answer = dict(request.query_params)
    identity, pending = await ports.sign_in.complete(
        request.path_params["provider"], answer, cookies.sign_in_of(request)
    )
    return await _admitted(request, ports, identity, pending.next)


async def _sent_to(
    request: Request,
    provider: Provider,
    following: str,
    levels: tuple[str, ...],
    again_as: tuple[str, str] | None = None,
) -> Response:
    ports = ports_of(request)
    services: Services = request.app.state.services
    services.query.rates.count_sign_in(
        read_address(request.client.host if request.client else None)
    )
    cookies = Cookies(ports.is_secure)
    kept = cookies.sign_in_of(request) or ""
    # The same for all tabs of this browser: each attempt is sealed by itself.
    browser = kept if _SECRET.fullmatch(kept) else secrets.token_urlsafe(32)
    address = await ports.sign_in.begin(
        provider.settings.name,
        browser=browser,
        following=following,
        base_url=base_of(request),
        language=language_of(request),
        acr_values=levels,
        again_as=again_as,
    )
    response = redirection(address, request)
    cookies.keep_sign_in(response, browser)
    return response


async def _admitted(
    request: Request, ports: SignInPorts, identity: Identity, following: str
) -> Response:
    """A session with a new secret, in place of the one that this browser had."""
    services: Services = request.app.state.services
    provider = ports.sign_in.provider(identity.provider)
    proves = ports.proves_of(identity)
    if provider.signs:
        await _note_arrival(identity, proves, ports, services)
    snapshot = await services.query.catalog.current()
    today = paris_day(services.query.clock())
    admit(identity, provider.label, proves, snapshot, cog_in(snapshot), today)
    cookies = Cookies(ports.is_secure)
    browser = request.headers.get("user-agent", "")
    secret = await ports.sessions.open(identity, browser, cookies.session_of(request))
    _log.info("signed_in", provider=identity.provider, acr=identity.acr)
    response = redirection(following, request)
    cookies.keep_session(response, secret)
    return response


async def _note_arrival(
    identity: Identity, proves: frozenset[Strength], ports: SignInPorts, services: Services
) -> None:
    """For the stewards of a registered body, who give roles to those that came."""
    snapshot = await services.query.catalog.current()
    siren = identity.siren
    if siren is None or siren not in snapshot.organisations:
        return
    now = services.query.clock()
    arrival = Arrival(
        issuer=identity.issuer,
        sub=identity.sub,
        siren=siren,
        first_at=now,
        last_at=now,
        name=identity.person,
        email=identity.email,
    )
    if ports.note_arrival is not None:
        await ports.note_arrival(arrival, proves)


async def _signed_in_demo(
    request: Request, ports: SignInPorts, form: Mapping[str, str]
) -> Response:
    services: Services = request.app.state.services
    snapshot = await services.query.catalog.current()
    has_second_factor = form.get("second_factor") is not None
    identity = demo_identity(form.get("agent", ""), snapshot, has_second_factor=has_second_factor)
    return await _admitted(request, ports, identity, inside(form.get("next")))


def _needed(provider: Provider, levels: tuple[str, ...]) -> tuple[str, ...]:
    """The levels to ask this provider for. Raises StepUpNotOffered: an empty list would ask for
    nothing, and let anything come back.
    """
    known = known_levels(provider, levels)
    if levels and not known:
        raise StepUpNotOffered(provider=provider.label)
    return known


async def _origins(providers: Mapping[str, Provider]) -> frozenset[str]:
    """Of the providers that answer: browsers hold the redirection of a form to the page's list."""
    origins: frozenset[str] = frozenset()
    for provider in providers.values():
        if provider.signs:
            try:
                origins |= (await provider.metadata()).origins
            except Problem:
                continue
    return origins


ROUTES = (
    Route("/sign-in", sign_in_page),
    Route("/sign-in/terminal", terminal_providers),
    Route("/sign-in/{provider}", begin_sign_in, methods=["POST"]),
    Route("/sign-in/{provider}/callback", finish_sign_in),
    Route("/step-up", step_up, methods=["POST"]),
)
