"""The PostgreSQL door, where an operator opens it: its sockets, its certificate, its life."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from federation.catalog_shadow.programs import find_programs
from federation.catalog_shadow.server import ShadowServer
from federation.catalog_shadow.sessions import Shadows
from gateway.base.settings import Settings
from gateway.base.worker_memory import WorkerMemory
from gateway.postgresql.catalogs import Catalogs
from gateway.postgresql.places import Places
from gateway.postgresql.server import CancelRoads, PostgresqlDoor, tls_context
from gateway.reading.query.ports import Ports
from gateway.wiring.setting_problems import PostgresqlCertificateMissing


@dataclass(frozen=True, slots=True)
class PostgresqlSockets:
    """Made before workers are forked: the port of all of them, the way of requests to
    cancel between them, and the certificate, read once.
    """

    listener: socket.socket
    roads: CancelRoads
    tls: ssl.SSLContext

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])


def postgresql_sockets(
    settings: Settings, listener: socket.socket, workers: int
) -> PostgresqlSockets:
    """Raises PostgresqlCertificateMissing: without a certificate the door stays shut."""
    certificate, key = settings.postgres_certificate_file, settings.postgres_key_file
    if certificate is None or key is None:
        listener.close()
        raise PostgresqlCertificateMissing
    try:
        tls = tls_context(certificate, key)
    except (OSError, ssl.SSLError):
        listener.close()
        raise PostgresqlCertificateMissing from None
    listener.setblocking(False)
    roads = CancelRoads.between(workers) if workers > 1 else CancelRoads()
    return PostgresqlSockets(listener, roads, tls)


@asynccontextmanager
async def serving_postgresql(
    ports: Ports,
    settings: Settings,
    sockets: PostgresqlSockets | None,
    memory: WorkerMemory | None,
) -> AsyncIterator[PostgresqlDoor | None]:
    """While the application runs; sessions end before what they read from does."""
    if sockets is None:
        yield None
        return
    programs = await asyncio.to_thread(find_programs, settings.postgres_programs)
    door = PostgresqlDoor(
        ports,
        sockets.tls,
        Catalogs(None if programs is None else Shadows(ShadowServer(programs))),
        Places(settings.postgres_connections),
        settings.postgres_idle_s,
        0 if memory is None else memory.worker,
        sockets.roads,
    )
    await door.start(sockets.listener)
    try:
        yield door
    finally:
        await door.stop()
