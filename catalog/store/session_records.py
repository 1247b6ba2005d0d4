"""Sessions and pending sign-ins as rows; ends are compared here: no caller can forget them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.model.identifiers import Siren
from catalog.model.session import Session
from catalog.store.inserting import insert_new
from catalog.store.opening import reading, writing
from catalog.store.silence import hurried
from catalog.store.tables import pending_sign_in, session

_USES_KEPT = timedelta(minutes=30)
"""Longer than any attempt may take, and clocks differ."""
_COLUMNS = ("browser_digest", "provider", "nonce", "code_verifier", "redirect_uri", "next")
_NOTHING_KEPT = dict.fromkeys(_COLUMNS, "") | {"acr_values": "[]"}
"""Of an attempt: earlier versions kept all of it while it was under way."""
_REQUEST_S = 5.0
"""Every request of a browser waits for its session first."""


class SessionRecords:
    """Every method is one transaction; all raise StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def open(self, opened: Session, instead_of: str | None, idle: timedelta) -> None:
        """`instead_of`: the digest of the session that the same browser had, which ends with it.

        What has ended by itself is forgotten at the same time.
        """
        async with writing(self._engine) as connection:
            now = opened.signed_in_at
            await connection.execute(delete(session).where(session.c.ends_at <= _instant(now)))
            unused = session.c.used_at <= _instant(now - idle)
            await connection.execute(delete(session).where(unused))
            if instead_of is not None:
                replaced = session.c.secret_digest == instead_of
                await connection.execute(delete(session).where(replaced))
            await connection.execute(insert(session).values(_session_row(opened)))

    async def find(self, digest: str, now: datetime, idle: timedelta) -> Session | None:
        """The one that this cookie opens, unless it has ended."""
        with hurried(_REQUEST_S):
            return await self._find(digest, now, idle)

    async def _find(self, digest: str, now: datetime, idle: timedelta) -> Session | None:
        async with reading(self._engine) as connection:
            chosen = select(session).where(
                and_(session.c.secret_digest == digest, *_is_open(now, idle))
            )
            row = (await connection.execute(chosen)).one_or_none()
            return None if row is None else _read_session(row)

    async def note_use(self, digest: str, at: datetime) -> None:
        async with writing(self._engine) as connection:
            used = update(session).where(session.c.secret_digest == digest)
            await connection.execute(used.values(used_at=_instant(at)))

    async def of_person(
        self, issuer: str, sub: str, now: datetime, idle: timedelta
    ) -> tuple[Session, ...]:
        """The person's open sessions, the last used first."""
        async with reading(self._engine) as connection:
            chosen = select(session).where(
                and_(session.c.issuer == issuer, session.c.sub == sub, *_is_open(now, idle))
            )
            rows = await connection.execute(
                chosen.order_by(session.c.used_at.desc(), session.c.handle)
            )
            return tuple(_read_session(row) for row in rows)

    async def end(self, digest: str) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(delete(session).where(session.c.secret_digest == digest))

    async def end_of_person(self, issuer: str, sub: str, handle: str) -> bool:
        """Ends a session of this person. True where this person had such a session."""
        async with writing(self._engine) as connection:
            ended = await connection.execute(
                delete(session).where(
                    session.c.issuer == issuer, session.c.sub == sub, session.c.handle == handle
                )
            )
            return ended.rowcount == 1

    async def use(self, state_digest: str, begun_at: datetime, now: datetime) -> bool:
        """True where this sign-in state is used for the first time. Also forgets the states that
        are too old at `now` to be used at all.
        """
        async with writing(self._engine) as connection:
            old = pending_sign_in.c.begun_at <= _instant(now - _USES_KEPT)
            await connection.execute(delete(pending_sign_in).where(old))
            new = insert_new(connection.dialect.name, pending_sign_in, "state_digest")
            row = {**_NOTHING_KEPT, "state_digest": state_digest, "begun_at": _instant(begun_at)}
            used = new.values(**row).returning(pending_sign_in.c.state_digest)
            return (await connection.execute(used)).one_or_none() is not None


def _instant(at: datetime) -> str:
    """Of whole seconds: with and without a fraction, texts would not sort as times do."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _is_open(now: datetime, idle: timedelta) -> tuple[ColumnElement[bool], ...]:
    return (
        session.c.ends_at > _instant(now),
        session.c.used_at > _instant(now - idle),
    )


def _session_row(opened: Session) -> dict[str, object]:
    return {
        "secret_digest": opened.secret_digest,
        "handle": opened.handle,
        "provider": opened.provider,
        "issuer": opened.issuer,
        "sub": opened.sub,
        "siren": opened.siren and str(opened.siren),
        "organisation_label": opened.organisation_label,
        "person": opened.person,
        "acr": opened.acr,
        "may_approve": opened.may_approve,
        "browser": opened.browser,
        "signed_in_at": _instant(opened.signed_in_at),
        "used_at": _instant(opened.used_at),
        "ends_at": _instant(opened.ends_at),
        "sealed_id_token": opened.sealed_id_token,
    }


def _read_session(row: Row[tuple[object, ...]]) -> Session:
    return Session(
        secret_digest=row.secret_digest,
        handle=row.handle,
        provider=row.provider,
        issuer=row.issuer,
        sub=row.sub,
        siren=None if row.siren is None else Siren.parse(row.siren),
        organisation_label=row.organisation_label,
        person=row.person,
        acr=row.acr,
        may_approve=row.may_approve,
        browser=row.browser,
        signed_in_at=datetime.fromisoformat(row.signed_in_at),
        used_at=datetime.fromisoformat(row.used_at),
        ends_at=datetime.fromisoformat(row.ends_at),
        sealed_id_token=row.sealed_id_token,
    )
