"""OpenID Connect by Authlib: where a browser is sent, and what comes back of it, checked.

Authlib makes the address, exchanges the code and checks the id token's claims. Keys, the signed
userinfo and `iss` (RFC 9207) are ours: Authlib keeps keys for ever, reads userinfo as JSON alone
and does not look at `iss`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2
import orjson
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import (
    ExceededSizeError,
    ExpiredTokenError,
    InvalidClaimError,
    JoseError,
    MissingClaimError,
)
from joserfc.jwk import KeySet, RSAKey

from catalog.model.session import PendingSignIn
from gateway.base.problems import KeysUnavailable
from gateway.identity.problems import (
    CodeRefused,
    IdentityRefused,
    ProviderRefused,
    ProviderUnavailable,
)
from gateway.identity.provider_errors import error_code
from gateway.identity.providers import ClientKey, Metadata, Provider, read_client_secret

LEEWAY_S = 30
_TIMEOUT_S = 10.0
_ANSWERED_S = 30
"""Within which a signed answer was made: it is of the question that was just asked."""
_MAX_TOKEN = 20_000
_DATES = frozenset({"iat", "nbf"})
_MAX_SUB = 255
_OWN_KEYS = ("jku", "x5u", "jwk", "crit")
"""Headers by which a token would say itself what to check it with."""


@dataclass(frozen=True, slots=True)
class Tokens:
    access_token: str = field(repr=False)
    id_token: str = field(repr=False)


def authorization_url(
    provider: Provider, metadata: Metadata, pending: PendingSignIn, state: str, language: str
) -> str:
    """The address to which the browser goes to sign in. A step-up asks for its levels as an
    essential claim of the id token: `acr_values` alone promises nothing.
    """
    chosen = provider.settings
    more: dict[str, str] = {"nonce": pending.nonce, "ui_locales": language}
    acr: dict[str, Any] = {"essential": True}
    if pending.acr_values:
        acr["values"] = list(pending.acr_values)
    if pending.acr_values or chosen.acr_values:
        more["claims"] = orjson.dumps({"id_token": {"acr": acr, "amr": None}}).decode()
    client = oauth_client(provider, pending.redirect_uri)
    verifier = pending.code_verifier if chosen.pkce else None
    address, _ = client.create_authorization_url(
        metadata.authorization_endpoint, state=state, code_verifier=verifier, **more
    )
    return str(address)


class _TooLongError(Exception):
    """Of a token, before anything of it is read."""


async def redeem_code(
    provider: Provider, metadata: Metadata, pending: PendingSignIn, code: str
) -> Tokens:
    """Raises CodeRefused, ProviderRefused, ProviderUnavailable, IdentityRefused."""
    verifier = {"code_verifier": pending.code_verifier} if provider.settings.pkce else {}
    try:
        async with oauth_client(provider, pending.redirect_uri) as client:
            answer = await client.fetch_token(
                metadata.token_endpoint,
                grant_type="authorization_code",
                code=code,
                redirect_uri=pending.redirect_uri,
                **verifier,
            )
    except OAuthError as refused:
        if refused.error == "invalid_grant":
            raise CodeRefused(provider=provider.label) from None
        code = error_code(refused.error, refused.description)
        raise ProviderRefused(provider=provider.label, error=code) from None
    except (httpx2.HTTPError, ValueError, KeyError, TypeError):
        raise ProviderUnavailable(provider=provider.label) from None
    if str(answer.get("token_type", "")).lower() != "bearer":
        raise _refused(
            provider,
            "son jeton n'est pas au porteur (« token_type »)",
            "its token is no bearer token ('token_type')",
        )
    access, identity = answer.get("access_token"), answer.get("id_token")
    if not isinstance(access, str) or not isinstance(identity, str):
        raise _refused(provider, "le jeton d'identité manque", "the id token is missing")
    return Tokens(access, identity)


async def read_id_token(
    provider: Provider,
    tokens: Tokens,
    pending: PendingSignIn,
    clock: Callable[[], float] = time.time,
) -> Mapping[str, Any]:
    """Its claims, checked: signature, iss, aud, azp, exp, iat, nbf, nonce, at_hash, sub.

    Raises IdentityRefused, ProviderUnavailable. The level (`acr`) is the caller's to compare.
    """
    settings = provider.settings
    decoded = await _verified(provider, tokens.id_token, settings.algorithms)
    # All three together: options replace what Authlib would check by itself.
    options = {
        "iss": {"essential": True, "values": [settings.issuer]},
        "aud": {"essential": True, "values": [settings.client_id]},
        "nonce": {"essential": True},
    }
    known = {
        "nonce": pending.nonce,
        "client_id": settings.client_id,
        "access_token": tokens.access_token,
    }
    claims = CodeIDToken(decoded.claims, decoded.header, options, known)
    try:
        claims.validate(now=int(clock()), leeway=LEEWAY_S)
    except ExpiredTokenError:
        raise _refused(
            provider,
            "son jeton a expiré, ou son horloge et la nôtre diffèrent",
            "its token has expired, or its clock and ours differ",
        ) from None
    except (InvalidClaimError, MissingClaimError) as wrong:
        if wrong.claim in _DATES:
            _refuse_clocks(provider, decoded.claims.get(wrong.claim), clock())
        raise _refused(
            provider,
            f"« {wrong.claim} » manque ou ne convient pas",
            f"'{wrong.claim}' is missing or wrong",
        ) from None
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise _refused(provider, "son jeton est mal formé", "its token is malformed") from None
    _refuse_other_tokens(provider, decoded)
    _refuse_early(provider, decoded.claims, clock())
    _read_sub(provider, decoded.claims)
    return decoded.claims


async def read_userinfo(
    provider: Provider,
    metadata: Metadata,
    tokens: Tokens,
    sub: str,
    clock: Callable[[], float] = time.time,
) -> Mapping[str, Any]:
    """The provider's claims about this very person; empty where it has no such address. Raises
    IdentityRefused, ProviderUnavailable.
    """
    if metadata.userinfo_endpoint is None:
        return {}
    try:
        async with oauth_client(provider, "") as client:
            client.token = {"access_token": tokens.access_token, "token_type": "Bearer"}
            answer = await client.get(metadata.userinfo_endpoint)
            answer.raise_for_status()
    except (httpx2.HTTPError, OAuthError, ValueError):
        raise ProviderUnavailable(provider=provider.label) from None
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    algorithm = provider.settings.userinfo_signed
    if kind != ("application/json" if algorithm == "none" else "application/jwt"):
        raise _refused(
            provider,
            "ses informations ne sont pas signées comme convenu",
            "its information is not signed as agreed",
        )
    if algorithm == "none":
        claims = _json_object(provider, answer.content)
    else:
        claims = (await _verified(provider, answer.text, (algorithm,))).claims
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        is_ours = provider.settings.client_id in audiences
        if claims.get("iss") != provider.settings.issuer or not is_ours:
            raise _refused(
                provider,
                "ses informations sont destinées à un autre service",
                "its information is meant for another service",
            )
        _refuse_ended(provider, claims, clock())
    if claims.get("sub") != sub:
        raise _refused(
            provider,
            "ses informations sont celles d'une autre personne",
            "its information is of another person",
        )
    return claims


async def read_signed_introspection(
    provider: Provider, text: str, algorithm: str, clock: Callable[[], float]
) -> Mapping[str, Any]:
    """The answer of a provider about a token, signed for us just now (RFC 9701).

    Raises IdentityRefused, ProviderUnavailable.
    """
    answer = await _verified(provider, text, (algorithm,))
    response, claims = answer.claims.get("token_introspection"), answer.claims
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    is_one = str(answer.header.get("typ", "")).lower() == "token-introspection+jwt"
    is_ours = provider.settings.client_id in audiences
    if not (is_one and is_ours) or claims.get("iss") != provider.settings.issuer:
        raise _refused(
            provider,
            "sa réponse est destinée à un autre service",
            "its answer is meant for another service",
        )
    _refuse_early(provider, claims, clock())
    if claims["iat"] < clock() - _ANSWERED_S - LEEWAY_S:
        raise _refused(provider, "sa réponse est ancienne", "its answer is an old one")
    if not isinstance(response, dict):
        raise _refused(provider, "sa réponse est mal formée", "its answer is malformed")
    return response


def logout_url(metadata: Metadata, client_id: str, id_token: str | None, back: str) -> str | None:
    """The address of the provider's sign-out for the browser; None where it has no such page."""
    if metadata.end_session_endpoint is None:
        return None
    parameters = {"client_id": client_id, "post_logout_redirect_uri": back, "state": "signed-out"}
    if id_token is not None:
        parameters["id_token_hint"] = id_token
    return str(httpx2.URL(metadata.end_session_endpoint).copy_merge_params(parameters))


def oauth_client(provider: Provider, redirect_uri: str) -> AsyncOAuth2Client:
    """It proves itself by its secret, or by a key of its own."""
    chosen = provider.settings
    secret: str | ClientKey | None = provider.client_key
    method = "private_key_jwt"
    if secret is None:
        secret, method = read_client_secret(chosen), "client_secret_post"
    client = AsyncOAuth2Client(
        client_id=chosen.client_id,
        client_secret=secret,
        token_endpoint_auth_method="none" if secret is None else method,
        scope=chosen.scope,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        verify=provider.tls,
        trust_env=False,
        timeout=_TIMEOUT_S,
        follow_redirects=False,
    )
    if provider.client_key is not None:
        algorithm = "RS256" if isinstance(provider.client_key, RSAKey) else "ES256"
        header = {"kid": provider.client_key.thumbprint()}
        client.register_client_auth_method(PrivateKeyJWT(headers=header, alg=algorithm))
    return client


async def _verified(provider: Provider, token: str, algorithms: tuple[str, ...]) -> jwt.Token:
    """Signed by the provider, by one of these algorithms."""
    try:
        kid = _key_id(token)
        keys: KeySet = await provider.keys.key_set(kid)
        return jwt.decode(token, keys, algorithms=list(algorithms))
    except KeysUnavailable:
        raise ProviderUnavailable(provider=provider.label) from None
    except (_TooLongError, ExceededSizeError):
        raise _refused(
            provider,
            f"son jeton est trop long (plus de {_MAX_TOKEN} caractères) : un nom ou une liste y"
            " est démesuré",
            f"its token is too long (more than {_MAX_TOKEN} characters): a name or a list in it"
            " is out of all proportion",
        ) from None
    except (JoseError, ValueError, TypeError, KeyError, UnicodeError):
        raise _refused(
            provider, "sa signature ne peut pas être vérifiée", "its signature cannot be verified"
        ) from None


def _key_id(token: str) -> str | None:
    """Of a token that nothing is known of yet. Raises ValueError, JoseError."""
    if len(token) > _MAX_TOKEN:
        raise _TooLongError
    header = jws.extract_compact(token.encode("ascii")).headers()
    if any(name in header for name in _OWN_KEYS):
        raise ValueError("it names its own keys")
    kid = header.get("kid")
    return kid if isinstance(kid, str) else None


def _refuse_other_tokens(provider: Provider, token: jwt.Token) -> None:
    """An access token or a logout token of the same issuer is no proof that a person is there."""
    header, claims = token.header, token.claims
    kinds = (str(header.get("typ", "jwt")).lower(), str(claims.get("typ", "id")).lower())
    if kinds != ("jwt", "id") or "events" in claims or "cnf" in claims:
        raise _refused(provider, "ce n'est pas un jeton d'identité", "this is no id token")


def _refuse_clocks(provider: Provider, date: object, now: float) -> None:
    """Nothing where the date is none, or is not to come."""
    if isinstance(date, bool) or not isinstance(date, int | float) or date <= now + LEEWAY_S:
        return
    ahead = round(date - now)
    raise _refused(
        provider,
        f"son jeton est daté de {ahead} s après l'heure d'ici : l'une des deux horloges est fausse",
        f"its token is dated {ahead} s after the time here: one of the two clocks is wrong",
    )


def _refuse_ended(provider: Provider, claims: Mapping[str, Any], now: float) -> None:
    """Of information that says until when it holds."""
    end = claims.get("exp")
    is_date = isinstance(end, int | float) and not isinstance(end, bool)
    if end is not None and not (is_date and now < end + LEEWAY_S):
        raise _refused(provider, "ses informations ont expiré", "its information has expired")


def _refuse_early(provider: Provider, claims: Mapping[str, Any], now: float) -> None:
    """Made in the future: its clock is ahead of ours, and its end would be too."""
    made = claims.get("iat")
    if isinstance(made, bool) or not isinstance(made, int | float) or made > now + LEEWAY_S:
        raise _refused(
            provider,
            "son jeton est daté de plus tard : son horloge et la nôtre diffèrent",
            "its token is dated later than now: its clock and ours differ",
        )


def _read_sub(provider: Provider, claims: Mapping[str, Any]) -> None:
    sub = claims.get("sub")
    is_one = isinstance(sub, str) and 0 < len(sub) <= _MAX_SUB and sub.isprintable()
    if not is_one or not str(sub).strip():
        raise _refused(provider, "« sub » ne convient pas", "'sub' is wrong")


def _json_object(provider: Provider, content: bytes) -> Mapping[str, Any]:
    try:
        document = orjson.loads(content)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise _refused(
            provider, "ses informations sont mal formées", "its information is malformed"
        )
    return document


def _refused(provider: Provider, why_fr: str, why_en: str) -> IdentityRefused:
    return IdentityRefused(provider=provider.label, why_fr=why_fr, why_en=why_en)
