"""Counts the store's queues by their indexes: an operator looks every few seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.codec import write_value
from catalog.model.store_figures import StoreFigures
from catalog.store.opening import reading
from catalog.store.silence import hurried
from catalog.store.tables import audit_intent, audit_outcome, delivery, outbox, session

_RECENT = timedelta(hours=1)
_ANSWER_S = 5.0
_QUEUED = ("pending", "failed")


async def read_figures(engine: AsyncEngine, at: datetime) -> StoreFigures:
    """Raises StoreUnavailable."""
    with hurried(_ANSWER_S):
        return await _read(engine, at)


async def _read(engine: AsyncEngine, at: datetime) -> StoreFigures:
    now, since = _instant(at), _instant(at - _RECENT)
    recent = audit_intent.c.at >= since
    ends = select(func.count()).select_from(audit_intent.outerjoin(audit_outcome))
    async with reading(engine) as connection:

        async def count(statement: Select[int]) -> int:
            return (await connection.execute(statement)).scalar_one()

        queued = await connection.execute(
            select(delivery.c.channel, delivery.c.state, func.count())
            .where(delivery.c.state.in_(_QUEUED))
            .group_by(delivery.c.channel, delivery.c.state)
        )
        due = select(func.min(delivery.c.next_at)).where(
            delivery.c.state == "pending", delivery.c.next_at <= now
        )
        oldest = (await connection.execute(due)).scalar_one_or_none()
        return StoreFigures(
            at=at,
            outbox=await count(_rows_of(outbox).where(outbox.c.spread_at.is_(None))),
            deliveries={(channel, state): number for channel, state, number in queued},
            oldest_due=None if oldest is None else datetime.fromisoformat(oldest),
            intents=await count(_rows_of(audit_intent).where(recent)),
            unfinished=await count(ends.where(recent, audit_outcome.c.request_id.is_(None))),
            unchained=await count(_rows_of(audit_intent).where(audit_intent.c.chained.is_(None))),
            sessions=await count(_rows_of(session).where(session.c.ends_at > now)),
        )


def _rows_of(table: Table) -> Select[int]:
    return select(func.count()).select_from(table)


def _instant(moment: datetime) -> str:
    return str(write_value(moment))
