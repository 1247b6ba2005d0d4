"""A PostgreSQL of the gateway's own, on a socket in a folder that nobody else may open.

It holds no row of anybody and nothing of the store: empty tables, one database for each set of
rights. It ends with the process that started it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from federation.catalog_shadow.programs import Programs
from federation.catalog_shadow.statements import HERE

ADMINISTRATOR, READER = "interco_catalog", "interco"
"""The owner of all tables, and the one role that reads: neither name tells anything."""
DATABASE = "interco"
"""The one database that clients see, whatever a shadow's own is called."""
TEMPLATE = "interco_template"
MOST_BACKENDS = 8
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
_MOST_MEMORY = 512 * 1024 * 1024
"""Bytes of address space of one backend: a text is made as long as its statement says."""
_STARTED_S = 30.0
_STOPPED_S = 5.0
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": str(MOST_BACKENDS + 6),
    "shared_buffers": "16MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "16MB",
    "temp_file_limit": "64MB",
    "max_wal_size": "64MB",
    "min_wal_size": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_parallel_workers": "0",
    "autovacuum": "off",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
}


@dataclass(slots=True)
class ShadowServer:
    """`version` is that of its PostgreSQL, as it is told to clients."""

    programs: Programs
    _folder: Path | None = None
    _running: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def start(self) -> None:
        """Takes a second or two. Raises OSError, subprocess.SubprocessError, psycopg.Error."""
        self.stop()
        self._folder = Path(tempfile.mkdtemp(prefix="interco-catalogs-"))
        account = _unprivileged()
        if account is not None:
            os.chown(self._folder, account.pw_uid, account.pw_gid)
        data = self._folder / "data"
        initdb: list[str | Path] = [
            self.programs.folder / "initdb",
            "-D",
            data,
            "-U",
            ADMINISTRATOR,
            "-A",
            "trust",
        ]
        initdb += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        _run(initdb, self._folder, account)
        arguments: list[str | Path] = [
            self.programs.folder / "postgres",
            "-D",
            data,
            "-k",
            self._folder,
        ]
        arguments += [
            part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")
        ]
        self._running = subprocess.Popen(  # noqa: S603 - a program of the operator's own choice
            [*_dying_with_us(), *arguments],
            cwd=self._folder,
            env=_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=None if account is None else account.pw_uid,
            group=None if account is None else account.pw_gid,
            extra_groups=None if account is None else [],
        )
        self._await()
        self._make_template()

    def stop(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            with suppress(ProcessLookupError):
                running.send_signal(signal.SIGQUIT)
            try:
                running.wait(_STOPPED_S)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def connect(self, database: str, *, as_reader: bool) -> psycopg.Connection:
        """In autocommit. A reader's connection reads only, for some seconds a statement."""
        return psycopg.connect(
            host=str(self._folder),
            dbname=database,
            user=READER if as_reader else ADMINISTRATOR,
            autocommit=True,
            prepare_threshold=None,
        )

    def _await(self) -> None:
        end = time.monotonic() + _STARTED_S
        while True:
            try:
                self.connect("postgres", as_reader=False).close()
            except psycopg.OperationalError:
                if not self.is_running or time.monotonic() > end:
                    self.stop()
                    raise
                time.sleep(0.02)
            else:
                return

    def _make_template(self) -> None:
        with self.connect("postgres", as_reader=False) as connection:
            _execute(connection, _OF_THE_CLUSTER)
        with self.connect(TEMPLATE, as_reader=False) as connection:
            _execute(connection, _OF_THE_TEMPLATE)
            _tell_one_name(connection)


_OF_THE_CLUSTER = Path(__file__).with_name("cluster.sql")
_OF_THE_TEMPLATE = Path(__file__).with_name("template.sql")


def _execute(connection: psycopg.Connection, file: Path) -> None:
    """The statements of a file, which an empty line ends: one cannot stand in a transaction."""
    for statement in file.read_text("utf-8").split("\n\n"):
        connection.execute(statement.encode())


def _tell_one_name(connection: psycopg.Connection) -> None:
    """The views of information_schema name the one database that clients see."""
    views = connection.execute(
        "SELECT c.relname, pg_catalog.pg_get_viewdef(c.oid) FROM pg_catalog.pg_class c"
        " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'information_schema' AND c.relkind = 'v'"
        " AND pg_catalog.pg_get_viewdef(c.oid) LIKE '%current_database()%'"
        " AND c.relname NOT LIKE 'interco%'"
    ).fetchall()
    for name, definition in views:
        body = definition.replace("current_database()", "'interco'::name")
        connection.execute(
            sql.SQL("CREATE OR REPLACE VIEW {} AS ").format(sql.Identifier(HERE, name))
            + sql.SQL(body)
        )


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as where the gateway is root, which it refuses to be."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    return None


def _run(arguments: list[str | Path], folder: Path, account: pwd.struct_passwd | None) -> None:
    subprocess.run(  # noqa: S603 - a program of the operator's own choice
        arguments,
        cwd=folder,
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=_STARTED_S,
        user=None if account is None else account.pw_uid,
        group=None if account is None else account.pw_gid,
        extra_groups=None if account is None else [],
    )


def _dying_with_us() -> list[str]:
    """It ends with whoever started it, however that ends; and a backend that grows, alone."""
    setpriv, prlimit = shutil.which("setpriv"), shutil.which("prlimit")
    dying = [] if setpriv is None else [setpriv, "--pdeathsig", "QUIT", "--"]
    return dying if prlimit is None else [*dying, prlimit, f"--as={_MOST_MEMORY}", "--"]
