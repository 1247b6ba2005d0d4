"""Bringing a database's tables up to date, whoever else does it at the same moment."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, insert, select

from catalog.codec import write_value
from catalog.store.sqlite_wait import SQLITE_WAIT_S
from catalog.store.tables import catalog_epoch, catalog_version

_MIGRATIONS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 7_243_500_667
"""Any constant number: PostgreSQL's lock for one migration at a time."""
_TIMEOUT = {"connect_timeout": 5}
_one_at_a_time = threading.Lock()
"""Alembic's `op` and `context` are global to the process."""


def migrate(url: URL) -> None:
    """Tables as of this code, and the first version. Blocks: call it in a thread.

    Safe when several processes start at once. Raises the driver's OperationalError or OSError.
    """
    is_sqlite = url.get_backend_name() == "sqlite"
    with _one_at_a_time:
        engine = _sqlite_engine(url) if is_sqlite else create_engine(url, connect_args=_TIMEOUT)
        try:
            with engine.begin() as connection:
                if not is_sqlite:
                    connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
                _upgrade(connection)
                _first_version(connection)
        finally:
            engine.dispose()


@dataclass(frozen=True, slots=True)
class Step:
    """One migration, and its first line."""

    revision: str
    title: str


@dataclass(frozen=True, slots=True)
class MigrationPlan:
    """From the revision that the tables are at (None: there are none) to the one of this code."""

    there: str | None
    wanted: str
    steps: tuple[Step, ...]

    @property
    def is_newer(self) -> bool:
        """The tables are those of a later version, which this one can serve on."""
        return self.there is not None and self.there > self.wanted


def plan(url: URL) -> MigrationPlan:
    """The steps that `migrate` would take. Raises the driver's OperationalError or OSError."""
    try:
        there, head = revisions(url)
    except FileNotFoundError:
        there, head = None, _scripts().get_current_head()
    wanted = head or ""
    if there is not None and there > wanted:
        return MigrationPlan(there, wanted, ())
    scripts = tuple(_scripts().iterate_revisions("head", there or "base"))
    steps = (Step(script.revision, script.doc.partition("\n")[0]) for script in reversed(scripts))
    return MigrationPlan(there, wanted, tuple(steps))


def revisions(url: URL) -> tuple[str | None, str | None]:
    """The one that the tables are at, and the one of this code; nothing is changed.

    Raises the driver's OperationalError or OSError.
    """
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite and not Path(url.database or "").exists():
        raise FileNotFoundError("there is no such file")
    engine = create_engine(
        url.set(drivername="sqlite") if is_sqlite else url,
        connect_args={} if is_sqlite else _TIMEOUT,
    )
    try:
        with engine.connect() as connection:
            there = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    return there, _scripts().get_current_head()


def _scripts() -> ScriptDirectory:
    return _scripts_in(str(_MIGRATIONS))


@cache
def _scripts_in(folder: str) -> ScriptDirectory:
    """Read once a process: each reading imports every step anew."""
    return ScriptDirectory(folder)


def _sqlite_engine(url: URL) -> Engine:
    path = Path(url.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    _use_write_ahead_log(path)
    engine = create_engine(url.set(drivername="sqlite"), connect_args={"timeout": SQLITE_WAIT_S})
    event.listen(engine, "connect", _say_begin_ourselves)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _upgrade(connection: Connection) -> None:
    """Tables of this version are left as they are; those of a later one too: its migrations only
    add to what this code uses, so that two versions serve side by side while one replaces the
    other.
    """
    there = MigrationContext.configure(connection).get_current_revision()
    if there is not None and there >= (_scripts().get_current_head() or ""):
        return
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _first_version(connection: Connection) -> None:
    if connection.execute(select(catalog_version.c.number)).first() is None:
        epoch, at = str(uuid4()), write_value(datetime.now(UTC))
        connection.execute(insert(catalog_version).values(one=1, epoch=epoch, number=0))
        connection.execute(insert(catalog_epoch).values(epoch=epoch, at=at))


def _use_write_ahead_log(path: Path) -> None:
    """A property of the file, for ever; SQLite does not wait for its turn to set it."""
    deadline = time.monotonic() + SQLITE_WAIT_S
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return


def _say_begin_ourselves(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
