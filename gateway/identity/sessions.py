"""Sessions: kept here, named by a cookie whose secret is kept nowhere."""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from catalog.model.session import Session
from gateway.identity.sign_in import digest_of
from gateway.identity.signed_in import Identity

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_NOTED_EACH = timedelta(seconds=60)
"""A use is written down so often: a write for each request would cost more than the request."""
_NONCE_BYTES = 12
_MAX_BROWSER = 200


class SessionPort(Protocol):
    async def open(self, opened: Session, instead_of: str | None, idle: timedelta) -> None: ...
    async def find(self, digest: str, now: datetime, idle: timedelta) -> Session | None: ...
    async def note_use(self, digest: str, at: datetime) -> None: ...
    async def of_person(
        self, issuer: str, sub: str, now: datetime, idle: timedelta
    ) -> tuple[Session, ...]: ...
    async def end(self, digest: str) -> None: ...
    async def end_of_person(self, issuer: str, sub: str, handle: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Sessions:
    """`seal_key` (32 bytes) and the cookie's secret together open what is sealed in a row."""

    records: SessionPort
    clock: Callable[[], datetime]
    seal_key: bytes = field(repr=False)
    idle: timedelta = timedelta(hours=2)
    lifetime: timedelta = timedelta(hours=12)

    async def open(self, identity: Identity, browser: str, before: str | None) -> str:
        """The cookie's new secret. `before`: the one that this browser had, which ends."""
        secret, now = secrets.token_urlsafe(32), self.clock()
        opened = Session(
            secret_digest=digest_of(secret),
            handle=secrets.token_hex(8),
            provider=identity.provider,
            issuer=identity.issuer,
            sub=identity.sub,
            siren=identity.siren,
            organisation_label=identity.organisation_label,
            person=identity.person,
            acr=identity.acr,
            may_approve=identity.may_approve,
            browser="".join(each for each in browser if each.isprintable())[:_MAX_BROWSER],
            signed_in_at=now,
            used_at=now,
            ends_at=now + self.lifetime,
            sealed_id_token=self._sealed(identity.id_token, secret),
        )
        replaced = None if before is None else digest_of(before)
        await self.records.open(opened, replaced, self.idle)
        return secret

    async def look(self, secret: str) -> Session | None:
        """The open session of this cookie; None for one that has ended or never was. To look is no
        use of it.
        """
        if not _SECRET.fullmatch(secret):
            return None
        return await self.records.find(digest_of(secret), self.clock(), self.idle)

    async def find(self, secret: str) -> Session | None:
        """The same, whose use is noted."""
        session, now = await self.look(secret), self.clock()
        if session is not None and now - session.used_at >= _NOTED_EACH:
            await self.records.note_use(session.secret_digest, now)
        return session

    def idle_end(self, session: Session) -> datetime:
        """When it ends unless it is used before: what opened it just now was a use."""
        now = self.clock()
        is_noted = now - session.used_at >= _NOTED_EACH
        return (now if is_noted else session.used_at) + self.idle

    async def of_same_person(self, session: Session) -> tuple[Session, ...]:
        return await self.records.of_person(session.issuer, session.sub, self.clock(), self.idle)

    async def end(self, session: Session) -> None:
        await self.records.end(session.secret_digest)

    async def end_another(self, session: Session, handle: str) -> bool:
        """Ends the person's session of that handle; True where the person of `session` had one."""
        return await self.records.end_of_person(session.issuer, session.sub, handle)

    def id_token_of(self, session: Session, secret: str) -> str | None:
        """The id token that the provider wants at a sign-out; None where it cannot be opened."""
        if session.sealed_id_token is None:
            return None
        try:
            content = base64.b64decode(session.sealed_id_token, validate=True)
            nonce, sealed = content[:_NONCE_BYTES], content[_NONCE_BYTES:]
            return AESGCM(self._key(secret)).decrypt(nonce, sealed, None).decode()
        except (InvalidTag, ValueError, binascii.Error):
            return None

    def _sealed(self, id_token: str | None, secret: str) -> str | None:
        if id_token is None:
            return None
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self._key(secret)).encrypt(nonce, id_token.encode(), None)
        return base64.b64encode(nonce + sealed).decode()

    def _key(self, secret: str) -> bytes:
        info = b"interco session id_token " + secret.encode()
        return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(
            self.seal_key
        )
