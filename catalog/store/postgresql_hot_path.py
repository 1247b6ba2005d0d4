"""The hot path on PostgreSQL: two connections, statements prepared once, commits grouped.

By asyncpg, whose statements cost a third of psycopg's time on the event loop (ADR 10).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, LiteralString

import asyncpg

from catalog.model.audit import AuditIntent, AuditOutcome, Evidence, EvidenceKind
from catalog.model.version import CatalogVersion
from catalog.problems import AuditUnavailable, StoreUnavailable
from catalog.store.hot_path import (
    AuditRecord,
    KeptEvidence,
    evidence_rows,
    intent_row,
    outcome_row,
)
from catalog.store.postgresql_address import read_address
from catalog.store.single_flight import SharedRead

_READ_VERSION: LiteralString = "SELECT epoch, number FROM catalog_version"
# Arrays, so that a batch of any size is one prepared statement and one round trip.
_INSERT_INTENTS: LiteralString = """
    INSERT INTO audit_intent (
        request_id, at, issuer, sub, organisation, on_behalf_of, purpose, datasets, columns,
        agreements, policy_revision, question_digest, document_digest, catalog_epoch,
        catalog_number, file_reference, plan_digest, decision_digest, door, link)
    SELECT * FROM unnest(
        $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
        $15::int[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[])
"""
# One statement, so that what an intent refers to is durable exactly when it is.
_INSERT_INTENTS_WITH_EVIDENCE: LiteralString = """
    WITH question AS (
        INSERT INTO audit_question SELECT * FROM unnest($1::text[], $2::text[])
        ON CONFLICT DO NOTHING
    ), plan AS (
        INSERT INTO audit_plan SELECT * FROM unnest($3::text[], $4::text[])
        ON CONFLICT DO NOTHING
    )
    INSERT INTO audit_intent (
        request_id, at, issuer, sub, organisation, on_behalf_of, purpose, datasets, columns,
        agreements, policy_revision, question_digest, document_digest, catalog_epoch,
        catalog_number, file_reference, plan_digest, decision_digest, door, link)
    SELECT * FROM unnest(
        $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
        $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[],
        $19::int[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[])
"""
# An end that comes late is better than none that was known.
_INSERT_BOTH: LiteralString = """
    WITH outcome AS (
        INSERT INTO audit_outcome SELECT * FROM unnest(
            $21::text[], $22::text[], $23::int[], $24::int[], $25::text[])
        ON CONFLICT (request_id) DO UPDATE SET status = excluded.status, rows = excluded.rows,
            duration_ms = excluded.duration_ms, problem_code = excluded.problem_code, chained = NULL
        WHERE audit_outcome.status = 'unknown'
    )
    INSERT INTO audit_intent (
        request_id, at, issuer, sub, organisation, on_behalf_of, purpose, datasets, columns,
        agreements, policy_revision, question_digest, document_digest, catalog_epoch,
        catalog_number, file_reference, plan_digest, decision_digest, door, link)
    SELECT * FROM unnest(
        $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
        $15::int[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[])
"""
_INSERT_OUTCOMES: LiteralString = """
    INSERT INTO audit_outcome SELECT * FROM unnest(
        $1::text[], $2::text[], $3::int[], $4::int[], $5::text[])
    ON CONFLICT (request_id) DO UPDATE SET status = excluded.status, rows = excluded.rows,
        duration_ms = excluded.duration_ms, problem_code = excluded.problem_code, chained = NULL
    WHERE audit_outcome.status = 'unknown'
"""
_WAIT_S = 5.0
_MAX_BATCH = 500

_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)
"""The connection, not the statement, is at fault: the session ended, or never began."""
_FAILED = (*_LOST, asyncpg.PostgresError)

_Waiting = tuple[AuditRecord, "asyncio.Future[None]"]


class PostgresqlHotPath:
    """Made on the event loop that will use it; connects on first use, again after a failure."""

    def __init__(self, conninfo: str, wait_s: float = _WAIT_S) -> None:
        wait_s = min(wait_s, _WAIT_S)
        self._versions = _Connection(conninfo, wait_s)
        self._audit = _Connection(conninfo, wait_s)
        self._read_version = SharedRead(self._read)
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None
        self._closed = False
        self._kept = KeptEvidence()

    async def read_version(self) -> CatalogVersion:
        return await self._read_version()

    async def _read(self) -> CatalogVersion:
        try:
            ((epoch, number),) = await self._versions.execute(_READ_VERSION)
        except _FAILED as error:
            raise StoreUnavailable(reason=_said(error)) from error
        return CatalogVersion(epoch, number)

    async def record(self, record: AuditRecord) -> None:
        # A caller who leaves does not stop a record that others share a commit with.
        await asyncio.shield(self.begin(record))

    def begin(self, record: AuditRecord) -> asyncio.Future[None]:
        if self._closed:
            raise AuditUnavailable(reason="the store is closed")
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((record, written))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        return written

    async def aclose(self) -> None:
        self._closed = True
        if self._writer is not None:
            await self._writer
        await self._versions.aclose()
        await self._audit.aclose()

    async def _write_all(self) -> None:
        """One commit for all that came while the last one was on its way."""
        while self._waiting:
            batch = self._waiting[:_MAX_BATCH]
            del self._waiting[:_MAX_BATCH]
            for together in self._statements(batch):
                await self._write_batch(together)
        self._writer = None

    def _statements(self, batch: list[_Waiting]) -> list[list[_Waiting]]:
        """The records that each statement writes: one statement for the whole batch, or intents
        before outcomes where evidence is not yet known to be kept.
        """
        if not self._kept.unknown(each for each, _ in batch if isinstance(each, AuditIntent)):
            return [batch]
        kinds = (AuditIntent, AuditOutcome)
        split = [[each for each in batch if isinstance(each[0], kind)] for kind in kinds]
        return [each for each in split if each]

    async def _write_batch(self, batch: list[_Waiting]) -> None:
        error: Exception | None = None
        try:
            await self._write([record for record, _ in batch])
        except Exception as raised:  # noqa: BLE001 - whatever it was, nobody may wait for ever
            error = raised
        lost = isinstance(error, _LOST)
        if error is not None and not lost and len(batch) > 1:
            # One bad record must not refuse the others: each on its own.
            for waiting in batch:
                await self._write_batch([waiting])
            return
        for _, written in batch:
            if written.done():
                continue
            if error is None:
                written.set_result(None)
            else:
                written.set_exception(AuditUnavailable(reason=_said(error)))

    async def _write(self, records: list[AuditRecord]) -> None:
        intents = [each for each in records if isinstance(each, AuditIntent)]
        begun = _columns([intent_row(each) for each in intents])
        ended = _columns([outcome_row(each) for each in records if isinstance(each, AuditOutcome)])
        evidence = self._kept.unknown(intents)
        if evidence:
            # In a thread: a long statement takes milliseconds to write, others are served
            # meanwhile.
            written = await asyncio.to_thread(_evidence_columns, evidence)
            await self._audit.execute(_INSERT_INTENTS_WITH_EVIDENCE, [*written, *begun])
            self._kept.remember(evidence)
        elif begun and ended:
            await self._audit.execute(_INSERT_BOTH, [*begun, *ended])
        elif begun:
            await self._audit.execute(_INSERT_INTENTS, begun)
        else:
            await self._audit.execute(_INSERT_OUTCOMES, ended)


class _Connection:
    """One connection, one statement at a time; what failed on it is closed, never used again."""

    def __init__(self, conninfo: str, wait_s: float) -> None:
        self._wait_s = wait_s
        self._address = read_address(conninfo)
        self._connection: asyncpg.Connection | None = None

    async def execute(
        self, statement: LiteralString, values: Sequence[list[Any]] = ()
    ) -> list[Sequence[Any]]:
        """Committed when it returns. Raises one of `_FAILED`.

        Where an idle connection turns out to be dead before anything was sent on it, it is opened
        again once: a restarted server costs nobody an answer.
        """
        reused = self._connection is not None
        try:
            return await self._execute(statement, values)
        except TimeoutError:
            raise
        except _LOST:
            if not reused:
                raise
            return await self._execute(statement, values)

    async def _execute(
        self, statement: LiteralString, values: Sequence[list[Any]]
    ) -> list[Sequence[Any]]:
        try:
            async with asyncio.timeout(self._wait_s):
                if self._connection is None:
                    self._connection = await self._connect()
                rows: list[Sequence[Any]] = await self._connection.fetch(statement, *values)
                return rows
        except (*_LOST, asyncio.CancelledError):
            self._forget()
            raise

    async def _connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(
            **self._address,
            # The version of a replica may be older than the last revocation.
            target_session_attrs="read-write",
            timeout=self._wait_s,
        )

    def _forget(self) -> None:
        """At once: a server that does not answer is not waited for to say goodbye."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close(timeout=self._wait_s)


def _said(error: Exception) -> str:
    """For the log: what a server says of a statement may hold a value of it, its state does not."""
    if isinstance(error, asyncpg.PostgresError) and not isinstance(error, _LOST):
        return f"{type(error).__name__}: {error.sqlstate}"
    return f"{type(error).__name__}: {error}"


def _evidence_columns(evidence: list[Evidence]) -> list[list[Any]]:
    return [
        column
        for kind in (EvidenceKind.QUESTION, EvidenceKind.PLAN)
        for column in _columns(evidence_rows(evidence, kind)) or [[], []]
    ]


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
