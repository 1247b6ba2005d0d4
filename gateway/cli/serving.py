"""An application on its socket until the process is told to stop, and its figures beside it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import uvicorn
from typing_extensions import override

from gateway.base.problems import PortInUse, UnreadableSettings
from gateway.base.settings import Settings
from gateway.cli.timed_connection import TimedConnection
from gateway.wiring.stopping import queries_grace_s


@dataclass(frozen=True, slots=True)
class Beside:
    """An application served on another socket, by the same loop, for as long."""

    app: Any
    listener: socket.socket


def listen(host: str, port: int) -> socket.socket:
    """A bound socket, so that a taken port is told before anything else is done."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(256)
    except (socket.gaierror, UnicodeError):
        listener.close()
        raise UnreadableSettings(settings="INTERCO_HOST") from None
    except OSError:
        listener.close()
        raise PortInUse(port=port) from None
    return listener


def run_server(
    app: Any, settings: Settings, listener: socket.socket, beside: Beside | None = None
) -> None:
    """Until SIGTERM or SIGINT, then for the grace of a stop at most."""
    config = uvicorn.Config(
        app,
        http=TimedConnection,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=queries_grace_s(settings.shutdown_grace_s),
    )
    # Once it has stopped, uvicorn sends itself the signal again: what follows must still be done.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: None)
    with listener:
        _Server(config, app, beside).run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, app: Any, beside: Beside | None) -> None:
        super().__init__(config)
        self._app = app
        self._beside = beside
        self._serving_beside: asyncio.Task[None] | None = None

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._beside is not None and self.started:
            figures = _WithoutSignals(_quiet(self._beside.app))
            serving = figures.serve([self._beside.listener])
            self._serving_beside = asyncio.create_task(serving)

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Marks the process as stopping, as callers on open connections are told; then stops."""
        services = getattr(self._app.state, "services", None)
        if services is not None:
            services.query.stopping.set()
        if self._serving_beside is not None:
            self._serving_beside.cancel()
            await asyncio.gather(self._serving_beside, return_exceptions=True)
        await super().shutdown(sockets)


class _WithoutSignals(uvicorn.Server):
    """The process has one server that is told to stop, and this is not that."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _quiet(app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, lifespan="off"
    )
