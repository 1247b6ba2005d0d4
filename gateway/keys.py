"""The keys by which an issuer's tokens are checked: rotated, never fetched at a forger's pace."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

_log = structlog.get_logger()

FetchKeys = Callable[[], Awaitable[dict[str, Any]]]

REFETCH_AFTER_S = 30.0
"""An unknown key id causes at most one fetch in this time, however many tokens bear it."""
TRUSTED_FOR_S = 300.0
"""A key that its issuer removed is trusted no longer than this."""
_MAX_BYTES = 200_000


@dataclass(slots=True)
class IssuerKeys:
    """The current key set of one issuer; concurrent callers share one fetch."""

    fetch: FetchKeys
    clock: Callable[[], float]
    _keys: KeySet | None = None
    _fetched_at: float = field(default=float("-inf"))
    _tried_at: float = field(default=float("-inf"))
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def key_set(self, kid: str | None) -> KeySet | None:
        """The set to check a token with; None when no key can be trusted now."""
        if self._must_fetch(kid):
            async with self._lock:
                if self._must_fetch(kid):
                    await self._refresh()
        if self.clock() - self._fetched_at > TRUSTED_FOR_S:
            return None
        return self._keys

    def _must_fetch(self, kid: str | None) -> bool:
        now = self.clock()
        if now - self._tried_at < REFETCH_AFTER_S:
            return False
        known = self._keys is not None and any(key.kid == kid for key in self._keys.keys)
        return not known or now - self._fetched_at > TRUSTED_FOR_S / 2

    async def _refresh(self) -> None:
        self._tried_at = self.clock()
        try:
            self._keys = KeySet.import_key_set(await self.fetch())  # type: ignore[arg-type]
        except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError, OSError) as error:
            _log.warning("jwks_unavailable", cause=type(error).__name__)
        else:
            self._fetched_at = self.clock()


def keys_from_url(client: httpx.AsyncClient, url: str) -> FetchKeys:
    """Fetches a JWKS; redirects are not followed, long answers are refused."""

    async def fetch() -> dict[str, Any]:
        answer = await client.get(url, timeout=5.0, follow_redirects=False)
        answer.raise_for_status()
        return read_key_set(answer.content)

    return fetch


def read_key_set(content: bytes) -> dict[str, Any]:
    """A JWKS document (RFC 7517 section 5); ValueError when it is not one."""
    if len(content) > _MAX_BYTES:
        raise ValueError("key set too large")
    document = orjson.loads(content)
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise ValueError("not a key set")  # noqa: TRY004 - one error for all malformed answers
    return document
