"""Authentication by bearer tokens, checked against the issuers that the operator trusts."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from joserfc import jwt
from joserfc.errors import (
    ExpiredTokenError,
    InvalidClaimError,
    JoseError,
    MissingClaimError,
)
from joserfc.jwk import KeySet

from catalog.caches import Cache
from catalog.model.identifiers import InvalidSiren, Siren
from catalog.model.subject import Strength
from gateway.identity.claims import Claims
from gateway.identity.issuer_keys import IssuerKeys, KeysState
from gateway.identity.keys import KeyRing, key_within
from gateway.identity.strength import proves_by_default
from gateway.identity.tokens import bad_token, is_opaque, refuse_other_tokens, unverified

if TYPE_CHECKING:
    from gateway.identity.introspection import Introspection

__all__ = ["Authenticator", "Claims", "TrustedIssuer"]
_MAX_TOKEN_BYTES = 8_000
_LEEWAY_S = 30

IssuersState = KeysState | Literal["partly_unavailable"]
"""Of all issuers together; `unavailable`: nobody who bears a token can come in."""


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """`sirens` None: it may assert any organisation (a national identity provider).
    `assumed_acr`: what its tokens prove that say no level of their own.
    """

    issuer: str
    audience: str
    algorithms: tuple[str, ...]
    sirens: frozenset[str] | None
    keys: IssuerKeys
    max_lifetime_s: int = 86_400
    assumed_acr: str | None = None


@dataclass(frozen=True, slots=True)
class Authenticator:
    """`_signed` remembers signatures that were good, by digest of the token, for the key set they
    were checked with; everything else about a token is checked each time.
    """

    issuers: Mapping[str, TrustedIssuer]
    clock: Callable[[], float] = time.time
    proves: Callable[[str | None], frozenset[Strength]] = proves_by_default
    keys: KeyRing | None = None
    introspection: Introspection | None = None
    _signed: Cache[bytes, tuple[KeySet, Mapping[str, Any]]] = field(
        default_factory=lambda: Cache("identity.signed_tokens", 2_000), repr=False, compare=False
    )

    async def keep_keys(self) -> None:
        """For ever: the keys of every issuer stay young beside the requests."""
        await asyncio.gather(*(each.keys.keep_young() for each in self.issuers.values()))

    async def keys_state(self) -> IssuersState:
        """The state of the keys that check tokens; waits for issuers that have no keys yet."""
        keys = [each.keys for each in self.issuers.values()]
        fetching = [each.refresh() for each in keys if each.state == "unavailable"]
        if waited := [each for each in fetching if each is not None]:
            await asyncio.wait(waited)
        states = {each.state for each in keys}
        if "unavailable" in states:
            return "unavailable" if len(states) == 1 else "partly_unavailable"
        return "stale" if "stale" in states else "ok"

    async def aclose(self) -> None:
        for each in self.issuers.values():
            await each.keys.aclose()
        if self.introspection is not None:
            await self.introspection.aclose()

    async def authenticate(self, authorization: str | None, address: str = "") -> Claims | None:
        """The claims of a good token or key, None without one (anonymous); BadToken otherwise.

        `address` is where the request comes from (`read_address`): a key may be bound to networks.
        Raises KeysUnavailable, ProviderUnavailable: while an issuer does not answer, a good token
        is not called bad.
        """
        if authorization is None:
            return None
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        key = key_within(scheme.lower(), token)
        if key is not None and self.keys is not None:
            return await self.keys.claims_of(key, address)
        if scheme.lower() != "bearer" or not token or len(token) > _MAX_TOKEN_BYTES:
            raise bad_token(
                "il n'est pas de la forme « Bearer … »", "it is not of the form 'Bearer …'"
            )
        if self.introspection is not None and is_opaque(token):
            return await self.introspection.claims_of(token)
        header, payload = unverified(token)
        issuer = self.issuers.get(str(payload.get("iss")))
        if issuer is None:
            raise bad_token("son émetteur n'est pas reconnu", "its issuer is not trusted")
        kid = header.get("kid")
        key_set = await issuer.keys.key_set(kid if isinstance(kid, str) else None)
        try:
            claims = self._signed_claims(token, key_set, issuer)
            _registry(issuer, self.clock).validate(dict(claims))
            refuse_other_tokens(header, claims)
            self._refuse_long_lived(claims, issuer)
        except ExpiredTokenError:
            raise bad_token("il a expiré", "it has expired") from None
        except (InvalidClaimError, MissingClaimError) as error:
            raise bad_token(
                f"l'information « {error.claim} » manque ou ne convient pas",
                f"the claim '{error.claim}' is missing or wrong",
            ) from None
        except (JoseError, ValueError, TypeError, KeyError):
            raise bad_token(
                "sa signature ne peut pas être vérifiée", "its signature cannot be verified"
            ) from None
        stated = claims.get("acr")
        acr = issuer.assumed_acr if stated is None else str(stated)
        return Claims(
            issuer=issuer.issuer,
            sub=str(claims["sub"]),
            siren=_asserted_siren(claims, issuer),
            proves=self.proves(acr),
            acr=acr,
        )

    def _refuse_long_lived(self, claims: Mapping[str, Any], issuer: TrustedIssuer) -> None:
        if float(claims["exp"]) > self.clock() + issuer.max_lifetime_s + _LEEWAY_S:
            hours = max(1, round(issuer.max_lifetime_s / 3600))
            raise bad_token(
                f"il vaut pour plus de {hours} h, la durée admise ici",
                f"it is valid for more than {hours} h, the time allowed here",
            )

    def _signed_claims(
        self, token: str, key_set: KeySet, issuer: TrustedIssuer
    ) -> Mapping[str, Any]:
        """Raises JoseError, ValueError. A key set fetched anew checks every signature again."""
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        known = self._signed.find(digest)
        if known is not None and known[0] is key_set:
            return known[1]
        claims = jwt.decode(token, key_set, algorithms=list(issuer.algorithms)).claims
        return self._signed.keep(digest, (key_set, claims))[1]


def _registry(issuer: TrustedIssuer, clock: Callable[[], float]) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        now=lambda: int(clock()),
        leeway=_LEEWAY_S,
        iss={"essential": True, "value": issuer.issuer},
        aud={"essential": True, "value": issuer.audience},
        sub={"essential": True},
        exp={"essential": True},
    )


def _asserted_siren(claims: Mapping[str, Any], issuer: TrustedIssuer) -> Siren | None:
    """A SIREN is the first nine digits of a SIRET; one its issuer may not assert counts as none."""
    text = claims.get("siren") or str(claims.get("siret") or "")[:9]
    if not isinstance(text, str) or not text:
        return None
    try:
        siren = Siren.parse(text)
    except InvalidSiren:
        raise bad_token("son SIREN n'est pas valable", "its SIREN is not valid") from None
    if issuer.sirens is not None and siren not in issuer.sirens:
        return None
    return siren
