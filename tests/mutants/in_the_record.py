"""Bugs of the record: a read is answered although its intent or its outcome was not kept."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from catalog.model.identifiers import Siren
from catalog.model.subject import ANONYMOUS
from catalog.model.version import CatalogVersion
from catalog.problems import AuditUnavailable
from catalog.snapshot import snapshot_of
from catalog.standpoint import Standpoint
from catalog.store import open_store
from catalog.store.store import Store
from gateway.reading.query.admission import FairQueue
from gateway.reading.query.audit_records import intent_of
from gateway.reading.query.audited import recorded
from gateway.reading.query.plan_cache import Plans, PreparedRead
from gateway.reading.query.quota_counts import QuotaCounts
from gateway.reading.query.request import GraphqlRequest
from policies.decision import Decision
from tests.integration.oracle.mutants import InPython
from tests.policies.facts import question

RECORDING, HOT_PATH = "gateway.reading.query.audited", "catalog.store.sqlite_hot_path"
STORE, ENDS = "catalog.store.store", "catalog.store.ends"
_OUTCOME = "ports.audit.note_outcome(outcome)"
_REFUSAL = "raise AuditUnavailable(reason=type(error).__name__) from error"

BUGS: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "an intent that failed is passed over": (
            RECORDING, "_recorded", "_keep_within(await asyncio.shield(intent))",
            "await asyncio.wait({intent})",
        ),
        "an intent is not waited for": (
            RECORDING, "_recorded", "_keep_within(await asyncio.shield(intent))", "pass",
        ),
        "an outcome that failed is passed over": (
            ENDS, "Ends._keep", "self._late.append(outcome)", "pass",
        ),
        "an outcome that is late is forgotten": (
            ENDS, "Ends.catch_up", "await asyncio.shield(self._begin(outcome))", "pass",
        ),
        "an intent does not wait for outcomes that are late": (
            STORE, "Store.record_intent", "await self.ends.catch_up()", "pass",
        ),
        "an intent that is counted does not wait for outcomes that are late": (
            STORE, "Store.record_counted_intent", "await self.ends.catch_up()", "pass",
        ),
        "no outcome is kept": (RECORDING, "_recorded", _OUTCOME, "pass"),
        "the outcome of what failed is not kept": (
            RECORDING, "_recorded", "await asyncio.shield(ports.audit.record_outcome(outcome))",
            "pass",
        ),
        "the store does not tell that it failed": (
            HOT_PATH, "_settle", "written.set_exception(AuditUnavailable(reason=_said(error)))",
            "written.set_result(None)",
        ),
        "the store takes a failure for a success": (
            HOT_PATH, "_write", "return error", "return None",
        ),
        "the store tells before it has committed": (
            HOT_PATH, "_write", 'connection.execute("COMMIT")', 'connection.execute("ROLLBACK")',
        ),
        "the store does not wait for what it writes": (
            HOT_PATH, "SqliteHotPath.record", "await asyncio.shield(self.begin(record))",
            "self.begin(record)",
        ),
        "an intent that is counted may fail": (
            STORE, "Store.record_counted_intent", _REFUSAL,
            "return dict.fromkeys(conventions, 1)",
        ),
    }.items()
}  # fmt: skip

_READER = Siren("200090884")
_REQUEST = GraphqlRequest(id="r", document="{ x }")


async def record_that_tells(folder: Path) -> str | None:
    """The first read that runs or is answered without its record, in a new store in `folder`."""
    file = folder / "catalog.sqlite"
    store = await open_store(f"sqlite:///{file}")
    try:
        return await _while_it_writes(store, file) or await _while_it_does_not(store, file)
    finally:
        await store.aclose()


async def _while_it_writes(store: Store, file: Path) -> str | None:
    if await _is_refused(_read(store, "whole")):
        return "what is recorded is refused"
    await store.ends.written()
    if _kept(file, "audit_outcome") != ["whole"]:
        return "an end that was not kept"
    if not await _is_refused(_read(store, "bug", fails=True), RuntimeError):
        return "what failed is answered"
    return None if _kept(file, "audit_outcome") == ["whole", "bug"] else "an end that was not kept"


async def _while_it_does_not(store: Store, file: Path) -> str | None:
    return await _while_it_writes_no_ends(store, file) or await _while_it_begins_nothing(
        store, file
    )


async def _while_it_writes_no_ends(store: Store, file: Path) -> str | None:
    _refuse_rows(file, "audit_outcome")
    if await _is_refused(_read(store, "ended")):
        return "an answer that waits for its outcome"
    await store.ends.written()
    if not await _is_refused(_read(store, "after")):
        return "an answer while an outcome is late"
    if not await _is_refused(_counted(store)):
        return "a place while an outcome is late"
    _accept_rows(file, "audit_outcome")
    if await _is_refused(_read(store, "again")):
        return "what is recorded is refused"
    await store.ends.written()
    if "ended" not in _kept(file, "audit_outcome"):
        return "an outcome that was late for good"
    return None


async def _while_it_begins_nothing(store: Store, file: Path) -> str | None:
    _refuse_rows(file, "audit_intent")
    ran: list[str] = []
    if not await _is_refused(_read(store, "begun", ran)) or ran:
        return "a read without an intent"
    if not await _is_refused(_counted(store)):
        return "a place for an intent that was not kept"
    return None


async def _read(
    store: Store, request_id: str, ran: list[str] | None = None, *, fails: bool = False
) -> None:
    ports = _ports(store)
    request = GraphqlRequest(id=request_id, document="{ x }")
    async with recorded(_decided(), request, ports, time.perf_counter()) as recording:
        if ran is not None:
            ran.append(request_id)
        if fails:
            raise RuntimeError
        recording.parts.append(1)


async def _counted(store: Store) -> None:
    intent = intent_of(_decided(), _REQUEST, _ports(store))
    await store.record_counted_intent(intent, ("conv-2026-0001",), _READER, datetime.now(UTC))


async def _is_refused(read: Any, error: type[Exception] = AuditUnavailable) -> bool:
    try:
        async with asyncio.timeout(10):
            await read
    except error:
        return True
    return False


def _refuse_rows(file: Path, table: str) -> None:
    """As a disk that is full, or an account without the right to write there."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table}"
            " BEGIN SELECT RAISE(ABORT, 'full'); END"
        )


def _accept_rows(file: Path, table: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"DROP TRIGGER full_{table}")


def _kept(file: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute(f"SELECT request_id FROM {table} ORDER BY rowid")
        return [each for (each,) in found]


def _decided() -> PreparedRead:
    return PreparedRead(
        standpoint=Standpoint(
            ANONYMOUS, snapshot_of(version=CatalogVersion("epoch", 1)), datetime.now(UTC)
        ),
        question=question(),
        decision=Decision({}, None, "revision", b"{}"),
        plans=Plans({}, None, datetime.now(UTC)),
        datasets=("d",),
    )


def _ports(store: Store) -> Any:
    digest: Callable[[bytes], str] = lambda _: "0" * 64  # noqa: E731 - it stands for a port
    return SimpleNamespace(
        audit=store,
        turns=FairQueue(),
        quotas=QuotaCounts(),
        clock=lambda: datetime.now(UTC),
        default_engine="duckdb",
        digest_document=digest,
    )
