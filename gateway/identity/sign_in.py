"""Signing in: a browser is sent to a provider, and what it brings back is looked at once.

What is pending is sealed in the `state` of each attempt, so that two tabs do not disturb each
other. It belongs to the browser whose short-lived cookie began it; it is used up as soon as an
answer names it, whatever comes of the answer.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from catalog.model.session import PendingSignIn
from gateway.identity.oidc import (
    authorization_url,
    logout_url,
    read_id_token,
    read_userinfo,
    redeem_code,
)
from gateway.identity.problems import (
    CodeRefused,
    OtherPerson,
    OtherProvider,
    SignInNotBegun,
    SignInOfAnotherBrowser,
    StepUpNotReached,
    UnknownProvider,
)
from gateway.identity.provider_errors import refusal_of
from gateway.identity.providers import Metadata, Provider
from gateway.identity.sealed_attempt import AttemptSealer
from gateway.identity.signed_in import Identity, read_identity

LIVES = timedelta(minutes=10)
_LONGEST_NEXT = 1_000
"""A page of ours whose address is longer is not come back to."""
_MAX_PARAMETER = 4_000


class UsedStates(Protocol):
    async def use(self, state_digest: str, begun_at: datetime, now: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class SignIn:
    """`public_url` None: where the request was addressed, which only the demo may do."""

    providers: Mapping[str, Provider]
    records: UsedStates
    sealer: AttemptSealer
    clock: Callable[[], datetime]
    public_url: str | None = None

    def provider(self, name: str) -> Provider:
        """Raises UnknownProvider."""
        try:
            return self.providers[name]
        except KeyError:
            raise UnknownProvider from None

    async def begin(
        self,
        name: str,
        *,
        browser: str,
        following: str,
        base_url: str,
        language: str,
        acr_values: tuple[str, ...] = (),
        again_as: tuple[str, str] | None = None,
    ) -> str:
        """The address to which the browser goes now. `browser` is its short-lived secret,
        `following` the page of ours where it ends. Raises UnknownProvider, ProviderUnavailable.
        """
        provider = self.provider(name)
        metadata = await provider.metadata()
        pending = PendingSignIn(
            browser_digest=digest_of(browser),
            provider=name,
            nonce=secrets.token_urlsafe(32),
            code_verifier=secrets.token_urlsafe(48),
            redirect_uri=self.redirect_uri(name, base_url),
            next=following if len(following) <= _LONGEST_NEXT else "/",
            acr_values=known_levels(provider, acr_values),
            again_as=again_as,
            begun_at=self.clock(),
        )
        return authorization_url(provider, metadata, pending, self.sealer.seal(pending), language)

    async def complete(
        self, name: str, answer: Mapping[str, str], browser: str | None
    ) -> tuple[Identity, PendingSignIn]:
        """The person who came back. Each refusal is a Problem, and ends the whole attempt."""
        pending = await self._taken(answer, browser)
        provider = self.provider(name)
        if pending.provider != name:
            raise OtherProvider
        metadata = await provider.metadata()
        _refuse_other_issuer(answer, provider, metadata)
        if "error" in answer:
            raise refusal_of(provider.label, answer["error"], answer.get("error_description"))
        code = answer.get("code", "")
        if not 0 < len(code) <= _MAX_PARAMETER:
            raise CodeRefused(provider=provider.label)
        tokens = await redeem_code(provider, metadata, pending, code)
        claims = await read_id_token(provider, tokens, pending, lambda: self.clock().timestamp())
        userinfo = await read_userinfo(provider, metadata, tokens, str(claims["sub"]))
        identity = read_identity(provider.settings, claims, userinfo, tokens.id_token)
        refuse_weaker(identity, pending, provider.label)
        return identity, pending

    async def leave(self, name: str, id_token: str | None, base_url: str) -> str | None:
        """The address of the provider's sign-out for the browser; None where it has none."""
        provider = self.provider(name)
        metadata = await provider.metadata()
        back = provider.settings.post_logout_url or f"{self.base(base_url)}/signed-out"
        return logout_url(metadata, provider.settings.client_id, id_token, back)

    def base(self, base_url: str) -> str:
        return (self.public_url or base_url).rstrip("/")

    def redirect_uri(self, name: str, base_url: str) -> str:
        """One for each provider: what one answers is never taken for another's."""
        return f"{self.base(base_url)}/sign-in/{name}/callback"

    async def _taken(self, answer: Mapping[str, str], browser: str | None) -> PendingSignIn:
        state = answer.get("state", "")
        if not 0 < len(state) <= _MAX_PARAMETER:
            raise SignInNotBegun
        pending, now = self.sealer.open(state), self.clock()
        if pending is None or pending.begun_at + LIVES <= now:
            raise SignInNotBegun
        if not await self.records.use(digest_of(state), pending.begun_at, now):
            raise SignInNotBegun
        mine = digest_of(browser or "")
        if not hmac.compare_digest(mine, pending.browser_digest):
            raise SignInOfAnotherBrowser
        return pending


def digest_of(secret: str) -> str:
    """SHA-256, in hex: what is kept of a secret of 256 bits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def known_levels(provider: Provider, acr_values: tuple[str, ...]) -> tuple[str, ...]:
    """The levels that the provider has, in its order: some providers answer an unknown level with
    an error page. All of `acr_values` where the provider names none.
    """
    known = provider.settings.acr_values
    return tuple(each for each in known if each in acr_values) if known else acr_values


def refuse_weaker(identity: Identity, pending: PendingSignIn, label: str) -> None:
    """Raises StepUpNotReached and OtherPerson: a level asked as essential may still come back
    weaker, or for somebody else.
    """
    if pending.acr_values and identity.acr not in pending.acr_values:
        raise StepUpNotReached(provider=label)
    again_as = pending.again_as
    if again_as is not None and again_as != (identity.issuer, identity.sub):
        raise OtherPerson


def _refuse_other_issuer(answer: Mapping[str, str], provider: Provider, metadata: Metadata) -> None:
    issuer = answer.get("iss")
    is_missing = issuer is None and metadata.names_itself
    if is_missing or (issuer is not None and issuer != provider.settings.issuer):
        raise OtherProvider
