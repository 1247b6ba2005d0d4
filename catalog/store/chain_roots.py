"""The signed root of each day: which are due, and those that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog.chain.records import leaf_of
from catalog.chain.roots import Signed, read_signed
from catalog.store.inserting import insert_new
from catalog.store.opening import reading, writing
from catalog.store.tables import chain_record, chain_root

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueRoot:
    """A day that is over and has no root yet; `before` is the root of the day before."""

    day: str
    leaves: Sequence[str]
    before: Signed | None


class ChainRoots:
    """`store.proof.roots`. All of it raises StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def due(self, today: date) -> DueRoot | None:
        """The first day before `today` without a root, from the day of the first record on."""
        async with reading(self._engine) as connection:
            before = await _last(connection)
            if before is not None:
                day = date.fromisoformat(before.day) + _A_DAY
            else:
                first = await connection.scalar(select(func.min(chain_record.c.day)))
                day = today if first is None else date.fromisoformat(first)
            if day >= today:
                return None
            return DueRoot(day.isoformat(), await _leaves(connection, day.isoformat()), before)

    async def keep(self, root: Signed) -> bool:
        """False where another process was first: its root is the day's."""
        async with writing(self._engine) as connection:
            new = insert_new(connection.dialect.name, chain_root, "day")
            row = {"day": root.day, "digest": root.digest, "body": root.write().decode()}
            written = await connection.execute(new.values(row).returning(chain_root.c.day))
            return len(written.all()) == 1

    async def since(self, day: str = "") -> list[Signed]:
        """Roots of `day` and later, by day. Raises ValueError where a root cannot be read."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(
                select(chain_root.c.body).where(chain_root.c.day >= day).order_by(chain_root.c.day)
            )
            return [read_signed(body) for body in rows.scalars()]


async def _last(connection: AsyncConnection) -> Signed | None:
    last = select(func.max(chain_root.c.day)).scalar_subquery()
    body = await connection.scalar(select(chain_root.c.body).where(chain_root.c.day == last))
    return None if body is None else read_signed(body)


async def _leaves(connection: AsyncConnection, day: str) -> list[str]:
    record = chain_record.c
    spans = await connection.execute(
        select(record.body, func.min(record.n).label("first"), func.max(record.n).label("last"))
        .where(record.day == day)
        .group_by(record.body)
    )
    first = {(row.body, row.last): row.first for row in spans}
    ends = await connection.execute(
        select(record.body, record.n, record.digest).where(
            tuple_(record.body, record.n).in_(list(first))
        )
    )
    return sorted(leaf_of(row.body, first[row.body, row.n], row.n, row.digest) for row in ends)
