"""PostgreSQL from Debian's package, a fresh cluster for each run."""

import contextlib
import os
import secrets
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

from deploy.local.commands import tail
from deploy.local.environment import SERVER_ENVIRONMENT, find_program
from deploy.local.prerequisites import MissingPrerequisite, install_debian_package
from deploy.local.process import (
    HOST,
    Account,
    ServerCommand,
    ServerFailed,
    free_port,
    run_folder,
    running_server,
    unprivileged_account,
)

_WHAT = "PostgreSQL's server"
_SUPERUSER = "postgres"


@dataclass(frozen=True)
class PostgresqlServer:
    """A running PostgreSQL; `password` is the superuser's."""

    host: str
    port: int
    superuser: str
    password: str = field(repr=False)
    log_path: Path

    def dsn(
        self, database: str = "postgres", user: str | None = None, password: str | None = None
    ) -> str:
        """A connection URL for libpq; the superuser's unless another user is named."""
        if user is None:
            user, password = self.superuser, self.password
        secret = "" if password is None else f":{quote(password, safe='')}"
        account = f"{quote(user, safe='')}{secret}"
        return f"postgresql://{account}@{self.host}:{self.port}/{quote(database, safe='')}"


def fetch_postgresql() -> Path:
    """The folder of PostgreSQL's programs; installs Debian's package when we are root."""
    with contextlib.suppress(MissingPrerequisite):
        return _find_programs()
    install_debian_package("postgresql", _WHAT)
    return _find_programs()


def _find_programs() -> Path:
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda initdb: float(initdb.parts[-3]),
        reverse=True,
    )
    on_path = find_program("initdb")
    for initdb in [*versions, *([on_path.resolve()] if on_path else [])]:
        if initdb.with_name("postgres").is_file():
            return initdb.parent
    raise MissingPrerequisite(
        _WHAT, "sudo apt-get update && sudo apt-get install -y --no-install-recommends postgresql"
    )


@contextmanager
def running_postgresql() -> Iterator[PostgresqlServer]:
    """A fresh cluster in UTF-8 and UTC, without the disk's safety: a crash loses everything."""
    programs = fetch_postgresql()
    account = unprivileged_account()
    password = secrets.token_urlsafe(18)
    with run_folder("postgresql") as folder:
        data = _new_data(folder, programs, account, password)

        def command_for(port: int) -> ServerCommand:
            return _command(folder, programs, data, port, account)

        with running_server(folder, command_for, lambda _port: _accepts_connections(data)) as port:
            yield PostgresqlServer(HOST, port, _SUPERUSER, password, folder / "server.log")


@dataclass
class StoppablePostgresql:
    """A cluster that goes away and comes back on the same port, with the same rows."""

    server: PostgresqlServer
    _run: Callable[[], AbstractContextManager[int]] = field(repr=False)
    _running: contextlib.ExitStack | None = field(default=None, repr=False)

    def start(self) -> None:
        with contextlib.ExitStack() as started:
            started.enter_context(self._run())
            self._running = started.pop_all()

    def stop(self) -> None:
        if self._running is not None:
            self._running.close()
            self._running = None


@contextmanager
def stoppable_postgresql() -> Iterator[StoppablePostgresql]:
    """Started; it ends with the block in any case."""
    programs = fetch_postgresql()
    account = unprivileged_account()
    password = secrets.token_urlsafe(18)
    port = free_port()
    with run_folder("postgresql") as folder:
        data, log = _new_data(folder, programs, account, password), folder / "server.log"

        @contextmanager
        def run() -> Iterator[int]:
            # The guardian of one run takes its own folder away when it ends, not the cluster.
            with run_folder("postgresql-run") as once:
                _give(once, account)
                command = replace(_command(once, programs, data, port, account), log_path=log)
                ready = partial(_accepts_connections, data)
                with running_server(once, lambda _: command, lambda _: ready()) as given:
                    yield given

        server = PostgresqlServer(HOST, port, _SUPERUSER, password, log)
        cluster = StoppablePostgresql(server, run)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()


def _new_data(folder: Path, programs: Path, account: Account | None, password: str) -> Path:
    _give(folder, account)
    data = folder / "data"
    _create_cluster(programs, data, account, password)
    return data


def _give(folder: Path, account: Account | None) -> None:
    if account is not None:
        os.chown(folder, account.uid, account.gid)


def _command(
    folder: Path, programs: Path, data: Path, port: int, account: Account | None
) -> ServerCommand:
    return ServerCommand(
        name="PostgreSQL",
        arguments=_server_arguments(programs, data, port),
        log_path=folder / "server.log",
        account=account,
        # SIGINT is PostgreSQL's fast shutdown: it ends sessions instead of waiting.
        stop_signal=signal.SIGINT,
    )


def _create_cluster(programs: Path, data: Path, account: Account | None, password: str) -> None:
    password_file = data.with_name("password")
    # /dev/stdin cannot be read again after the change of account: a file it is.
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if account is not None:
        os.chown(password_file, account.uid, account.gid)
    arguments: list[str | Path] = [programs / "initdb", "-D", data, "-U", _SUPERUSER]
    arguments += ["-A", "scram-sha-256", f"--pwfile={password_file}"]
    arguments += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd=data.parent,
        env=SERVER_ENVIRONMENT,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    password_file.unlink()
    if done.returncode != 0:
        raise ServerFailed(f"PostgreSQL's initdb failed. It said:\n{tail(done.stdout)}")


def _server_arguments(programs: Path, data: Path, port: int) -> list[str | Path]:
    settings = {
        "listen_addresses": HOST,
        # No socket file: its path has a length limit that temporary folders can exceed.
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [programs / "postgres", "-D", data, "-p", str(port), *options]


def _accepts_connections(data: Path) -> bool:
    """True where this cluster's own pid file says `ready` (line 8), as pg_ctl reads it."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"
