"""On which day each key was last used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.store.inserting import insert_or_replace
from catalog.store.opening import reading, writing
from catalog.store.tables import key_use


class KeyUseRecords:
    """Every method is one transaction; all raise StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def note(self, days: Mapping[str, date]) -> None:
        """By the id of the key."""
        async with writing(self._engine) as connection:
            for key, day in days.items():
                row = {"key": key, "day": day.isoformat()}
                dialect = connection.dialect.name
                await connection.execute(insert_or_replace(dialect, key_use, "key", row))

    async def days(self) -> dict[str, date]:
        async with reading(self._engine) as connection:
            rows = await connection.execute(select(key_use))
            return {row.key: date.fromisoformat(row.day) for row in rows}
