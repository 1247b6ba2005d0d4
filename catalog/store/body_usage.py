"""Requests of each body by month, counted in the audit, on data of any owner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from catalog.codec import read_value, write_value
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.model.usage import BodyUse, Period
from catalog.store.counted_uses import is_a_use
from catalog.store.tables import audit_intent, audit_outcome

_HOUR = len("2026-11-26T10")
"""Of an instant in UTC: each hour is of one month in Paris."""


async def read_body_usage(
    connection: AsyncConnection, since: datetime, until: datetime
) -> tuple[BodyUse, ...]:
    """From `since` to before `until`, by month and SIREN; who has no account comes first."""
    intent, outcome = audit_intent.c, audit_outcome.c
    reader = func.coalesce(intent.on_behalf_of, intent.organisation).label("reader")
    hour = func.substr(intent.at, 1, _HOUR).label("hour")
    failed = case((outcome.status == "failed", 1), else_=0)
    counted = await connection.execute(
        select(
            reader,
            hour,
            func.max(intent.at).label("last"),
            func.count().label("requests"),
            func.sum(failed).label("failed"),
            func.sum(func.coalesce(outcome.rows, 0)).label("rows"),
            func.sum(func.coalesce(outcome.duration_ms, 0)).label("milliseconds"),
        )
        .select_from(audit_intent.outerjoin(audit_outcome))
        .where(
            # Without its Z: instants are written with a fraction or without.
            intent.at >= write_value(since.replace(microsecond=0)).removesuffix("Z"),
            intent.at < write_value(until.replace(microsecond=0)).removesuffix("Z"),
            is_a_use(),
        )
        .group_by(reader, hour)
    )
    used: dict[tuple[str, str], BodyUse] = {}
    for row in counted:
        month = Period.MONTH.of(paris_day(read_value(datetime, row.last)))
        use = BodyUse(
            month=month,
            body=None if row.reader is None else Siren(row.reader),
            requests=int(row.requests),
            failed=int(row.failed),
            rows=int(row.rows),
            milliseconds=int(row.milliseconds),
        )
        key = (month, row.reader or "")
        used[key] = used[key].with_more(use) if key in used else use
    return tuple(use for _, use in sorted(used.items()))
