"""`interco demo` and `interco serve`."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from typing_extensions import override

from federation.engines.threads import ENGINE_THREADS
from gateway.cli.demo_folder import STATE, STATE_OPTION, running_address
from gateway.cli.programs import become
from gateway.demo_mode.state import DemoState
from gateway.logging import configure_logging
from gateway.problems import DemoAlreadyRuns, PortInUse, UnreadableSettings
from gateway.secret_store.secrets import read_master_key
from gateway.settings import Settings
from gateway.wiring.stopping import queries_grace_s


class EngineChoice(StrEnum):
    DUCKDB = "duckdb"
    TRINO = "trino"


def add_to(app: typer.Typer) -> None:
    app.command(
        help=(
            "A gateway with six real organisations and synthetic rows, on this machine only. "
            "`--engine trino` starts the full stack: PostgreSQL, S3, OPA, Trino."
        )
    )(demo)
    app.command(help="The gateway as production runs it; settings come from INTERCO_… variables.")(
        serve
    )


def demo(
    port: Annotated[int, typer.Option(help="0 chooses a free one.", min=0, max=65535)] = 8000,
    engine: Annotated[EngineChoice, typer.Option(help="Where queries run.")] = EngineChoice.DUCKDB,
    scale: Annotated[int, typer.Option(help="Times as many weighings.", min=1, max=1000)] = 1,
    state: STATE_OPTION = STATE,
) -> None:
    """Prints who can try what, then serves until Ctrl-C."""
    if engine is EngineChoice.TRINO:
        full = ("--port", str(port), "--scale", str(scale), "--state", str(state))
        become("tools.full_stack", *full)
    serve_demo(state, port, lambda: _embedded(state, scale))


def serve_demo(
    state: Path,
    port: int,
    prepared: Callable[[], AbstractContextManager[tuple[DemoState, Settings]]],
) -> None:
    """`prepared` makes rows and catalog, once this demo is alone in its folder and has its port."""
    from gateway.app import build_app
    from gateway.cli.welcome import welcome

    with ExitStack() as stack:
        stack.enter_context(_alone_in(state))
        listener = listen("127.0.0.1", port)
        chosen: int = listener.getsockname()[1]
        folder, settings = stack.enter_context(prepared())
        settings = settings.model_copy(update={"port": chosen})
        folder.port_file.write_text(str(chosen))
        stack.callback(folder.port_file.unlink, missing_ok=True)
        configure_logging(settings.log_level)
        asyncio.run(welcome(folder, chosen))
        _run(build_app(settings, demo=True), settings, listener)
    leave_at_once()


@contextmanager
def _embedded(state: Path, scale: int) -> Iterator[tuple[DemoState, Settings]]:
    from gateway.demo_mode.catalog import ensure_demo_catalog

    folder = DemoState(state)
    asyncio.run(ensure_demo_catalog(folder, scale))
    yield folder, folder.settings()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Two demos in one folder would each send the commands to its own port, the last one first.

    The system ends the lock with the process, however that ends. Raises DemoAlreadyRuns.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            address = running_address(DemoState(folder))
            where = "" if address is None else f" ({address})"
            raise DemoAlreadyRuns(folder=str(folder), where=where) from None
        yield


def serve() -> None:
    """Refuses to start with anything that belongs to the demo."""
    from gateway.app import build_app

    settings = read_settings()
    configure_logging(settings.log_level)
    app = build_app(settings)
    # Told here as what it is: once the server starts, it could only be logged.
    read_master_key(settings.key_file, create=False)
    _run(app, settings, listen(settings.host, settings.port))
    leave_at_once()


def leave_at_once() -> None:
    """All is closed and recorded; what may be left are threads that do not end. An interpreter
    that ends by itself waits for those that attach, and for what an open instance holds.
    """
    if any(each.name.startswith(ENGINE_THREADS) for each in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def read_settings() -> Settings:
    """From the environment; raises UnreadableSettings."""
    try:
        return Settings()
    except ValidationError as error:
        # Which ones, never what they hold: a setting may be a secret.
        named = {f"INTERCO_{each['loc'][0]!s}".upper() for each in error.errors()}
        raise UnreadableSettings(settings=", ".join(sorted(named))) from None


def listen(host: str, port: int) -> socket.socket:
    """A bound socket, so that a taken port is told before anything else is done."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(256)
    except OSError:
        listener.close()
        raise PortInUse(port=port) from None
    return listener


def _run(app: Any, settings: Settings, listener: socket.socket) -> None:
    import uvicorn

    class Server(uvicorn.Server):
        @override
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            """Whoever still asks, on a connection that is open, is told from now on."""
            services = getattr(app.state, "services", None)
            if services is not None:
                services.query.stopping.set()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=queries_grace_s(settings.shutdown_grace_s),
    )
    # Once it has stopped, uvicorn sends itself the signal again: what follows must still be done.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda _number, _frame: None)
    with listener:
        Server(config).run(sockets=[listener])
