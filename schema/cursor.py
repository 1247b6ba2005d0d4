"""Cursors: the place of a row in an order, sealed for one reader."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Sequence

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from federation.logical import Scalar
from federation.problems import InvalidCursor

_VERSION = b"1"
_NONCE_BYTES = 12
_MAX_TOKEN = 8_192


class CursorSealer:
    """AES-GCM-SIV (RFC 8452) under one key of 32 bytes.

    A cursor holds values of the governed primary key: nobody can read, forge or move one to
    another reader. `binding` is whatever must be the same when it comes back: the order, the
    dataset's version, the subject, the purpose, the decision.
    """

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCMSIV(key)

    def seal(self, values: Sequence[Scalar], binding: bytes) -> str:
        """URL-safe text."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._aead.encrypt(nonce, orjson.dumps(list(values)), _VERSION + binding)
        return base64.urlsafe_b64encode(_VERSION + nonce + sealed).rstrip(b"=").decode()

    def open(self, token: str, binding: bytes) -> tuple[Scalar, ...]:
        """The values; raises InvalidCursor for a wrong, foreign or old cursor, all alike."""
        try:
            if len(token) > _MAX_TOKEN or "=" in token:
                raise InvalidCursor
            data = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), b"-_", True)
            if data[:1] != _VERSION or len(data) <= 1 + _NONCE_BYTES:
                raise InvalidCursor
            nonce, sealed = data[1 : 1 + _NONCE_BYTES], data[1 + _NONCE_BYTES :]
            values = orjson.loads(self._aead.decrypt(nonce, sealed, _VERSION + binding))
        except (InvalidTag, binascii.Error, UnicodeError, ValueError):
            raise InvalidCursor from None
        return tuple(values)
