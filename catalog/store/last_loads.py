"""Tells from acts alone that the catalog still holds its last load, without reading the catalog."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from catalog.changes import Family
from catalog.codec import read_value
from catalog.store.tables import act, catalog_entry, catalog_version


async def read_last_load(
    connection: AsyncConnection, action: str, inputs: str, families: Collection[Family]
) -> datetime | None:
    """When the last act of that name was done, if it loaded these `inputs` (its summary says their
    digest) and no entry of `families` has begun or ended since; None: nothing can be said.
    """
    version = (await connection.execute(select(catalog_version))).one()
    acts = await connection.execute(
        select(act.c.number, act.c.at, act.c.summary)
        .where(act.c.action == action, act.c.epoch == version.epoch)
        .order_by(act.c.number.desc())
        .limit(1)
    )
    last = acts.first()
    if last is None or json.loads(last.summary).get("inputs") != inputs:
        return None
    entry = catalog_entry.c
    later = or_(entry.since_version > last.number, entry.until_version > last.number)
    of_families = entry.family.in_([each.value for each in families])
    moved = await connection.execute(select(entry.key).where(of_families, later).limit(1))
    return None if moved.first() is not None else read_value(datetime, last.at)


async def read_agents(connection: AsyncConnection) -> list[tuple[str, str]]:
    """(issuer, sub) of each that the catalog holds now."""
    entry = catalog_entry.c
    agents = await connection.execute(
        select(entry.key).where(entry.family == Family.AGENT.value, entry.until_version.is_(None))
    )
    return [(issuer, sub) for issuer, sub in map(json.loads, agents.scalars())]
