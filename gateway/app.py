"""The application: its routes, and its services while it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from catalog.model.problem import Problem
from gateway.base.background_loop import running
from gateway.base.error_reporting import lifespan_reported
from gateway.base.settings import Settings
from gateway.base.worker_memory import WorkerMemory
from gateway.console.graphiql.files import ConsoleFiles
from gateway.console.nothing_here import nothing_here, nothing_to_open
from gateway.console.page import problem_page
from gateway.console.routes import API_PAGE, PAGES
from gateway.http.challenges import Challenges
from gateway.http.compressed import Compressed
from gateway.http.cross_origin import cross_origin
from gateway.http.graphql import graphql_endpoint
from gateway.http.health import live, ready
from gateway.http.link_rows import link_endpoint
from gateway.http.measured import Measured
from gateway.http.metrics import metrics_endpoint
from gateway.http.odata.addresses import odata_routes
from gateway.http.ogc.addresses import ogc_routes
from gateway.http.question_rows import question_endpoint
from gateway.http.rest.application import rest_application
from gateway.http.security_contact import security_text
from gateway.http.security_headers import SecurityHeaders
from gateway.http.session_guard import SessionGuard
from gateway.http.slow_bodies import SlowBodies
from gateway.http.sql import sql_endpoint
from gateway.http.unrouted import client_left
from gateway.wiring.background import background
from gateway.wiring.gc_tuning import frozen_gc, rare_gc
from gateway.wiring.observability import metrics_token, observed
from gateway.wiring.postgresql import PostgresqlSockets, serving_postgresql
from gateway.wiring.readying import readying
from gateway.wiring.safety import refuse_unsafe
from gateway.wiring.services import open_services
from gateway.wiring.short_turns import short_turns


def build_app(
    settings: Settings,
    *,
    demo: bool = False,
    lasts: bool = True,
    memory: WorkerMemory | None = None,
    postgresql: PostgresqlSockets | None = None,
) -> Starlette:
    """The application; `memory` is what it shares with other workers. `demo` allows the demo's own
    issuer and keys, which nothing else may. `postgresql`: the sockets of that door, where it opens.

    One that does not last answers a request or two: its memory is not ordered for many.
    """
    if not demo:
        refuse_unsafe(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with lifespan_reported(), ExitStack() as lasting:
            if lasts:
                lasting.enter_context(rare_gc())
            async with open_services(settings, demo=demo, memory=memory) as services:
                app.state.services = services
                with observed(settings) as app.state.traces:
                    at_start = [readying(services)] if lasts else []
                    async with (
                        background(services, settings),
                        running(*at_start),
                        serving_postgresql(services.query, settings, postgresql, memory),
                    ):
                        with ExitStack() as serving:
                            if lasts:
                                serving.enter_context(frozen_gc())
                                serving.enter_context(short_turns())
                            yield

    rest = rest_application()
    app = Starlette(
        routes=[
            # Before the mount: they are asked most, and need none of FastAPI.
            _every_method("/graphql", graphql_endpoint),
            _every_method("/v1/sql", sql_endpoint),
            _every_method("/v1/questions/{name}/{file}", question_endpoint),
            # All of it: no other page is told of an address that holds a secret.
            _every_method("/l/{rest:path}", link_endpoint),
            *odata_routes(),
            *ogc_routes(),
            API_PAGE,
            Mount("/v1", rest),
            Route("/health/live", live),
            Route("/health/ready", ready),
            *_metrics(settings),
            Route("/.well-known/security.txt", security_text(settings.security_contact)),
            Mount("/static", ConsoleFiles()),
            *PAGES,
        ],
        middleware=[
            *_measured(settings),
            Middleware(SlowBodies),
            Middleware(Compressed),
            Middleware(SecurityHeaders, is_https=settings.is_reached_by_https),
            Middleware(Challenges),
            *cross_origin(settings.cors_origins),
            Middleware(SessionGuard, refusal_page=_refusal_page),
        ],
        exception_handlers={
            404: nothing_here,
            405: nothing_to_open,
            ClientDisconnect: client_left,
        },
        lifespan=lifespan,
    )
    # A mounted application has no lifespan: it is given what this one opens.
    rest.state = app.state
    app.state.accessibility_contact = settings.accessibility_contact
    app.state.legal = settings.legal
    return app


def metrics_app(app: Starlette, settings: Settings) -> Starlette:
    """For a port of its own: the figures of `app`, while it runs, and nothing else."""
    alone = Starlette(routes=[Route("/metrics", metrics_endpoint(metrics_token(settings)))])
    alone.state = app.state
    return alone


def _metrics(settings: Settings) -> list[Route]:
    """Beside the other addresses only where a token keeps it and it has no port of its own."""
    if settings.metrics is None or settings.metrics.port is not None:
        return []
    return [Route("/metrics", metrics_endpoint(metrics_token(settings)))]


def _measured(settings: Settings) -> list[Middleware]:
    if settings.metrics is None and settings.tracing is None:
        return []
    return [Middleware(Measured, is_counted=settings.metrics is not None)]


def _refusal_page(problem: Problem, request: Request, reference: str) -> Response:
    return problem_page(problem, request, reference=reference)


def _every_method(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    """It says itself, as a Problem, which it accepts."""
    route = Route(path, endpoint)
    route.methods = None
    return route
