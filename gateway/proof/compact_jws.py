"""Compact JWS (RFC 7515, EdDSA) that the gateway's key of proof signs, each of a type of its own.

None has `sub`, `aud` or `exp`, so that nothing takes one for a token.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import orjson

from catalog.chain.roots import Verify
from gateway.proof.signing_key import SigningKey

_ALGORITHM = "EdDSA"
_MOST_READ = 20_000


class Fault(StrEnum):
    UNREADABLE = "unreadable"
    ANOTHER_TYPE = "another_type"
    UNTRUSTED = "untrusted"
    """No trusted key has signed it, or it was changed."""


class JwsError(ValueError):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def sign_claims(key: SigningKey, kind: str, claims: Mapping[str, Any]) -> str:
    header = {"alg": _ALGORITHM, "typ": kind, "kid": key.id}
    message = f"{_part(header)}.{_part(claims)}"
    return f"{message}.{_base64url(key.sign(message.encode()))}"


def read_claims(text: str, kind: str, verify: Verify) -> dict[str, Any]:
    """The claims that a trusted key has signed as `kind`. Raises JwsError."""
    parts = "".join(text[:_MOST_READ].split()).split(".")
    try:
        head, body, sealed = parts
        header, claims = (json.loads(_unbase64url(part)) for part in (head, body))
        signature = _unbase64url(sealed)
        type_, algorithm, key = header["typ"], header["alg"], header["kid"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise JwsError(Fault.UNREADABLE) from None
    if type_ != kind or algorithm != _ALGORITHM or "crit" in header or not isinstance(claims, dict):
        raise JwsError(Fault.ANOTHER_TYPE)
    if not verify(str(key), f"{head}.{body}".encode(), signature):
        raise JwsError(Fault.UNTRUSTED)
    return claims


def _part(value: Mapping[str, Any]) -> str:
    return _base64url(orjson.dumps(value))


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _unbase64url(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
