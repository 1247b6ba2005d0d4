"""Where everything is built: the one file that knows all the rooms."""

from __future__ import annotations

import asyncio
import hmac
import secrets
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from catalog.model.storage import Storage
from catalog.model.subject import ANONYMOUS
from catalog.reference import cog_in
from catalog.store import open_store
from catalog.store.store import Store
from federation.drift import SourceLooks
from federation.engines.duckdb_engine import DuckdbEngine
from federation.engines.postgres_engine import PostgresEngine
from federation.engines.protocol import Engine, ResolveSecret
from federation.engines.trino_client import TrinoClient
from federation.engines.trino_engine import TrinoEngine
from federation.engines.trino_segments import SegmentStore
from federation.engines.watched_engine import Remembers, WatchedEngine
from federation.health.breakers import Breakers
from federation.health.probing import Prober
from federation.keys import Keyring
from federation.limits import Limits
from gateway.acts.clock_worker import keep_time
from gateway.acts.differencing_guard import guard_now
from gateway.acts.ports import ActPorts
from gateway.control.graphql_schema import CONTROL
from gateway.http.apply import apply_endpoint
from gateway.http.console import ConsoleFiles, console
from gateway.http.cross_origin import cross_origin
from gateway.http.exports import export_endpoint
from gateway.http.graphql import graphql_endpoint
from gateway.http.health import live, ready
from gateway.http.sql import sql_endpoint
from gateway.http.unrouted import method_not_allowed, not_found
from gateway.identity.authentication import Authenticator
from gateway.identity.issuers import trusted_issuers
from gateway.identity.trino_tokens import read_signing_key, signed_authorization
from gateway.notifications.loop import telling
from gateway.notifications.mailing import Mailer, read_mailer
from gateway.notifications.ports import TellingPorts
from gateway.notifications.wakeup import RingingCatalog
from gateway.problems import UnsafeConfiguration
from gateway.query.admission import TurnLimits, Turns
from gateway.query.ports import Ports
from gateway.query.revocation_watch import watch_queries
from gateway.query.unfinished import end_unfinished, longest_of
from gateway.reports.exporting import ExportKind
from gateway.secret_store.key_encryption_keys import KeyRing, KeyRingFile
from gateway.secret_store.resolving import SecretResolver
from gateway.secret_store.secrets import read_master_key
from gateway.services import Services
from gateway.settings import DEMO_ISSUER, Settings
from gateway.source_monitoring.loops import watching_sources
from gateway.source_monitoring.ports import SourcePorts
from gateway.wiring.gc_tuning import settled_garbage
from policies.cache import DecisionCache
from policies.embedded import EmbeddedPolicy
from policies.opa_server import OpaPolicy
from policies.question import Action, ask_about
from policies.sources import source_revision
from schema.cursor import CursorSealer

Law = EmbeddedPolicy | OpaPolicy
"""Both decide about access and about acts."""


def build_app(settings: Settings, *, demo: bool = False) -> Starlette:
    """The application; `demo` allows the demo's own issuer and keys, which nothing else may."""
    if not demo:
        refuse_unsafe(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_services(settings, demo=demo) as services:
            app.state.services = services
            async with _background(services, settings):
                with settled_garbage():
                    yield

    return Starlette(
        routes=[
            _every_method("/graphql", graphql_endpoint),
            _every_method("/v1/sql", sql_endpoint),
            Route("/v1/apply", apply_endpoint, methods=["POST"]),
            *(
                Route(f"/v1/agreements/{{citation}}/{kind}", export_endpoint(kind))
                for kind in ExportKind
            ),
            Route("/health/live", live),
            Route("/health/ready", ready),
            Route("/", console),
            Mount("/static", ConsoleFiles()),
        ],
        middleware=cross_origin(settings.cors_origins),
        exception_handlers={404: not_found, 405: method_not_allowed},
        lifespan=lifespan,
    )


def _every_method(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    """It says itself, as a Problem, which it accepts."""
    route = Route(path, endpoint)
    route.methods = None
    return route


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
    if settings.engine == "trino":
        _refuse_unlocked(settings)
    if settings.policy == "opa" and (not settings.opa_url or settings.opa_token is None):
        raise UnsafeConfiguration(
            what_fr="le serveur OPA ou son jeton n'est pas indiqué",
            what_en="the OPA server or its token is not given",
            setting="INTERCO_OPA_URL, INTERCO_OPA_TOKEN",
        )


@asynccontextmanager
async def open_services(settings: Settings, *, demo: bool) -> AsyncIterator[Services]:
    """Every door opened, and closed again in the reverse order."""
    master = read_master_key(settings.key_file, create=demo)
    keyring = Keyring(master)
    async with AsyncExitStack() as stack:
        store = await open_store(settings.database_url)
        stack.push_async_callback(store.aclose)
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
        law = await stack.enter_async_context(_law(settings))
        policy = DecisionCache(law, lambda: datetime.now(UTC))
        outbox_wakeup, clock_wakeup = asyncio.Event(), asyncio.Event()
        ring = KeyRingFile(settings.secrets_ring)
        if demo and not ring.path.exists():
            ring.write(KeyRing({}).grown())
        resolve = SecretResolver(ring, lambda: store.held)
        sources = _open_sources(store, settings, resolve, outbox_wakeup)
        engines = _watched_engines(settings, resolve, sources)
        for engine in engines.values():
            stack.push_async_callback(engine.aclose)
        stack.push_async_callback(sources.looks.aclose)
        stack.push_async_callback(sources.prober.aclose)
        # Read now, so that the first query does not wait for the map of the country.
        cog_in(await store.current())
        digest_key = keyring.derive(("audit", "document"), 1).encode()

        async def probe_policy() -> None:
            """Asks the law itself, past the cache, about nothing: it must answer."""
            subject = ANONYMOUS
            question = ask_about(subject, Action.DISCOVER, (), (), datetime.now(UTC))
            await law.decide(question)

        tls = ssl.create_default_context()
        authenticator = Authenticator(trusted_issuers(settings, client))
        stack.push_async_callback(authenticator.aclose)

        query = Ports(
            authenticator=authenticator,
            catalog=store,
            policy=policy,
            audit=store,
            records=store,
            control_schema=CONTROL,
            engines=engines,
            default_engine=settings.engine,
            keyring=keyring,
            cursors=CursorSealer(bytes.fromhex(keyring.derive(("cursor",), 1))),
            limits=Limits(
                timeout_s=settings.query_timeout_s,
                max_bytes=settings.max_answer_bytes,
                max_document_rows=settings.max_document_rows,
                max_streamed_rows=settings.max_streamed_rows,
                max_streamed_bytes=settings.max_streamed_bytes,
                stream_timeout_s=settings.stream_timeout_s,
            ),
            turns=Turns(_turn_limits(settings)),
            clock=lambda: datetime.now(UTC),
            digest_document=lambda text: hmac.digest(digest_key, text, "sha256").hex(),
            probe_policy=probe_policy,
            max_document_bytes=settings.max_document_bytes,
            public_url=settings.public_url,
        )
        acts = ActPorts(
            catalog=RingingCatalog(store, (outbox_wakeup, clock_wakeup)),
            law=law,
            clock=lambda: datetime.now(UTC),
            directory_roots=settings.directory_roots,
            secret_roots=tuple(str(root) for root in settings.secret_roots),
            demo=demo,
            policy=policy,
            guard=guard_now,
        )
        notifications = TellingPorts(
            name=f"{socket.gethostname()[:40]}/{secrets.token_hex(4)}",
            catalog=store,
            law=law,
            deliveries=store.deliveries,
            clock=lambda: datetime.now(UTC),
            resolve_secret=resolve,
            tls=tls,
            mailer=_mailer(settings, tls),
            demo=demo,
        )
        yield Services(
            query=query,
            acts=acts,
            notifications=notifications,
            sources=sources,
            secret_ring=ring,
            outbox_wakeup=outbox_wakeup,
            clock_wakeup=clock_wakeup,
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
async def _background(services: Services, settings: Settings) -> AsyncIterator[None]:
    """What goes on beside requests; an act that has begun is done before it ends."""
    ports = services.query
    async with AsyncExitStack() as work:
        if settings.worker:
            await work.enter_async_context(telling(services.notifications, services.outbox_wakeup))
            await work.enter_async_context(watching_sources(services.sources))
        watching = asyncio.create_task(watch_queries(ports))
        keeping = asyncio.create_task(ports.authenticator.keep_keys())
        ended = end_unfinished(ports.audit, ports.clock, longest_of(settings))
        auditing = asyncio.create_task(ended)
        ticking = (
            asyncio.create_task(keep_time(services.acts, ports.stopping, services.clock_wakeup))
            if settings.worker
            else None
        )
        try:
            yield
        finally:
            ports.stopping.set()
            watching.cancel()
            keeping.cancel()
            auditing.cancel()
            ending = (watching, keeping, auditing, *filter(None, (ticking,)))
            await asyncio.gather(*ending, return_exceptions=True)


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


def _open_sources(
    store: Store, settings: Settings, resolve_secret: ResolveSecret, bell: asyncio.Event
) -> SourcePorts:
    breakers = Breakers()
    return SourcePorts(
        catalog=store,
        records=store.sources,
        breakers=breakers,
        prober=Prober(resolve_secret, breakers),
        looks=SourceLooks(resolve_secret),
        clock=lambda: datetime.now(UTC),
        probe_interval_s=settings.probe_interval_s,
        drift_interval_s=settings.drift_interval_s,
        bell=bell,
    )


def _watched_engines(
    settings: Settings, resolve_secret: ResolveSecret, sources: SourcePorts
) -> Mapping[str, Engine]:
    engines: dict[str, Engine] = {
        "duckdb": DuckdbEngine(
            resolve_secret, spill_dir=settings.state / "spill", memory_limit=settings.duckdb_memory
        ),
        "postgres": PostgresEngine(resolve_secret),
    }
    if settings.engine == "trino":
        engines["trino"] = _trino_engine(settings, resolve_secret)

    async def forget(storage: Storage) -> None:
        for engine in engines.values():
            if isinstance(engine, Remembers):
                await engine.forget(storage)

    sources.looks.on_change = forget
    return {
        name: WatchedEngine(engine, sources.breakers, sources.prober, sources.looks)
        for name, engine in engines.items()
    }


def _refuse_unlocked(settings: Settings) -> None:
    """A Trino that anyone could ask would be a way round every agreement."""
    if not (settings.trino_url or "").startswith("https://"):
        raise UnsafeConfiguration(
            what_fr="l'adresse de Trino n'est pas indiquée, ou n'est pas en https",
            what_en="Trino's address is not given, or is not https",
            setting="INTERCO_TRINO_URL",
        )
    if settings.trino_signing_key_file is None:
        raise UnsafeConfiguration(
            what_fr="la clé qui signe les jetons pour Trino n'est pas indiquée",
            what_en="the key that signs the tokens for Trino is not given",
            setting="INTERCO_TRINO_SIGNING_KEY_FILE",
        )
    read_signing_key(settings.trino_signing_key_file)


def _trino_engine(settings: Settings, resolve_secret: ResolveSecret) -> TrinoEngine:
    """Two clients: who reads rows cannot make catalogs, who makes catalogs cannot read rows."""
    url, key_file = settings.trino_url or "", settings.trino_signing_key_file
    ca_file = str(settings.trino_ca_file) if settings.trino_ca_file else None
    key = read_signing_key(key_file) if key_file else None
    reader, administrator = (
        TrinoClient(
            url,
            user,
            authorization=signed_authorization(key, user) if key else None,
            tls=ssl.create_default_context(cafile=ca_file),
        )
        for user in (settings.trino_user, settings.trino_administrator)
    )
    store = None
    if settings.trino_spool_url is not None:
        # Trino's authority may have certified the store too; any other store is a public one.
        trusted = ssl.create_default_context()
        if ca_file is not None:
            trusted.load_verify_locations(cafile=ca_file)
        store = SegmentStore(reader, settings.trino_spool_url, tls=trusted)
    return TrinoEngine(reader, resolve_secret, administrator=administrator, store=store)
