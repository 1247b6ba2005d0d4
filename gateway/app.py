"""The application: its routes, and its services while it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from catalog.model.problem import Problem
from gateway.console.graphiql.files import ConsoleFiles
from gateway.console.page import problem_page
from gateway.console.routes import API_PAGE, PAGES
from gateway.http.challenges import Challenges
from gateway.http.cross_origin import cross_origin
from gateway.http.graphql import graphql_endpoint
from gateway.http.health import live, ready
from gateway.http.rest.application import rest_application
from gateway.http.security_contact import security_text
from gateway.http.security_headers import SecurityHeaders
from gateway.http.session_guard import SessionGuard
from gateway.http.sql import sql_endpoint
from gateway.http.unrouted import client_left, method_not_allowed, not_found
from gateway.settings import Settings
from gateway.wiring.background import background
from gateway.wiring.gc_tuning import frozen_gc
from gateway.wiring.safety import refuse_unsafe
from gateway.wiring.services import open_services


def build_app(settings: Settings, *, demo: bool = False) -> Starlette:
    """The application; `demo` allows the demo's own issuer and keys, which nothing else may."""
    if not demo:
        refuse_unsafe(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_services(settings, demo=demo) as services:
            app.state.services = services
            async with background(services, settings):
                with frozen_gc():
                    yield

    rest = rest_application()
    app = Starlette(
        routes=[
            # Before the mount: they are asked most, and need none of FastAPI.
            _every_method("/graphql", graphql_endpoint),
            _every_method("/v1/sql", sql_endpoint),
            API_PAGE,
            Mount("/v1", rest),
            Route("/health/live", live),
            Route("/health/ready", ready),
            Route("/.well-known/security.txt", security_text(settings.security_contact)),
            Mount("/static", ConsoleFiles()),
            *PAGES,
        ],
        middleware=[
            Middleware(SecurityHeaders, is_https=settings.is_reached_by_https),
            Middleware(Challenges),
            *cross_origin(settings.cors_origins),
            Middleware(SessionGuard, refusal_page=_refusal_page),
        ],
        exception_handlers={
            404: not_found,
            405: method_not_allowed,
            ClientDisconnect: client_left,
        },
        lifespan=lifespan,
    )
    # A mounted application has no lifespan: it is given what this one opens.
    rest.state = app.state
    app.state.accessibility_contact = settings.accessibility_contact
    return app


def _refusal_page(problem: Problem, request: Request, reference: str) -> Response:
    return problem_page(problem, request, reference=reference)


def _every_method(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    """It says itself, as a Problem, which it accepts."""
    route = Route(path, endpoint)
    route.methods = None
    return route
