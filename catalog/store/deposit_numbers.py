"""The numbers of versions in deposits: each is drawn once, whichever gateway asks."""

from __future__ import annotations

from sqlalchemy import case, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.store.opening import writing
from catalog.store.tables import deposit_number


class DepositNumbers:
    """Raises StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def draw(self, dataset_id: str, at_least: int) -> int:
        """The next one of the dataset; one that comes to nothing stays a gap."""
        last = deposit_number.c.last
        row = {"dataset": dataset_id, "last": at_least}
        following = case((last >= at_least, last + 1), else_=literal(at_least))
        values = {"last": following}
        async with writing(self._engine) as connection:
            is_postgresql = self._engine.dialect.name == "postgresql"
            new = (postgresql if is_postgresql else sqlite).insert(deposit_number).values(**row)
            drawn = new.on_conflict_do_update(index_elements=["dataset"], set_=values)
            return int((await connection.execute(drawn.returning(last))).scalar_one())
