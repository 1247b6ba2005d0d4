"""Chains read back whole, page by page; and held against the audit that they were made of."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import String, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog.chain.findings import Finding, FindingKind
from catalog.chain.records import Place, RecordKind, source_of
from catalog.codec import write_value
from catalog.store.audit_reading import intent_in
from catalog.store.opening import reading
from catalog.store.tables import act, audit_intent, audit_outcome, chain_record

_PAGE = 1_000
_DECIDED = {
    "question": "question_digest",
    "decision": "decision_digest",
    "document": "document_digest",
    "plan": "plan_digest",
    "policy_revision": "policy_revision",
    "purpose": "purpose",
    "organisation": "organisation",
    "on_behalf_of": "on_behalf_of",
}
"""What a record of a reading says, and the column of the audit that says it too."""


class ChainReading:
    """`store.proof.chains`. All of it raises StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def ends(self) -> dict[str, Place]:
        """Where each chain ends, by body."""
        record = chain_record.c
        async with reading(self._engine) as connection:
            last = select(record.body, func.max(record.n).label("n")).group_by(record.body)
            ends = last.subquery()
            rows = await connection.execute(
                select(record.body, record.n, record.day, record.digest).join(
                    ends, (ends.c.body == record.body) & (ends.c.n == record.n)
                )
            )
            return {row.body: Place(row.n, row.day, row.digest) for row in rows}

    async def lines(self, body: str, upto: int | None = None) -> AsyncIterator[tuple[str, str]]:
        """(text, digest) of each record of one chain in its order, to number `upto`."""
        record, after = chain_record.c, 0
        while True:
            page = (
                select(record.n, record.text, record.digest)
                .where(record.body == body, record.n > after)
                .order_by(record.n)
                .limit(_PAGE)
            )
            if upto is not None:
                page = page.where(record.n <= upto)
            async with reading(self._engine) as connection:
                rows = (await connection.execute(page)).all()
            for row in rows:
                yield row.text, row.digest
            if len(rows) < _PAGE:
                return
            after = rows[-1].n

    async def against_the_audit(self) -> list[Finding]:
        """What the audit says is chained and is not, and what the two tell otherwise."""
        async with reading(self._engine) as connection:
            missing = [
                Finding(FindingKind.NOT_AS_RECORDED, about=each, day=each)
                for each in await _not_chained(connection)
            ]
            return [*missing, *[each async for each in _told_otherwise(connection)]]


async def _not_chained(connection: AsyncConnection) -> list[str]:
    """Sources of what is marked as chained, and is in no chain."""
    prefix = literal(source_of(RecordKind.READ, ""), String)
    ended = literal(source_of(RecordKind.END, ""), String)
    acted = literal(source_of(RecordKind.ACT, ""), String)
    sources = (
        (audit_intent, prefix + audit_intent.c.request_id),
        (audit_outcome, ended + audit_outcome.c.request_id),
        (act, acted + act.c.epoch + "/" + func.cast(act.c.number, String)),
    )
    missing: list[str] = []
    for table, source in sources:
        rows = await connection.execute(
            select(source)
            .select_from(table.outerjoin(chain_record, chain_record.c.source == source))
            .where(table.c.chained.is_not(None), chain_record.c.source.is_(None))
            .limit(_PAGE)
        )
        missing += rows.scalars()
    return missing


async def _told_otherwise(connection: AsyncConnection) -> AsyncIterator[Finding]:
    """A line of the audit that was changed after it was chained."""
    record, outcome = chain_record.c, audit_outcome.c
    source = literal(source_of(RecordKind.READ, ""), String) + audit_intent.c.request_id
    rows = await connection.stream(
        select(record.body, record.n, record.text, *audit_intent.c).join(
            audit_intent, record.source == source
        )
    )
    async for row in rows:
        if _differs(json.loads(row.text), row):
            yield Finding(FindingKind.NOT_AS_RECORDED, row.body, row.n, about=row.request_id)
    ends = await connection.stream(
        select(record.body, record.n, record.text, *outcome)
        .join(
            audit_outcome,
            record.source == literal(source_of(RecordKind.END, ""), String) + outcome.request_id,
        )
        .order_by(record.body, record.n)
    )
    last: dict[tuple[str, str], Any] = {}
    async for row in ends:
        # An end that came after all is one more record: the last counts.
        last[row.body, row.request_id] = row
    for row in last.values():
        facts = json.loads(row.text)["facts"]
        rows_told = facts["rows"]
        if facts["status"] != row.status or rows_told not in {None, row.rows}:
            yield Finding(FindingKind.NOT_AS_RECORDED, row.body, row.n, about=row.request_id)


def _differs(document: dict[str, Any], row: Any) -> bool:
    intent, facts = intent_in(row), document["facts"]
    return (
        document["at"] != write_value(intent.at)
        or any(facts[name] != getattr(row, column) for name, column in _DECIDED.items())
        or not set(facts["datasets"]) <= set(intent.datasets)
        or not set(facts["columns"]) <= set(intent.columns)
        or not set(facts["agreements"]) <= set(intent.agreements)
    )
