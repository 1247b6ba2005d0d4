"""Counts of how often each link was opened, and when it last was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.codec import read_value, write_value
from catalog.store.opening import reading, writing
from catalog.store.tables import link_use


@dataclass(frozen=True, slots=True)
class LinkUse:
    """`opened` counts the requests for its rows, `looked_at` those for its head alone, which give
    no row; `last_opened_at` None: never opened.
    """

    opened: int = 0
    looked_at: int = 0
    last_opened_at: datetime | None = None


class LinkUseRecords:
    """Every method is one transaction; all raise StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, uses: Mapping[str, LinkUse]) -> None:
        """To what is there, by the id of the link: several processes count the same one."""
        async with writing(self._engine) as connection:
            make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            for link, use in uses.items():
                last = None if use.last_opened_at is None else write_value(use.last_opened_at)
                new = make(link_use).values(
                    link=link, opened=use.opened, looked_at=use.looked_at, last_opened_at=last
                )
                there, added = link_use.c, new.excluded
                later = func.coalesce(added.last_opened_at, there.last_opened_at)
                summed = {
                    "opened": there.opened + added.opened,
                    "looked_at": there.looked_at + added.looked_at,
                    "last_opened_at": later,
                }
                await connection.execute(
                    new.on_conflict_do_update(index_elements=["link"], set_=summed)
                )

    async def uses(self) -> dict[str, LinkUse]:
        async with reading(self._engine) as connection:
            rows = await connection.execute(select(link_use))
            return {
                row.link: _use_in(row.opened, row.looked_at, row.last_opened_at) for row in rows
            }


def _use_in(opened: int, looked_at: int, last: str | None) -> LinkUse:
    return LinkUse(opened, looked_at, None if last is None else read_value(datetime, last))
