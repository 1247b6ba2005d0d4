"""The tokens by which Trino knows the gateway: short-lived, one for each service principal."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from gateway.base.problems import UnsafeConfiguration
from gateway.base.small_files import read_small

ISSUER = "interco"
AUDIENCE = "trino"
_LIFETIME_S = 300
# Signed again well before it ends: Trino allows no difference of clocks.
_FRESH_S = 60


def read_signing_key(path: Path) -> ECKey:
    """A PEM file of a P-256 private key; UnsafeConfiguration when it cannot be used."""
    try:
        key = ECKey.import_key(read_small(path))
        usable = key.is_private and key.curve_name == "P-256"
    except (OSError, ValueError, JoseError):
        usable = False
    if not usable:
        raise UnsafeConfiguration(
            what_fr="la clé qui signe les jetons pour Trino manque ou n'est pas une clé P-256",
            what_en="the key that signs the tokens for Trino is missing or no P-256 key",
            setting="INTERCO_TRINO_SIGNING_KEY_FILE",
        )
    return key


def sign_token(key: ECKey, user: str, *, now: float, lifetime_s: int = _LIFETIME_S) -> str:
    """`sub` is the service principal; Trino checks issuer, audience, signature and end."""
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": user,
        "iat": int(now),
        "exp": int(now) + lifetime_s,
    }
    return jwt.encode({"alg": "ES256"}, claims, key)


def signed_authorization(
    key: ECKey, user: str, clock: Callable[[], float] = time.time
) -> Callable[[], str]:
    """The value of `Authorization` for now; a token is kept until a minute before its end."""
    kept, until = "", 0.0

    def authorization() -> str:
        nonlocal kept, until
        now = clock()
        if now > until - _FRESH_S:
            kept, until = f"Bearer {sign_token(key, user, now=now)}", now + _LIFETIME_S
        return kept

    return authorization
