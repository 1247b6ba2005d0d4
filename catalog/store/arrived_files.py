"""Files that came by themselves, by mail or into a folder: each is taken once, and told once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.model.message import Message
from catalog.store.inserting import insert_unique
from catalog.store.opening import writing
from catalog.store.outbox import write_messages
from catalog.store.tables import arrived_file

KEPT = timedelta(days=400)


class ArrivedFiles:
    """Every method is one transaction; all raise StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def claim(self, mark: str, at: datetime) -> bool:
        """True where no process has claimed this file before. `mark` is a digest of the file."""
        async with writing(self._engine) as connection:
            await connection.execute(
                delete(arrived_file).where(arrived_file.c.at <= _instant(at - KEPT))
            )
            row = {"mark": mark, "at": _instant(at)}
            new = insert_unique(self._engine.dialect.name, arrived_file, ("mark",)).values(row)
            inserted = await connection.execute(new.returning(arrived_file.c.mark))
            return inserted.one_or_none() is not None

    async def release(self, mark: str) -> None:
        """It could not be taken: it is taken another time."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(arrived_file).where(arrived_file.c.mark == mark))

    async def tell(self, message: Message, at: datetime) -> None:
        async with writing(self._engine) as connection:
            await write_messages(connection, (message,), at)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
