"""Where everything is built: the one file that knows all the rooms."""

from __future__ import annotations

import asyncio
import hmac
import secrets
import socket
import ssl
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

import httpx
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse

from catalog.model.subject import ANONYMOUS
from catalog.reference import cog_in
from catalog.store import open_store
from federation.engines.duckdb_engine import DuckdbEngine
from federation.engines.postgres_engine import PostgresEngine
from federation.engines.protocol import Engine
from federation.engines.trino_client import TrinoClient
from federation.engines.trino_engine import TrinoEngine
from federation.keys import Keyring
from federation.limits import Limits
from gateway.act import ActPorts
from gateway.authentication import Authenticator, TrustedIssuer
from gateway.exporting import ExportKind
from gateway.guarding import guard_now
from gateway.keys import FetchKeys, IssuerKeys, keys_from_url, read_key_set
from gateway.limits.turns import TurnLimits, Turns
from gateway.ports import Ports
from gateway.problem_json import write_problem
from gateway.problems import NotFound, UnsafeConfiguration
from gateway.request import read_language
from gateway.routes.apply import apply_endpoint
from gateway.routes.console import ConsoleFiles, console
from gateway.routes.exports import export_endpoint
from gateway.routes.graphql import graphql_endpoint
from gateway.routes.health import live, ready
from gateway.routes.sql import sql_endpoint
from gateway.secrets import read_master_key, resolve_secret
from gateway.settings import DEMO_ISSUER, IssuerSettings, Settings
from gateway.telling.bell import RingingCatalog
from gateway.telling.loop import telling
from gateway.telling.mailing import Mailer, read_mailer
from gateway.telling.ports import TellingPorts
from gateway.watching import watch_queries
from gateway.worker import keep_time
from policies.cache import DecisionCache
from policies.embedded import EmbeddedPolicy
from policies.opa_server import OpaPolicy
from policies.question import Action, ask_about
from policies.sources import source_revision
from schema.cursor import CursorSealer

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""All reach `/graphql` and `/v1/sql`: they say themselves, as a Problem, which it accepts."""

Law = EmbeddedPolicy | OpaPolicy
"""Both decide about access and about acts."""


def build_app(settings: Settings, *, demo: bool = False) -> FastAPI:
    """The application; `demo` allows the demo's own issuer and keys, which nothing else may."""
    if not demo:
        refuse_unsafe(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_ports(settings, demo=demo) as ports:
            app.state.ports = ports
            async with _background(ports, settings):
                yield

    app = FastAPI(
        title="Interco", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    app.add_route("/graphql", graphql_endpoint, methods=list(_METHODS))
    app.add_route("/v1/sql", sql_endpoint, methods=list(_METHODS))
    app.add_route("/v1/apply", apply_endpoint, methods=["POST"])
    for kind in ExportKind:
        app.add_route(f"/v1/agreements/{{citation}}/{kind}", export_endpoint(kind))
    app.add_route("/health/live", live)
    app.add_route("/health/ready", ready)
    app.add_route("/", console)
    app.mount("/static", ConsoleFiles())
    app.add_exception_handler(404, _not_found)
    return app


def refuse_unsafe(settings: Settings) -> None:
    """Raises UnsafeConfiguration for what must never serve real data."""
    if not settings.issuers:
        raise UnsafeConfiguration(
            what_fr="aucun émetteur de jetons n'est déclaré",
            what_en="no token issuer is declared",
            setting="INTERCO_ISSUERS",
        )
    if any(each.issuer == DEMO_ISSUER for each in settings.issuers):
        raise UnsafeConfiguration(
            what_fr="l'émetteur de la démonstration signe des jetons pour n'importe qui",
            what_en="the demo's issuer signs tokens for anyone",
            setting="INTERCO_ISSUERS",
        )
    _mailer(settings, ssl.create_default_context())
    if settings.policy == "opa" and (not settings.opa_url or settings.opa_token is None):
        raise UnsafeConfiguration(
            what_fr="le serveur OPA ou son jeton n'est pas indiqué",
            what_en="the OPA server or its token is not given",
            setting="INTERCO_OPA_URL, INTERCO_OPA_TOKEN",
        )


@asynccontextmanager
async def open_ports(settings: Settings, *, demo: bool) -> AsyncIterator[Ports]:
    """Every door opened, and closed again in the reverse order."""
    master = read_master_key(settings.key_file, create=demo)
    keyring = Keyring(master)
    async with AsyncExitStack() as stack:
        store = await open_store(settings.database_url)
        stack.push_async_callback(store.aclose)
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
        law = await stack.enter_async_context(_law(settings))
        policy = DecisionCache(law, lambda: datetime.now(UTC))
        engines = _engines(settings)
        for engine in engines.values():
            stack.push_async_callback(engine.aclose)
        # Read now, so that the first query does not wait for the map of the country.
        cog_in(await store.current())
        digest_key = keyring.derive(("audit", "document"), 1).encode()

        async def probe_policy() -> None:
            """Asks the law itself, past the cache, about nothing: it must answer."""
            subject = ANONYMOUS
            question = ask_about(subject, Action.DISCOVER, (), (), datetime.now(UTC))
            await law.decide(question)

        bell, clock_bell = asyncio.Event(), asyncio.Event()
        tls = ssl.create_default_context()

        yield Ports(
            authenticator=Authenticator(_issuers(settings, client)),
            catalog=store,
            policy=policy,
            audit=store,
            records=store,
            acts=ActPorts(
                catalog=RingingCatalog(store, (bell, clock_bell)),
                law=law,
                clock=lambda: datetime.now(UTC),
                directory_roots=tuple(str(root) for root in settings.files_roots),
                secret_roots=tuple(str(root) for root in settings.secret_roots),
                demo=demo,
                policy=policy,
                guard=guard_now,
            ),
            telling=TellingPorts(
                name=f"{socket.gethostname()[:40]}/{secrets.token_hex(4)}",
                catalog=store,
                deliveries=store.deliveries,
                clock=lambda: datetime.now(UTC),
                resolve_secret=resolve_secret,
                tls=tls,
                mailer=_mailer(settings, tls),
                demo=demo,
            ),
            bell=bell,
            clock_bell=clock_bell,
            engines=engines,
            default_engine=settings.engine,
            keyring=keyring,
            cursors=CursorSealer(bytes.fromhex(keyring.derive(("cursor",), 1))),
            limits=Limits(
                timeout_s=settings.query_timeout_s,
                max_streamed_rows=settings.max_streamed_rows,
                stream_timeout_s=settings.stream_timeout_s,
            ),
            turns=Turns(_turn_limits(settings)),
            clock=lambda: datetime.now(UTC),
            digest_document=lambda text: hmac.digest(digest_key, text, "sha256").hex(),
            probe_policy=probe_policy,
            max_document_bytes=settings.max_document_bytes,
            public_url=settings.public_url,
        )


def _turn_limits(settings: Settings) -> TurnLimits:
    return TurnLimits(
        at_once=settings.queries_at_once,
        of_an_organisation=settings.queries_of_an_organisation,
        of_an_agent=settings.queries_of_an_agent,
        wait_s=settings.queue_wait_s,
        is_enforced=settings.query_limits == "enforce",
    )


def _mailer(settings: Settings, tls: ssl.SSLContext) -> Mailer | None:
    """Raises UnsafeConfiguration."""
    if settings.smtp_url is None:
        return None
    return read_mailer(settings.smtp_url.get_secret_value(), settings.mail_from, tls)


@asynccontextmanager
async def _background(ports: Ports, settings: Settings) -> AsyncIterator[None]:
    """What goes on beside requests; an act that has begun is done before it ends."""
    async with AsyncExitStack() as work:
        if settings.worker:
            await work.enter_async_context(telling(ports.telling, ports.bell))
        watching = asyncio.create_task(watch_queries(ports))
        ticking = (
            asyncio.create_task(keep_time(ports.acts, ports.stopping, ports.clock_bell))
            if settings.worker
            else None
        )
        try:
            yield
        finally:
            ports.stopping.set()
            watching.cancel()
            await asyncio.gather(watching, *filter(None, (ticking,)), return_exceptions=True)


@asynccontextmanager
async def open_act_ports(database_url: str) -> AsyncIterator[ActPorts]:
    """For an operator's command beside a gateway: the same store, the embedded law."""
    store = await open_store(database_url)
    law = EmbeddedPolicy()
    try:
        yield ActPorts(catalog=store, law=law, clock=lambda: datetime.now(UTC))
    finally:
        await law.aclose()
        await store.aclose()


@asynccontextmanager
async def _law(settings: Settings) -> AsyncIterator[Law]:
    if settings.policy == "embedded":
        embedded = EmbeddedPolicy(deadline_s=settings.policy_timeout_s)
        try:
            yield embedded
        finally:
            await embedded.aclose()
        return
    token = settings.opa_token.get_secret_value() if settings.opa_token else ""
    async with OpaPolicy(
        settings.opa_url or "",
        token=token,
        revision=source_revision(),
        deadline_s=settings.policy_timeout_s,
    ) as server:
        yield server


def _engines(settings: Settings) -> Mapping[str, Engine]:
    engines: dict[str, Engine] = {
        "duckdb": DuckdbEngine(
            resolve_secret,
            spill_dir=settings.state / "spill",
            memory_limit=settings.duckdb_memory,
        ),
        "postgres": PostgresEngine(resolve_secret),
    }
    if settings.engine == "trino":
        client = TrinoClient(settings.trino_url or "", settings.trino_user)
        engines["trino"] = TrinoEngine(client, resolve_secret)
    return engines


def _issuers(settings: Settings, client: httpx.AsyncClient) -> Mapping[str, TrustedIssuer]:
    return {
        each.issuer: TrustedIssuer(
            issuer=each.issuer,
            audience=each.audience,
            algorithms=each.algorithms,
            sirens=each.sirens,
            keys=IssuerKeys(_fetch_keys(each, client), time.monotonic),
        )
        for each in settings.issuers
    }


def _fetch_keys(issuer: IssuerSettings, client: httpx.AsyncClient) -> FetchKeys:
    if issuer.jwks_url is not None:
        return keys_from_url(client, issuer.jwks_url)
    file = issuer.jwks_file
    if file is None:
        raise UnsafeConfiguration(
            what_fr="un émetteur n'indique pas où sont ses clés",
            what_en="an issuer does not say where its keys are",
            setting="INTERCO_ISSUERS",
        )

    async def fetch() -> dict[str, object]:
        return read_key_set(file.read_bytes())

    return fetch


async def _not_found(request: Request, _error: Exception) -> JSONResponse:
    language = read_language(request.headers.get("accept-language"))
    return write_problem(NotFound(), language)
