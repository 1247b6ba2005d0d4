"""Drafts of forms: one row a person, body and form, forgotten after thirty days."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, insert, not_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.model.draft import DraftPlace, KeptDraft
from catalog.store.opening import reading, writing
from catalog.store.tables import draft

KEPT = timedelta(days=30)
MOST = 50
"""Of one person, in all bodies."""


class Drafts:
    """Every method is one transaction; all raise StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def keep(
        self, place: DraftPlace, values: Mapping[str, tuple[str, ...]], at: datetime
    ) -> None:
        """In the place of what was kept there; what has grown old is forgotten at the same time,
        and the oldest of this person beyond MOST.
        """
        async with writing(self._engine) as connection:
            await connection.execute(delete(draft).where(draft.c.at <= _instant(at - KEPT)))
            await connection.execute(delete(draft).where(_is(place)))
            own = and_(draft.c.issuer == place.issuer, draft.c.sub == place.sub)
            newest = select(draft.c.siren, draft.c.name).where(own)
            newest = newest.order_by(draft.c.at.desc(), draft.c.name).limit(MOST - 1)
            kept = tuple_(draft.c.siren, draft.c.name).in_(newest)
            await connection.execute(delete(draft).where(own, not_(kept)))
            row = {**_key(place), "at": _instant(at), "body": json.dumps(values)}
            await connection.execute(insert(draft).values(row))

    async def read(self, place: DraftPlace, now: datetime) -> KeptDraft | None:
        async with reading(self._engine) as connection:
            chosen = select(draft).where(_is(place), draft.c.at > _instant(now - KEPT))
            row = (await connection.execute(chosen)).one_or_none()
        if row is None:
            return None
        values = {name: tuple(texts) for name, texts in json.loads(row.body).items()}
        return KeptDraft(values, datetime.fromisoformat(row.at))

    async def forget(self, place: DraftPlace) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(delete(draft).where(_is(place)))


def _key(place: DraftPlace) -> dict[str, str]:
    """Of the platform, which has no SIREN, the place is empty: a key holds no NULL."""
    return {
        "issuer": place.issuer,
        "sub": place.sub,
        "siren": "" if place.siren is None else str(place.siren),
        "name": place.name,
    }


def _is(place: DraftPlace) -> ColumnElement[bool]:
    return and_(*(draft.c[name] == value for name, value in _key(place).items()))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
