"""The application: its routes, and its services while it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from gateway.http import account_pages, sign_in_pages
from gateway.http.console import ConsoleFiles, console, receipt_page
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
            Mount("/v1", rest),
            Route("/health/live", live),
            Route("/health/ready", ready),
            Route("/.well-known/security.txt", security_text(settings.security_contact)),
            Route("/", console),
            Route("/receipt", receipt_page),
            Mount("/static", ConsoleFiles()),
            Route("/sign-in", sign_in_pages.sign_in_page),
            Route("/sign-in/terminal", sign_in_pages.terminal_providers),
            Route("/sign-in/{provider}", sign_in_pages.begin_sign_in, methods=["POST"]),
            Route("/sign-in/{provider}/callback", sign_in_pages.finish_sign_in),
            Route("/step-up", sign_in_pages.step_up, methods=["POST"]),
            Route("/account", account_pages.account_page),
            Route("/account/sessions/{handle}/end", account_pages.end_session, methods=["POST"]),
            Route("/sign-out", account_pages.sign_out, methods=["POST"]),
            Route("/signed-out", account_pages.signed_out_page),
        ],
        middleware=[
            Middleware(SecurityHeaders, is_https=settings.is_reached_by_https),
            *cross_origin(settings.cors_origins),
            Middleware(SessionGuard),
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
    return app


def _every_method(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    """It says itself, as a Problem, which it accepts."""
    route = Route(path, endpoint)
    route.methods = None
    return route
