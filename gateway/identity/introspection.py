"""Tokens that their issuer alone can read: it is asked what each is (RFC 7662).

The answer may be signed (RFC 9701). It is believed for a minute at most, and never beyond the
token's own life. What it does
not say of the person's body is asked of the issuer's userinfo, by the same token.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2
import orjson
import structlog
from authlib.integrations.base_client import OAuthError

from catalog.caches import Cache
from catalog.model.bilingual import Bilingual
from catalog.model.subject import Strength
from gateway.base.problems import BadToken
from gateway.identity.claims import Claims
from gateway.identity.oidc import (
    Tokens,
    oauth_client,
    read_signed_introspection,
    read_userinfo,
)
from gateway.identity.problems import IdentityRefused, ProviderUnavailable
from gateway.identity.providers import Metadata, Provider
from gateway.identity.signed_in import read_identity
from gateway.identity.strength import proved
from gateway.identity.tokens import bad_token

_log = structlog.get_logger()
_BELIEVED_S = 60.0
_LEEWAY_S = 30
_MAX_BYTES = 100_000
_MAX_SUB = 255
_SIGNED = "application/token-introspection+jwt"


@dataclass(frozen=True, slots=True)
class _Known:
    """The issuer's answer about a token, or the reason why the token is none of ours, believed
    until `until` (seconds of `clock`). No exception is kept: its frames would hold the token.
    """

    outcome: Claims | Bilingual
    until: float


@dataclass(frozen=True, slots=True)
class Introspection:
    """Of the one issuer whose opaque tokens are accepted: no other is ever shown them.

    `audience` or one of `clients` must be whom a token was given for or to. `signed` is the
    algorithm by which its answers are signed; none other is read then, nor an unsigned one.
    """

    provider: Provider
    audience: str
    clients: frozenset[str]
    proves: Callable[[str | None], frozenset[Strength]]
    clock: Callable[[], float]
    signed: str | None = None
    _known: Cache[bytes, _Known] = field(
        default_factory=lambda: Cache("identity.introspected_tokens", 2_000), repr=False
    )
    _asking: dict[bytes, asyncio.Task[_Known]] = field(default_factory=dict, repr=False)

    async def claims_of(self, token: str) -> Claims:
        """Raises BadToken; ProviderUnavailable, ProviderMisdescribed: nobody can tell a good one.

        Callers who show one token at the same time wait for the same question.
        """
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        known = self._known.find(digest)
        if known is None or known.until <= self.clock():
            known = await self._asked_once(digest, token)
        if isinstance(known.outcome, Bilingual):
            raise bad_token(*known.outcome)
        return known.outcome

    async def aclose(self) -> None:
        """Nobody waits any more."""
        for task in tuple(self._asking.values()):
            task.cancel()

    async def _asked_once(self, digest: bytes, token: str) -> _Known:
        task = self._asking.get(digest)
        if task is None:
            task = self._asking[digest] = asyncio.create_task(self._ask(token))
            task.add_done_callback(lambda done: self._landed(digest, done))
        # A caller who leaves does not end what the others wait for.
        return self._known.keep(digest, await asyncio.shield(task))

    def _landed(self, digest: bytes, task: asyncio.Task[_Known]) -> None:
        del self._asking[digest]
        if not task.cancelled():
            # Whoever waited was told; where nobody waits any more, nobody need be.
            task.exception()

    async def _ask(self, token: str) -> _Known:
        now = self.clock()
        metadata = await self.provider.metadata()
        answer = await self._introspected(metadata, token)
        try:
            end = self._refuse_unfit(answer, now)
            claims = await self._claims(answer, metadata, token)
        except BadToken as refused:
            why = Bilingual(str(refused.facts["reason_fr"]), str(refused.facts["reason_en"]))
            return _Known(why, now + _BELIEVED_S)
        return _Known(claims, min(now + _BELIEVED_S, end))

    async def _introspected(self, metadata: Metadata, token: str) -> Mapping[str, Any]:
        label = self.provider.label
        address = metadata.introspection_endpoint
        if address is None:
            _log.warning("introspection_unavailable", cause="no endpoint in the discovery page")
            raise ProviderUnavailable(provider=label)
        try:
            async with oauth_client(self.provider, "") as client:
                answer = await client.introspect_token(
                    address,
                    token=token,
                    token_type_hint="access_token",  # noqa: S106 - the name of a kind
                    headers={"Accept": _SIGNED if self.signed else "application/json"},
                )
                answer.raise_for_status()
            document = await self._document(answer)
        except (httpx2.HTTPError, OAuthError, ValueError, IdentityRefused) as error:
            _log.warning("introspection_unavailable", cause=type(error).__name__)
            raise ProviderUnavailable(provider=label) from None
        if not isinstance(document, dict):
            _log.warning("introspection_unavailable", cause="no JSON object")
            raise ProviderUnavailable(provider=label)
        return document

    async def _document(self, answer: httpx2.Response) -> object:
        """Raises ValueError; IdentityRefused for what is not signed as agreed: nobody knows then
        whether the token is good.
        """
        if len(answer.content) > _MAX_BYTES:
            return None
        if self.signed is None:
            return orjson.loads(answer.content)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != _SIGNED:
            raise ValueError(kind)
        return await read_signed_introspection(self.provider, answer.text, self.signed, self.clock)

    def _refuse_unfit(self, answer: Mapping[str, Any], now: float) -> float:
        """When it ends. Raises BadToken for all that is no access token of its bearer, for us."""
        if answer.get("active") is not True:
            raise bad_token("il n'est plus valable", "it is not valid any more")
        issuer, kind = answer.get("iss"), answer.get("token_type")
        is_bearer = isinstance(kind, str) and kind.lower() == "bearer"
        if issuer not in (None, self.provider.settings.issuer) or not is_bearer or "cnf" in answer:
            raise bad_token("ce n'est pas un jeton d'accès", "it is no access token")
        audience = answer.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        if self.audience not in audiences and answer.get("client_id") not in self.clients:
            raise bad_token("il est destiné à un autre service", "it is meant for another service")
        sub = answer.get("sub")
        is_one = isinstance(sub, str) and 0 < len(sub) <= _MAX_SUB and sub.isprintable()
        if not is_one or not str(sub).strip():
            raise bad_token("« sub » manque ou ne convient pas", "'sub' is missing or wrong")
        end, begin = answer.get("exp"), answer.get("nbf")
        if not _is_number(end) or float(str(end)) <= now:
            raise bad_token("il a expiré", "it has expired")
        if begin is not None and (not _is_number(begin) or float(begin) > now + _LEEWAY_S):
            raise bad_token("il ne vaut pas encore", "it is not valid yet")
        return float(str(end))

    async def _claims(self, answer: Mapping[str, Any], metadata: Metadata, token: str) -> Claims:
        settings = self.provider.settings
        userinfo: Mapping[str, Any] = {}
        scopes = str(answer.get("scope") or "").split()
        if settings.claims.siret not in answer and "openid" in scopes:
            try:
                tokens = Tokens(token, "")
                userinfo = await read_userinfo(self.provider, metadata, tokens, str(answer["sub"]))
            except IdentityRefused:
                raise bad_token(
                    "ce que son émetteur dit de la personne n'est pas recevable",
                    "what its issuer says of the person is not acceptable",
                ) from None
        identity = read_identity(settings, answer, userinfo, "")
        return Claims(
            issuer=settings.issuer,
            sub=identity.sub,
            siren=identity.siren,
            proves=proved(self.proves(identity.acr), may_approve=identity.may_approve),
            acr=identity.acr,
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
