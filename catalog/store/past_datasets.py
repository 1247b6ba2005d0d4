"""Datasets as they were when everybody could read something of them: no entry is forgotten."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import orjson
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.changes import Family
from catalog.codec import read_value
from catalog.model.dataset import AccessLevel, Dataset
from catalog.store.opening import reading
from catalog.store.tables import catalog_entry

_PUBLIC = (AccessLevel.OPEN, AccessLevel.OPEN_WITH_ACCOUNT)


async def read_past_datasets(engine: AsyncEngine) -> dict[str, tuple[Dataset, ...]]:
    """Past entries of public levels by id of the dataset, the oldest first. StoreUnavailable."""
    entry = catalog_entry.c
    levels = (
        entry.body.contains(f'"access_level":"{level.value}"', autoescape=True) for level in _PUBLIC
    )
    rows = (
        select(entry.key, entry.body)
        .where(entry.family == Family.DATASET.value, entry.until_version.is_not(None), or_(*levels))
        .order_by(entry.since_version)
    )
    async with reading(engine) as connection:
        bodies = [(key, body) for key, body in await connection.execute(rows)]
    # A long history is read beside the loop.
    return await asyncio.to_thread(_read, bodies)


def _read(bodies: Sequence[tuple[str, str]]) -> dict[str, tuple[Dataset, ...]]:
    past: dict[str, list[Dataset]] = defaultdict(list)
    for key, body in bodies:
        past[key].append(read_value(Dataset, orjson.loads(body)))
    return {key: tuple(entries) for key, entries in past.items()}
