"""Chains read back whole, page by page; and held against the audit that they were made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import ColumnElement, String, Table, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog.chain.events import proven_by
from catalog.chain.findings import Finding, FindingKind
from catalog.chain.records import Place, RecordKind, source_of
from catalog.codec import write_value
from catalog.store.audit_reading import intent_in
from catalog.store.opening import reading
from catalog.store.retention import ERASED, WHAT_IT_WAS
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
"""Facts in a chain's record of a reading, each with the column of the audit that holds it too."""


class ChainReading:
    """`store.proof.chains`. All of it raises StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def ends(self) -> dict[str, Place]:
        """The last place of each chain, by body."""
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
        """Rows that the audit marks as chained but no chain holds, chain records whose row the
        audit has lost, and rows that differ from their record.
        """
        async with reading(self._engine) as connection:
            missing = [
                Finding(FindingKind.NOT_AS_RECORDED, about=each, day=each)
                for each in await _not_chained(connection)
            ]
            gone = await _not_audited(connection)
            return [*missing, *gone, *[each async for each in _told_otherwise(connection)]]


def _audited() -> tuple[tuple[RecordKind, Table, ColumnElement[str]], ...]:
    """Each kind of record, the table that it is made of, and the source that a row of it has."""

    def begin(kind: RecordKind) -> ColumnElement[str]:
        return literal(source_of(kind, ""), String)

    number = func.cast(act.c.number, String)
    return (
        (RecordKind.READ, audit_intent, begin(RecordKind.READ) + audit_intent.c.request_id),
        (RecordKind.END, audit_outcome, begin(RecordKind.END) + audit_outcome.c.request_id),
        (RecordKind.ACT, act, begin(RecordKind.ACT) + act.c.epoch + "/" + number),
    )


async def _not_chained(connection: AsyncConnection) -> list[str]:
    """Sources of what is marked as chained, and is in no chain."""
    missing: list[str] = []
    for _, table, source in _audited():
        rows = await connection.execute(
            select(source)
            .select_from(table.outerjoin(chain_record, chain_record.c.source == source))
            .where(table.c.chained.is_not(None), chain_record.c.source.is_(None))
            .limit(_PAGE)
        )
        missing += rows.scalars()
    return missing


async def _not_audited(connection: AsyncConnection) -> list[Finding]:
    """Records of what the audit does not hold any more."""
    record, gone = chain_record.c, []
    for kind, table, source in _audited():
        rows = await connection.execute(
            select(record.body, record.n, record.source)
            .select_from(chain_record.outerjoin(table, source == record.source))
            .where(
                record.source.startswith(source_of(kind, ""), autoescape=True),
                table.c.at.is_(None) if kind is not RecordKind.END else table.c.status.is_(None),
            )
            .limit(_PAGE)
        )
        gone += [
            Finding(FindingKind.NOT_AS_RECORDED, row.body, row.n, about=row.source) for row in rows
        ]
    return gone


async def _told_otherwise(connection: AsyncConnection) -> AsyncIterator[Finding]:
    """A line of the audit that was changed after it was chained."""
    record = chain_record.c
    last: dict[tuple[str, str], Any] = {}
    for kind, table, source in _audited():
        columns = (record.body, record.n, record.text, record.source)
        rows = await connection.stream(
            select(*columns, *table.c)
            .join(table, record.source == source)
            .order_by(record.body, record.n)
        )
        async for row in rows:
            if kind is RecordKind.END:
                # An end that came after all is one more record: the last counts.
                last[row.body, row.source] = row
            elif _differs(kind, row):
                yield Finding(FindingKind.NOT_AS_RECORDED, row.body, row.n, about=row.source)
    for row in last.values():
        if _differs(RecordKind.END, row):
            yield Finding(FindingKind.NOT_AS_RECORDED, row.body, row.n, about=row.source)


def _differs(kind: RecordKind, row: Any) -> bool:
    """Also what is no record any more."""
    try:
        document = json.loads(row.text)
        facts = document["facts"]
        match kind:
            case RecordKind.READ:
                return _differs_in_reading(document["at"], facts, row)
            case RecordKind.END:
                return facts["status"] != row.status or facts["rows"] not in {None, row.rows}
            case RecordKind.ACT:
                return _differs_in_acting(facts, row)
    except (ValueError, KeyError, TypeError):
        return True


def _differs_in_acting(facts: dict[str, Any], row: Any) -> bool:
    summary = json.loads(row.summary)
    digest = hashlib.sha256(row.summary.encode()).hexdigest()
    if row.by_sub == ERASED:
        digest = summary.get(WHAT_IT_WAS, digest)
    # Records from before these facts were chained have none of them.
    proof = {name: value for name, value in proven_by(summary).items() if name in facts}
    return (facts["action"], facts["summary"]) != (row.action, digest) or any(
        facts[name] != value for name, value in proof.items()
    )


def _differs_in_reading(at: str, facts: dict[str, Any], row: Any) -> bool:
    intent = intent_in(row)
    return (
        at != write_value(intent.at)
        or any(facts[name] != getattr(row, column) for name, column in _DECIDED.items())
        or not set(facts["datasets"]) <= set(intent.datasets)
        or not set(facts["columns"]) <= set(intent.columns)
        or not set(facts["agreements"]) <= set(intent.agreements)
    )
