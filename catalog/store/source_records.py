"""The worker's findings about storages and sources, kept from one look to the next."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.canonical_json import write_canonical
from catalog.codec import read_value, write_value
from catalog.drift.records import SourceLook, StorageHealth
from catalog.model.message import Message
from catalog.store.inserting import insert_or_replace
from catalog.store.opening import reading, writing
from catalog.store.outbox import write_messages
from catalog.store.tables import source_look, storage_health


class SourceRecords:
    """Every method is one transaction; all raise StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def clock(self) -> datetime:
        """The time of the database's clock."""
        async with reading(self._engine) as connection:
            said = (await connection.execute(select(func.current_timestamp()))).scalar_one()
            # SQLite says it without a zone, in UTC.
            at = datetime.fromisoformat(str(said))
            return at if at.tzinfo is not None else at.replace(tzinfo=UTC)

    async def health(self) -> dict[str, StorageHealth]:
        """By storage id."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(select(storage_health))
            return {row.storage: _read_health(row) for row in rows}

    async def note_health(self, found: StorageHealth) -> None:
        row = {
            "storage": found.storage,
            "state": "up" if found.is_up else "down",
            "since": write_value(found.since),
            "code": found.code,
            "probed_at": write_value(found.probed_at),
        }
        async with writing(self._engine) as connection:
            name = connection.dialect.name
            await connection.execute(insert_or_replace(name, storage_health, "storage", row))

    async def looks(self) -> dict[str, SourceLook]:
        """By dataset id."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(select(source_look.c.body))
            found = [read_value(SourceLook, json.loads(body)) for (body,) in rows]
            return {each.dataset: each for each in found}

    async def note_look(
        self,
        dataset: str,
        look: Callable[[SourceLook | None], SourceLook],
        tell: Callable[[SourceLook | None, SourceLook], Sequence[Message]],
        at: datetime,
    ) -> tuple[SourceLook, bool]:
        """The record that follows the one there is, and whether somebody is to be told of it.

        In one transaction, so that two processes do not tell the same twice.
        """
        async with writing(self._engine) as connection:
            chosen = select(source_look.c.body).where(source_look.c.dataset == dataset)
            body = (await connection.execute(chosen.with_for_update())).scalar_one_or_none()
            before = None if body is None else read_value(SourceLook, json.loads(body))
            after = look(before)
            row = {
                "dataset": dataset,
                "looked_at": write_value(after.looked_at),
                "body": write_canonical(write_value(after)).decode(),
            }
            name = connection.dialect.name
            await connection.execute(insert_or_replace(name, source_look, "dataset", row))
            messages = tell(before, after)
            await write_messages(connection, messages, at)
            return after, bool(messages)


def _read_health(row: Row[tuple[object, ...]]) -> StorageHealth:
    return StorageHealth(
        storage=row.storage,
        is_up=row.state == "up",
        since=datetime.fromisoformat(row.since),
        probed_at=datetime.fromisoformat(row.probed_at),
        code=row.code,
    )
