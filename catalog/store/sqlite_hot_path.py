"""The hot path on SQLite: the version on the loop, the audit by one thread that groups commits."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self

from catalog.model.audit import AuditIntent, AuditOutcome, EvidenceKind
from catalog.model.version import CatalogVersion
from catalog.problems import AuditUnavailable, StoreUnavailable
from catalog.store.hot_path import (
    AuditRecord,
    KeptEvidence,
    evidence_rows,
    intent_row,
    outcome_row,
)
from catalog.store.sqlite_wait import SQLITE_WAIT_S

_READ_VERSION = "SELECT epoch, number FROM catalog_version"
_INSERT_INTENT = """
    INSERT INTO audit_intent (
        request_id, at, issuer, sub, organisation, on_behalf_of, purpose, datasets, columns,
        agreements, policy_revision, question_digest, document_digest, catalog_epoch,
        catalog_number, file_reference, plan_digest, decision_digest, door, link)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
"""
# An end that comes late is better than none that was known.
_INSERT_OUTCOME = """
    INSERT INTO audit_outcome (request_id, status, rows, duration_ms, problem_code)
    VALUES (?,?,?,?,?)
    ON CONFLICT (request_id) DO UPDATE SET status = excluded.status, rows = excluded.rows,
        duration_ms = excluded.duration_ms, problem_code = excluded.problem_code, chained = NULL
    WHERE audit_outcome.status = 'unknown'
"""
_INSERT_EVIDENCE = {
    EvidenceKind.QUESTION: "INSERT INTO audit_question VALUES (?,?) ON CONFLICT DO NOTHING",
    EvidenceKind.PLAN: "INSERT INTO audit_plan VALUES (?,?) ON CONFLICT DO NOTHING",
}
_MAX_BATCH = 500

_Waiting = tuple[AuditRecord, "asyncio.Future[None]"]


class SqliteHotPath:
    """Opened on the event loop that will use it."""

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Raises sqlite3.Error."""
        reader, writer = await asyncio.to_thread(lambda: (_connect(path), _connect(path)))
        # A reader of a write-ahead log waits for nobody and reads two pages that are in memory:
        # a few microseconds, where a hop to a thread and back costs ten times that. What little
        # it may have to wait for, it leaves to the patient way at once.
        reader.execute("PRAGMA busy_timeout = 0")
        return cls(path, reader, writer)

    def __init__(self, path: Path, reader: sqlite3.Connection, writer: sqlite3.Connection) -> None:
        self._path = path
        self._loop = asyncio.get_running_loop()
        self._reader = reader
        self._connection = writer
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._last: asyncio.Future[None] | None = None
        self._closed = False
        self._kept = KeptEvidence()
        """The writer thread's own."""
        self._writer = threading.Thread(target=self._write_all, name="audit-writer", daemon=True)
        self._writer.start()

    async def read_version(self) -> CatalogVersion:
        try:
            return _version(self._reader)
        except sqlite3.Error:
            # Another process recovers the log or closes it: wait for it, off the loop.
            return await asyncio.to_thread(self._read_version_patiently)

    async def record(self, record: AuditRecord) -> None:
        # A caller who leaves does not stop a record that others share a commit with.
        await asyncio.shield(self.begin(record))

    def begin(self, record: AuditRecord) -> asyncio.Future[None]:
        if self._closed:
            raise AuditUnavailable(reason="the store is closed")
        written: asyncio.Future[None] = self._loop.create_future()
        self._last = written
        self._queue.put((record, written))
        return written

    async def written(self) -> None:
        """Returns once what was begun by now is written, or is known not to be."""
        if self._last is not None:
            await asyncio.wait([self._last])

    async def aclose(self) -> None:
        self._closed = True
        self._queue.put(None)
        await asyncio.to_thread(self._writer.join)
        self._reader.close()

    def _read_version_patiently(self) -> CatalogVersion:
        try:
            with contextlib.closing(_connect(self._path)) as connection:
                return _version(connection)
        except sqlite3.Error as error:
            raise StoreUnavailable(reason=str(error)) from error

    def _write_all(self) -> None:
        """The writer thread: one commit for all that came while the last one was being synced."""
        with contextlib.closing(self._connection) as connection:
            while (first := self._queue.get()) is not None:
                batch, ended = self._gather(first)
                self._write_batch(connection, batch)
                if ended:
                    return

    def _gather(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        batch = [first]
        with contextlib.suppress(Empty):
            while len(batch) < _MAX_BATCH:
                following = self._queue.get_nowait()
                if following is None:
                    return batch, True
                batch.append(following)
        return batch, False

    def _write_batch(self, connection: sqlite3.Connection, batch: list[_Waiting]) -> None:
        error = _write(connection, [record for record, _ in batch], self._kept)
        if error is not None and len(batch) > 1:
            # One bad record must not refuse the others: each on its own.
            for waiting in batch:
                self._write_batch(connection, [waiting])
            return
        self._tell(lambda: _settle(batch, error))

    def _tell(self, settle: Callable[[], None]) -> None:
        # The loop may be gone when a process is torn down: nobody waits any more.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(settle)


def _settle(batch: list[_Waiting], error: Exception | None) -> None:
    for _, written in batch:
        if written.done():
            continue
        if error is None:
            written.set_result(None)
        else:
            written.set_exception(AuditUnavailable(reason=_said(error)))


def _said(error: Exception) -> str:
    """For the log: SQLite names a table or a column; another failure may hold a value."""
    return str(error) if isinstance(error, sqlite3.Error) else type(error).__name__


def _write(
    connection: sqlite3.Connection, records: list[AuditRecord], kept: KeptEvidence
) -> Exception | None:
    try:
        intents = [each for each in records if isinstance(each, AuditIntent)]
        outcomes = [outcome_row(each) for each in records if isinstance(each, AuditOutcome)]
        evidence = kept.unknown(intents)
        # Written before the lock is taken: it may be long.
        written = {kind: evidence_rows(evidence, kind) for kind in EvidenceKind}
        connection.execute("BEGIN IMMEDIATE")
        for kind, rows in written.items():
            connection.executemany(_INSERT_EVIDENCE[kind], rows)
        connection.executemany(_INSERT_INTENT, [intent_row(each) for each in intents])
        connection.executemany(_INSERT_OUTCOME, outcomes)
        connection.execute("COMMIT")
        kept.remember(evidence)
    except Exception as error:  # noqa: BLE001 - whatever it was, nobody may wait for ever
        if connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        return error
    return None


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=SQLITE_WAIT_S, isolation_level=None, check_same_thread=False
    )
    # FULL: a commit that returned survives a power cut; NORMAL may lose the last ones.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _version(connection: sqlite3.Connection) -> CatalogVersion:
    # fetchall, not fetchone: a statement left open would hold its old picture of the log.
    ((epoch, number),) = connection.execute(_READ_VERSION).fetchall()
    return CatalogVersion(epoch, number)
