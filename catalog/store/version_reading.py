"""Versions of the catalog that were in force in a time, of those that decide who may read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from catalog.changes import Family
from catalog.codec import read_value, write_value
from catalog.model.version import CatalogVersion
from catalog.store.tables import act, catalog_entry

_DECIDING = (
    *(Family.AGREEMENT, Family.DATASET, Family.MANDATE, Family.MEMBERSHIP, Family.PURPOSE),
)


async def read_versions(
    connection: AsyncConnection, since: datetime, until: datetime
) -> tuple[tuple[CatalogVersion, datetime], ...]:
    """The one in force at `since`, then those that began before `until`, each with when it began.

    Only those that changed a dataset, an agreement, a mandate, a membership or a purpose.
    """
    entry = catalog_entry.c
    changes = or_(entry.since_version == act.c.number, entry.until_version == act.c.number)
    deciding = select(entry.key).where(
        entry.family.in_([each.value for each in _DECIDING]), changes
    )
    before = select(act.c.epoch, act.c.number, act.c.at).where(act.c.at <= write_value(since))
    last = await connection.execute(before.order_by(act.c.number.desc()).limit(1))
    later = await connection.execute(
        select(act.c.epoch, act.c.number, act.c.at)
        .where(
            act.c.at > write_value(since),
            act.c.at < write_value(until),
            deciding.correlate(act).exists(),
        )
        .order_by(act.c.number)
    )
    return tuple(
        (CatalogVersion(row.epoch, row.number), read_value(datetime, row.at))
        for row in (*last, *later)
    )
