"""Counts in the audit the readings under a convention, and gives a new reading its place among
them.

A reading that must keep within a limit writes its intent here instead of on the hot path: the count
and the new intent are one transaction, and readings of one convention by one reader wait for each
other, on every process. So each reading has its own place, and two never share the last one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from catalog.codec import write_value
from catalog.model.audit import AuditIntent, EvidenceKind
from catalog.model.identifiers import Siren
from catalog.store.hot_path import evidence_rows, intent_row
from catalog.store.inserting import insert_new
from catalog.store.tables import audit_intent, audit_plan, audit_question


async def read_count(
    connection: AsyncConnection, convention: str, reader: Siren, since: datetime
) -> int:
    """Requests that were about to read through any version of `convention`, from `since` on."""
    intent = audit_intent.c
    found = await connection.execute(
        select(func.count())
        .select_from(audit_intent)
        .where(
            # Without its Z: instants are written with a fraction or without.
            intent.at >= write_value(since.replace(microsecond=0)).removesuffix("Z"),
            func.coalesce(intent.on_behalf_of, intent.organisation) == str(reader),
            intent.agreements.contains(f'"{convention}@', autoescape=True),
        )
    )
    return int(found.scalar_one())


async def write_counted_intent(
    connection: AsyncConnection,
    intent: AuditIntent,
    conventions: Iterable[str],
    reader: Siren,
    since: datetime,
) -> dict[str, int]:
    """The place of `intent`, written here, among the readings of each convention: 1 is first."""
    named = sorted(set(conventions))
    if connection.dialect.name == "postgresql":
        # In one order, so that nobody waits for somebody who waits for them.
        for convention in named:
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            await connection.execute(lock, {"key": _lock_key(convention, reader)})
    names = [column.name for column in audit_intent.columns if column.name != "chained"]
    row = dict(zip(names, intent_row(intent), strict=True))
    await _write_evidence(connection, intent)
    await connection.execute(insert(audit_intent).values(row))
    return {each: await read_count(connection, each, reader, since) for each in named}


async def _write_evidence(connection: AsyncConnection, intent: AuditIntent) -> None:
    tables = ((EvidenceKind.QUESTION, audit_question), (EvidenceKind.PLAN, audit_plan))
    for kind, table in tables:
        for row in evidence_rows(intent.evidence, kind):
            new = insert_new(connection.dialect.name, table, "digest")
            await connection.execute(new.values(row))


def _lock_key(convention: str, reader: Siren) -> int:
    digest = hashlib.sha256(f"{convention}\0{reader}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
