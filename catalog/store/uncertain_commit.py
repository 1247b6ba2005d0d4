"""A commit whose answer never came: it is found out whether it was done."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.model.version import CatalogVersion
from catalog.problems import ActOutcomeUnknown, CatalogMoved, StoreUnavailable
from catalog.store.opening import writing
from catalog.store.silence import hurried
from catalog.store.tables import act as acts
from catalog.store.tables import catalog_version

ActRow = dict[str, object]
_S = 5.0


async def find_out(
    engine: AsyncEngine, expected: CatalogVersion, row: ActRow, lost: StoreUnavailable
) -> None:
    """Returns where the act of `row` was committed over `expected`.

    Raises `lost` where it was not and never will be, CatalogMoved where another came first,
    ActOutcomeUnknown where the store does not say.
    """
    try:
        with hurried(_S):
            version, kept = await _look(engine, row)
    except StoreUnavailable:
        raise ActOutcomeUnknown(reason=str(lost.facts["reason"])) from lost
    if kept == row:
        return
    if version == expected:
        raise lost
    raise CatalogMoved


async def _look(engine: AsyncEngine, row: ActRow) -> tuple[CatalogVersion, ActRow | None]:
    """The version, and what is written where this act would be.

    Under the lock that every act takes: one that is still being committed is waited for.
    """
    async with writing(engine) as connection:
        version = catalog_version.c
        locked = select(version.epoch, version.number).with_for_update()
        epoch, number = (await connection.execute(locked)).one()
        its_place = (acts.c.epoch == row["epoch"]) & (acts.c.number == row["number"])
        columns = [acts.c[name] for name in row]
        rows = await connection.execute(select(*columns).where(its_place))
        kept = rows.mappings().one_or_none()
        return CatalogVersion(epoch, number), None if kept is None else dict(kept)
