"""Intents whose end nobody recorded: once none can come any more, it is told as unknown."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from catalog.codec import write_value
from catalog.model.audit import UNKNOWN
from catalog.store.inserting import insert_new
from catalog.store.tables import audit_intent, audit_outcome

_AT_ONCE = 500
"""So many are written in one transaction: requests wait for it on SQLite."""


async def read_unfinished(
    connection: AsyncConnection, since: datetime | None, before: datetime
) -> list[str]:
    """Requests recorded in that time without an outcome; `since` None: from the very first."""
    intent = audit_intent.c
    recorded = [intent.at < _text(before)]
    if since is not None:
        recorded.append(intent.at >= _text(since))
    found = await connection.execute(
        select(intent.request_id)
        .select_from(audit_intent.outerjoin(audit_outcome))
        .where(audit_outcome.c.request_id.is_(None), *recorded)
    )
    return [str(each) for each in found.scalars()]


def in_turns(requests: list[str]) -> list[list[str]]:
    return [requests[start : start + _AT_ONCE] for start in range(0, len(requests), _AT_ONCE)]


async def write_unknown(connection: AsyncConnection, requests: list[str]) -> int:
    """Writes the outcome UNKNOWN for requests without an outcome, and returns their number. Another
    process may have written it meanwhile, or the end itself: those are left out.
    """
    new = insert_new(connection.dialect.name, audit_outcome, "request_id")
    rows = [
        {"request_id": each, "status": UNKNOWN, "rows": 0, "duration_ms": 0} for each in requests
    ]
    written = await connection.execute(new.values(rows).returning(audit_outcome.c.request_id))
    return len(written.all())


def _text(moment: datetime) -> str:
    # Without its Z: instants are written with a fraction or without.
    return str(write_value(moment.replace(microsecond=0))).removesuffix("Z")
