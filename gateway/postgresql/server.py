"""The door itself: its listener, its certificate, its sessions, and who may cancel whose query."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import secrets
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from typing_extensions import override

from gateway.base.error_reporting import report_unexpected
from gateway.postgresql.catalogs import Catalogs
from gateway.postgresql.error_states import error_message
from gateway.postgresql.frames import Opening
from gateway.postgresql.places import Place, Places
from gateway.postgresql.problems import PostgresqlFull
from gateway.postgresql.session import Session
from gateway.postgresql.wire import Gone, Wire
from gateway.reading.query.ports import Ports

_WORKER_BITS = 8
_CANCEL = 12
"""Bytes of a request to cancel, between workers: the process, then the secret."""
_log = structlog.get_logger()


@dataclass(slots=True)
class CancelRoads:
    """A socket a worker, made before they are forked: a request to cancel comes to whichever
    worker takes the connection, and goes to the one whose session it is.
    """

    sockets: tuple[tuple[socket.socket, socket.socket], ...] = ()

    @classmethod
    def between(cls, workers: int) -> CancelRoads:
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(workers)]
        for pair in pairs:
            for end in pair:
                end.setblocking(False)
        return cls(tuple(pairs))


@dataclass(slots=True)
class PostgresqlDoor:
    """`worker` is the number of this process among those that share the port."""

    ports: Ports
    tls: ssl.SSLContext
    catalogs: Catalogs
    places: Places = field(default_factory=lambda: Places(200))
    idle_s: float = 3_600.0
    worker: int = 0
    roads: CancelRoads = field(default_factory=CancelRoads)
    _sessions: dict[int, Session] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _wires: set[Wire] = field(default_factory=set)
    _none_left: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None

    async def start(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connected, sock=listener)
        if self.roads.sockets:
            loop.add_reader(self.roads.sockets[self.worker][0].fileno(), self._cancel_arrived)

    async def stop(self) -> None:
        """No more sessions begin; those that there are end, their queries with them."""
        if self._server is not None:
            self._server.close()
        if self.roads.sockets:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self.roads.sockets[self.worker][0].fileno())
        for session in list(self._tasks):
            session.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2.0)
        # Nobody waits for the farewell of whoever does not answer.
        for wire in list(self._wires):
            wire.abort()
        await self.catalogs.close()
        if self._wires:
            self._none_left.clear()
            await self._none_left.wait()

    def _connected(self) -> Wire:
        return _Announced(self)

    def begin(self, wire: Wire) -> None:
        self._wires.add(wire)
        task = asyncio.get_running_loop().create_task(self._serve(wire))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, wire: Wire) -> None:
        try:
            with self.places.occupied(wire.address or "") as place:
                await self._run(wire, place)
        except PostgresqlFull as problem:
            _log.warning("limit_holds", limit="postgresql_connections", organisation="")
            with contextlib.suppress(Gone):
                wire.put(error_message(problem, "fr", "", ends=True))
        finally:
            wire.close()

    async def _run(self, wire: Wire, place: Place) -> None:
        process = self._new_process()
        session = Session(
            wire,
            Opening(self.tls, self.cancel),
            self.ports,
            self.idle_s,
            process,
            secrets.token_bytes(4),
            self.catalogs,
            place,
        )
        self._sessions[process] = session
        wire.when_lost = session.leave
        try:
            await session.run()
        except Exception as bug:  # noqa: BLE001 - the last wall: one session never ends others
            report_unexpected(bug, "")
        finally:
            del self._sessions[process]

    def ended(self, wire: Wire) -> None:
        self._wires.discard(wire)
        if not self._wires:
            self._none_left.set()

    def _new_process(self) -> int:
        """The worker in its first bits, then what nobody chooses: 31 bits in all."""
        while True:
            low = secrets.randbits(31 - _WORKER_BITS)
            process = (self.worker & 0x7F) << (31 - _WORKER_BITS) | low
            if process and process not in self._sessions:
                return process

    def cancel(self, process: int, secret: bytes) -> None:
        """Nobody is told whether there is such a session."""
        worker = process >> (31 - _WORKER_BITS)
        if worker == self.worker or not self.roads.sockets:
            self._cancel_here(process, secret)
        elif worker < len(self.roads.sockets) and len(secret) == 4:
            try:
                self.roads.sockets[worker][1].send(process.to_bytes(8, "big") + secret)
            except OSError:
                _log.warning("cancel_not_told", worker=worker)

    def _cancel_arrived(self) -> None:
        try:
            data = self.roads.sockets[self.worker][0].recv(_CANCEL)
        except OSError:
            return
        if len(data) == _CANCEL:
            self._cancel_here(int.from_bytes(data[:8], "big"), data[8:])

    def _cancel_here(self, process: int, secret: bytes) -> None:
        session = self._sessions.get(process)
        if session is not None and hmac.compare_digest(session.secret, secret):
            session.cancel()


class _Announced(Wire):
    """A connection that its door serves from its first moment."""

    def __init__(self, door: PostgresqlDoor) -> None:
        super().__init__()
        self._door = door
        self._is_announced = False

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        # Again when TLS begins: it is the same session.
        if not self._is_announced:
            self._is_announced = True
            self._door.begin(self)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._door.ended(self)


def tls_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """TLS 1.2 at least. Raises OSError, ssl.SSLError where they cannot be read."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context
