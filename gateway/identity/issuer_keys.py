"""The keys by which an issuer's tokens are checked: rotated, never fetched at a forger's pace.

Whoever bears a key that is known never waits for the issuer: keys are fetched again beside the
requests. Whoever bears another waits for the one fetch that is under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
import orjson
import structlog
from joserfc.jwk import KeySet

from gateway.base.problems import KeysUnavailable

_log = structlog.get_logger()

FetchKeys = Callable[[], Awaitable[dict[str, Any]]]
KeysState = Literal["ok", "stale", "unavailable"]
"""`stale`: they still serve, and their issuer has not answered for longer than it should."""

REFRESH_AFTER_S = 150.0
"""Keys are asked for again so often, requests or none: what its issuer removed goes with it."""
TRUSTED_FOR_S = 300.0
"""While its issuer answers, a key that it removed is trusted no longer than this."""
OUTLIVE_ISSUER_S = 3600.0
"""While it does not answer, the keys that it gave last serve no longer than this."""
REFETCH_AFTER_S = 10.0
"""Unknown key ids cause at most one fetch in this time, however many tokens bear them."""
RETRY_AFTER_S = 5.0
"""An issuer that failed is left alone for this long."""
_FETCH_S = 5.0
_MAX_BYTES = 200_000
_NEVER = float("-inf")


@dataclass(slots=True)
class IssuerKeys:
    """The current key set of one issuer; whoever waits for a fetch waits for the same one."""

    fetch: FetchKeys
    clock: Callable[[], float]
    _keys: KeySet | None = None
    _fetched_at: float = field(default=_NEVER)
    _failed_at: float = field(default=_NEVER)
    _begun_at: float = field(default=_NEVER)
    _fetching: asyncio.Task[None] | None = None

    async def key_set(self, kid: str | None) -> KeySet:
        """The set to check a token with. Raises KeysUnavailable: nobody can tell a good token."""
        if self._knows(kid) and not self._has_outlived:
            self.refresh()
        else:
            # Keys that nobody used for an hour are as good as unknown: one fetch is waited for.
            await self._look_for_unknown()
        if self._keys is None or self._has_outlived:
            raise KeysUnavailable
        if not self._knows(kid) and self._is_failing:
            # A key of a rotation that we missed, as far as anybody knows.
            raise KeysUnavailable
        return self._keys

    @property
    def state(self) -> KeysState:
        if self._keys is None or self._has_outlived:
            return "unavailable"
        return "stale" if self._age_s > TRUSTED_FOR_S else "ok"

    def refresh(self) -> asyncio.Task[None] | None:
        """The fetch that is under way, begun where the keys are old; None when they are not."""
        if self._fetching is None and self._age_s > REFRESH_AFTER_S and not self._is_resting:
            return self._begin()
        return self._fetching

    async def keep_young(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """For ever: what nobody asks for is fetched all the same."""
        while True:
            fetching = self.refresh()
            if fetching is not None:
                await asyncio.wait({fetching})
            await sleep(RETRY_AFTER_S)

    async def aclose(self) -> None:
        """Nobody waits any more."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.wait({self._fetching})

    async def _look_for_unknown(self) -> None:
        fetching = self.refresh()
        is_worth_it = self.clock() - self._begun_at >= REFETCH_AFTER_S
        if fetching is None and is_worth_it and not self._is_resting:
            fetching = self._begin()
        if fetching is not None:
            # A caller who leaves does not end what the others wait for.
            await asyncio.wait({fetching})

    def _begin(self) -> asyncio.Task[None]:
        self._begun_at = self.clock()
        self._fetching = asyncio.create_task(self._fetch())
        return self._fetching

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(_FETCH_S):
                document = await self.fetch()
            self._keys = KeySet.import_key_set(document)  # type: ignore[arg-type]
        except Exception as error:  # noqa: BLE001 - whatever an issuer sends that is not its keys
            self._failed_at = self.clock()
            _log.warning("jwks_unavailable", cause=type(error).__name__)
        else:
            self._fetched_at = self.clock()
        finally:
            self._fetching = None

    def _knows(self, kid: str | None) -> bool:
        """A token without an id is tried with the keys that there are."""
        if self._keys is None:
            return False
        return kid is None or any(key.kid == kid for key in self._keys.keys)

    @property
    def _age_s(self) -> float:
        return self.clock() - self._fetched_at

    @property
    def _has_outlived(self) -> bool:
        return self._age_s > OUTLIVE_ISSUER_S

    @property
    def _is_failing(self) -> bool:
        return self._failed_at > self._fetched_at

    @property
    def _is_resting(self) -> bool:
        return self._is_failing and self.clock() - self._failed_at < RETRY_AFTER_S


def keys_from_url(client: httpx.AsyncClient, url: str) -> FetchKeys:
    """Fetches a JWKS; redirects are not followed, long answers are refused."""

    async def fetch() -> dict[str, Any]:
        answer = await client.get(url, timeout=_FETCH_S, follow_redirects=False)
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
    ids = [key.get("kid") for key in document["keys"] if isinstance(key, dict) and "kid" in key]
    if len(set(map(str, ids))) < len(ids):
        # Which of them signed could not be told.
        raise ValueError("two keys of one id")
    return document
