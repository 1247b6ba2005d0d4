"""`interco demo` and `interco serve`."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from federation.engines.threads import ENGINE_THREADS
from gateway.base.logging import configure_logging
from gateway.base.problems import DemoAlreadyRuns
from gateway.base.settings import Settings
from gateway.base.worker_memory import WorkerMemory
from gateway.cli.demo_folder import STATE, STATE_OPTION, running_address
from gateway.cli.programs import become
from gateway.demo_mode.state import DemoState
from gateway.upkeep.secret_store.secrets import read_master_key
from gateway.wiring.settings_reading import read_settings

if TYPE_CHECKING:
    from gateway.cli.serving import Beside
    from gateway.wiring.postgresql import PostgresqlSockets

_LAST_RESORT_S = 5.0


class EngineChoice(StrEnum):
    DUCKDB = "duckdb"
    TRINO = "trino"


def add_to(app: typer.Typer) -> None:
    app.command(
        help=(
            "A gateway with eleven real organisations and synthetic rows, on this machine only. "
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
    postgres_port: Annotated[
        int | None,
        typer.Option(help="Opens the PostgreSQL door; 0 chooses a free port.", min=0, max=65535),
    ] = None,
) -> None:
    """Prints who can try what, then serves until Ctrl-C."""
    if engine is EngineChoice.TRINO:
        full = ("--port", str(port), "--scale", str(scale), "--state", str(state))
        become("tools.full_stack", *full)
    serve_demo(state, port, lambda: _embedded(state, scale), postgres_port)


def serve_demo(
    state: Path,
    port: int,
    prepared: Callable[[], AbstractContextManager[tuple[DemoState, Settings]]],
    postgres_port: int | None = None,
) -> None:
    """`prepared` makes rows and catalog, once this demo is alone in its folder and has its port."""
    from gateway.app import build_app
    from gateway.cli.serving import listen, run_server
    from gateway.cli.welcome import welcome
    from gateway.demo_mode.certificate import with_postgresql

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
        settings = with_postgresql(folder, settings, postgres_port)
        postgresql = listen_for_postgresql(settings, 1)
        if postgresql is not None:
            folder.postgres_port_file.write_text(str(postgresql.port))
            stack.callback(folder.postgres_port_file.unlink, missing_ok=True)
        app = build_app(settings, demo=True, postgresql=postgresql)
        run_server(app, settings, listener)
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


def serve(
    workers: Annotated[int, typer.Option(help="Processes on the one port.", min=1, max=64)] = 1,
) -> None:
    """Refuses to start with anything that belongs to the demo."""
    from catalog.store.opening import refuse_old_tables
    from gateway.cli.serving import listen
    from gateway.wiring.safety import refuse_misplaced, refuse_unsafe

    settings = read_settings()
    configure_logging(settings.log_level)
    refuse_misplaced(settings)
    refuse_unsafe(settings)
    # Told here as what it is: once the server starts, it could only be logged.
    read_master_key(settings.key_file, create=False)
    if settings.migrate == "by_command":
        refuse_old_tables(settings.database_url)
    listener = listen(settings.host, settings.port)
    figures = listen_for_figures(settings, workers)
    postgresql = listen_for_postgresql(settings, workers)
    if workers == 1:
        serve_on(listener, figures, settings, postgresql, None)
        leave_at_once()
        return
    from gateway.cli.workers import Workers
    from gateway.proof.signing_key import open_signing_key

    # Made now where there is none: several that make it at once would read it half written.
    open_signing_key(settings.proof_key)
    import_for_workers()
    serving = partial(serve_on, listener, figures, settings, postgresql)
    grace_s = settings.shutdown_grace_s + _LAST_RESORT_S
    raise typer.Exit(Workers(WorkerMemory(workers), serving, grace_s).run())


def import_for_workers() -> None:
    """Before the workers are forked, once for all of them: each would import for seconds, and hold
    alone what it imported. Nothing is opened and no thread begins.
    """
    import gateway.app  # noqa: F401

    gc.collect()
    gc.freeze()


def listen_for_figures(settings: Settings, workers: int) -> list[socket.socket]:
    """One for each worker, which shows its own figures on a port of its own; none where nobody may
    read them. Before the workers are forked: one that cannot be bound is told once, as what it is,
    and is not taken for a worker that died. Raises PortInUse.
    """
    from gateway.cli.serving import listen

    metrics = settings.metrics
    if metrics is None or metrics.port is None:
        return []
    ports = range(metrics.port, metrics.port + workers)
    with ExitStack() as opened:
        listeners = [opened.enter_context(listen(metrics.host, port)) for port in ports]
        opened.pop_all()
    return listeners


def listen_for_postgresql(settings: Settings, workers: int) -> PostgresqlSockets | None:
    """One port for all workers, bound before they are forked; None where the door is shut. Raises
    PortInUse, PostgresqlCertificateMissing.
    """
    if settings.postgres_port is None:
        return None
    from gateway.cli.serving import listen
    from gateway.wiring.postgresql import postgresql_sockets

    return postgresql_sockets(
        settings, listen(settings.postgres_host, settings.postgres_port), workers
    )


def serve_on(
    listener: socket.socket,
    figures: list[socket.socket],
    settings: Settings,
    postgresql: PostgresqlSockets | None,
    memory: WorkerMemory | None,
) -> None:
    """One process, until it is told to stop."""
    from gateway.app import build_app
    from gateway.cli.serving import run_server

    app = build_app(settings, memory=memory, postgresql=postgresql)
    worker = 0 if memory is None else memory.worker
    run_server(app, settings, listener, beside_it(app, settings, figures, worker=worker))


def beside_it(
    app: Any, settings: Settings, figures: list[socket.socket], *, worker: int
) -> Beside | None:
    from gateway.app import metrics_app
    from gateway.cli.serving import Beside

    return Beside(metrics_app(app, settings), figures[worker]) if figures else None


def leave_at_once() -> None:
    """All is closed and recorded; what may be left are threads that do not end. An interpreter
    that ends by itself waits for those that attach, and for what an open instance holds.
    """
    if any(each.name.startswith(ENGINE_THREADS) for each in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
