"""Forms that were sent: one row a person, body and token of the form, forgotten after two days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.model.draft import DraftPlace
from catalog.model.sent_form import SentForm
from catalog.store.inserting import insert_unique
from catalog.store.opening import reading, writing
from catalog.store.tables import sent_form

KEPT = timedelta(days=2)
_KEY = ("issuer", "sub", "siren", "token")


class SentForms:
    """`place.name` is the token. Every method is one transaction; all raise StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def claim(self, place: DraftPlace, at: datetime) -> SentForm | None:
        """None for the one sending that goes on, whichever process it came to; else what was."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(sent_form).where(sent_form.c.at <= _instant(at - KEPT)))
            row = {**_key(place), "at": _instant(at), "address": None}
            new = insert_unique(self._engine.dialect.name, sent_form, _KEY).values(row)
            inserted = await connection.execute(new.returning(sent_form.c.token))
            if inserted.one_or_none() is not None:
                return None
        return await self.read(place)

    async def read(self, place: DraftPlace) -> SentForm | None:
        async with reading(self._engine) as connection:
            row = (await connection.execute(select(sent_form).where(_is(place)))).one_or_none()
        return None if row is None else SentForm(datetime.fromisoformat(row.at), row.address)

    async def settle(self, place: DraftPlace, address: str) -> None:
        """Keeps the address of the page to which any later sending of the same form is led."""
        async with writing(self._engine) as connection:
            await connection.execute(update(sent_form).where(_is(place)).values(address=address))

    async def release(self, place: DraftPlace) -> None:
        """Nothing was done: the form may be sent again."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(sent_form).where(_is(place)))


def _key(place: DraftPlace) -> dict[str, str]:
    """Of the platform, which has no SIREN, the place is empty: a key holds no NULL."""
    return {
        "issuer": place.issuer,
        "sub": place.sub,
        "siren": "" if place.siren is None else str(place.siren),
        "token": place.name,
    }


def _is(place: DraftPlace) -> ColumnElement[bool]:
    return and_(*(sent_form.c[name] == value for name, value in _key(place).items()))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
