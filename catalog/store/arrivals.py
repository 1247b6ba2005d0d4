"""The last sign-in of each person whose identity provider named a body, with or without roles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.codec import write_value
from catalog.model.arrival import Arrival
from catalog.model.identifiers import Siren
from catalog.store.opening import reading, writing
from catalog.store.tables import arrival as arrivals

_MOST = 500
"""Told together: a page of people, not an export."""


class Arrivals:
    """Every method is one transaction; all raise StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def note(self, arrival: Arrival) -> None:
        """The last sign-in of somebody; the instant of the first one stays."""
        row = {
            "issuer": arrival.issuer,
            "sub": arrival.sub,
            "siren": str(arrival.siren),
            "name": arrival.name,
            "email": arrival.email,
            "first_at": write_value(arrival.first_at),
            "last_at": write_value(arrival.last_at),
        }
        changed = {name: row[name] for name in ("siren", "name", "email", "last_at")}
        async with writing(self._engine) as connection:
            made = postgresql if connection.dialect.name == "postgresql" else sqlite
            new = made.insert(arrivals).values(**row)
            await connection.execute(
                new.on_conflict_do_update(index_elements=["issuer", "sub"], set_=changed)
            )

    async def last(self, issuer: str, sub: str) -> Arrival | None:
        chosen = select(arrivals).where(arrivals.c.issuer == issuer, arrivals.c.sub == sub)
        async with reading(self._engine) as connection:
            row = (await connection.execute(chosen)).one_or_none()
        return None if row is None else _read(row)

    async def recent(self) -> tuple[Arrival, ...]:
        """Of every body, the last to come first, 500 at most."""
        chosen = select(arrivals).order_by(arrivals.c.last_at.desc(), arrivals.c.sub).limit(_MOST)
        async with reading(self._engine) as connection:
            return tuple(_read(row) for row in await connection.execute(chosen))

    async def of(self, siren: Siren) -> tuple[Arrival, ...]:
        """The last to come first, 500 at most."""
        chosen = (
            select(arrivals)
            .where(arrivals.c.siren == str(siren))
            .order_by(arrivals.c.last_at.desc(), arrivals.c.sub)
            .limit(_MOST)
        )
        async with reading(self._engine) as connection:
            return tuple(_read(row) for row in await connection.execute(chosen))


def _read(row: Row[tuple[object, ...]]) -> Arrival:
    return Arrival(
        issuer=row.issuer,
        sub=row.sub,
        siren=Siren(row.siren),
        first_at=datetime.fromisoformat(row.first_at),
        last_at=datetime.fromisoformat(row.last_at),
        name=row.name,
        email=row.email,
    )
