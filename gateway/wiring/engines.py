"""The engines and what watches them, built from the settings."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TypedDict

from catalog.model.identifiers import Siren
from catalog.model.storage import Storage
from catalog.store.store import Store
from federation.drift import SourceLooks
from federation.engine import Engine, ResolveSecret
from federation.engines.duckdb_engine import DuckdbEngine
from federation.engines.postgres_engine import PostgresEngine
from federation.engines.trino_client import TrinoClient
from federation.engines.trino_engine import TrinoEngine
from federation.engines.trino_segments import SegmentStore
from federation.engines.watched_engine import Remembers, WatchedEngine
from federation.health.breakers import Breakers
from federation.health.probing import Prober
from federation.storages.address_guard import AddressGuard
from gateway.base.settings import Settings
from gateway.identity.trino_tokens import read_signing_key, signed_authorization
from gateway.upkeep.source_monitoring.ports import SourcePorts


class _Known(TypedDict):
    """The credentials of one principal towards Trino."""

    user: str
    authorization: Callable[[], str] | None
    tls: ssl.SSLContext


def open_sources(
    store: Store, settings: Settings, resolve_secret: ResolveSecret, bell: asyncio.Event
) -> SourcePorts:
    breakers = Breakers()

    def approved(owner: Siren) -> tuple[str, ...]:
        known = None if store.held is None else store.held.organisations.get(owner)
        return () if known is None else known.approved_hosts

    addresses = AddressGuard(approved, settings.private_networks)
    return SourcePorts(
        catalog=store,
        records=store.sources,
        breakers=breakers,
        prober=Prober(resolve_secret, breakers, addresses),
        looks=SourceLooks(resolve_secret, addresses),
        clock=lambda: datetime.now(UTC),
        installation=settings.hosting.installation(),
        probe_interval_s=settings.probe_interval_s,
        drift_interval_s=settings.drift_interval_s,
        bell=bell,
    )


def watched_engines(
    settings: Settings, resolve_secret: ResolveSecret, sources: SourcePorts
) -> Mapping[str, WatchedEngine]:
    engines: dict[str, Engine] = {
        "duckdb": DuckdbEngine(
            resolve_secret,
            spill_dir=settings.state / "spill",
            memory_limit=settings.duckdb_memory,
            stream_wait_s=settings.queue_wait_s,
        ),
        "postgres": PostgresEngine(resolve_secret, stream_wait_s=settings.queue_wait_s),
    }
    if settings.engine == "trino":
        engines["trino"] = _trino_engine(settings, resolve_secret)

    async def forget(storage: Storage) -> None:
        for engine in engines.values():
            if isinstance(engine, Remembers):
                await engine.forget(storage)

    sources.looks.on_change = forget
    return {
        name: WatchedEngine(
            engine, sources.breakers, sources.prober, sources.looks, sources.looks.addresses
        )
        for name, engine in engines.items()
    }


def _trino_engine(settings: Settings, resolve_secret: ResolveSecret) -> TrinoEngine:
    """Two clients: who reads rows cannot make catalogs, who makes catalogs cannot read rows."""
    from federation.engines.trino_administrator import TrinoAdministrator

    url, key_file = settings.trino_url or "", settings.trino_signing_key_file
    ca_file = str(settings.trino_ca_file) if settings.trino_ca_file else None
    key = read_signing_key(key_file) if key_file else None

    def known_as(user: str) -> _Known:
        return {
            "user": user,
            "authorization": signed_authorization(key, user) if key else None,
            "tls": ssl.create_default_context(cafile=ca_file),
        }

    reader = TrinoClient(url, **known_as(settings.trino_user))
    administrator = TrinoAdministrator(url, **known_as(settings.trino_administrator))
    store = None
    if settings.trino_spool_url is not None:
        # Trino's authority may have certified the store too; any other store is a public one.
        trusted = ssl.create_default_context()
        if ca_file is not None:
            trusted.load_verify_locations(cafile=ca_file)
        store = SegmentStore(reader, settings.trino_spool_url, tls=trusted)
    return TrinoEngine(reader, resolve_secret, administrator=administrator, store=store)
