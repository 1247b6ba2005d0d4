"""Receipts: a signed statement of what was answered, checked offline by the gateway's public keys.

A compact JWS (RFC 7515), `alg` EdDSA, `typ` `interco-receipt+jwt`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_TYPE = "interco-receipt+jwt"


class ReceiptRefused(Exception):  # noqa: N818 - it is an outcome, not an error of the program
    """The receipt proves nothing: of another key, changed, or of another answer."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`text`: as the header Interco-Receipt held it."""

    text: str

    @property
    def claims(self) -> Mapping[str, Any]:
        """What it says, which nobody has checked yet: `verify` does."""
        return _json_of(self._parts()[1])

    def verify(self, keys: Mapping[str, Any], answer: bytes | None = None) -> Mapping[str, Any]:
        """Its claims, once a key of the JWK set `keys` is known to have signed them.

        `answer`: the bytes that were answered; those of rows in SQL are not in the receipt.
        Raises ReceiptRefused, and ImportError without the package cryptography.
        """
        head, body, seal = self._parts()
        header = _json_of(head)
        if header.get("typ") != _TYPE or header.get("alg") != "EdDSA" or "crit" in header:
            raise ReceiptRefused("This is no receipt of Interco's.")
        _check_signature(_key_of(keys, header.get("kid")), f"{head}.{body}".encode(), _bytes(seal))
        claims = _json_of(body)
        if answer is not None:
            _check_answer(claims, answer)
        return claims

    def _parts(self) -> tuple[str, str, str]:
        parts = self.text.strip().split(".")
        if len(parts) != 3:
            raise ReceiptRefused("The receipt cannot be read.")
        return parts[0], parts[1], parts[2]


def _key_of(keys: Mapping[str, Any], name: object) -> bytes:
    for each in keys.get("keys", ()):
        if each.get("kid") == name and each.get("kty") == "OKP" and each.get("crv") == "Ed25519":
            return _bytes(str(each.get("x", "")))
    raise ReceiptRefused("None of these keys has signed it.")


def _check_signature(key: bytes, message: bytes, signature: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise ReceiptRefused("It was changed, or its key has not signed it.") from None


def _check_answer(claims: Mapping[str, Any], answer: bytes) -> None:
    digest = claims.get("answer_sha256")
    if digest is None:
        raise ReceiptRefused("The answer was sent as it was read, without a digest.")
    if digest != hashlib.sha256(answer).hexdigest():
        raise ReceiptRefused("The answer is not the receipt's.")


def _json_of(part: str) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        raise ReceiptRefused("The receipt cannot be read.") from None
    if not isinstance(found, dict):
        raise ReceiptRefused("The receipt cannot be read.")
    return found


def _bytes(part: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (binascii.Error, ValueError):
        raise ReceiptRefused("The receipt cannot be read.") from None
