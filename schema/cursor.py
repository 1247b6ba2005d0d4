"""The place of a row in an order, and what it is found again by: each sealed for one reader."""

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
_SAME = b"\0" * 12
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
            data = _bytes_of(token)
            if len(data) <= _NONCE_BYTES:
                raise InvalidCursor
            nonce, sealed = data[:_NONCE_BYTES], data[_NONCE_BYTES:]
            values = orjson.loads(self._aead.decrypt(nonce, sealed, _VERSION + binding))
        except (InvalidTag, binascii.Error, UnicodeError, ValueError):
            raise InvalidCursor from None
        return tuple(values)


class NodeIdSealer:
    """Under a key of its own, what a row is found again by: its dataset and its key.

    The same row has the same text for one body each time: nothing is drawn at random, which
    AES-GCM-SIV bears (RFC 8452, section 1: equal texts are seen to be equal, and nothing else).
    `reader` is the body to which the key was given: of another the text opens nothing.
    """

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCMSIV(key)

    def seal(self, dataset_id: str, values: Sequence[Scalar], reader: str) -> str:
        """URL-safe text."""
        text = orjson.dumps([dataset_id, *values])
        sealed = self._aead.encrypt(_SAME, text, _VERSION + reader.encode())
        return base64.urlsafe_b64encode(_VERSION + sealed).rstrip(b"=").decode()

    def open(self, token: str, reader: str) -> tuple[str, tuple[Scalar, ...]] | None:
        """The dataset (id) and the values of its key; None for what is no such text."""
        try:
            text = self._aead.decrypt(_SAME, _bytes_of(token), _VERSION + reader.encode())
            dataset_id, *values = orjson.loads(text)
        except (InvalidTag, InvalidCursor, binascii.Error, UnicodeError, ValueError):
            return None
        return str(dataset_id), tuple(values)


def _bytes_of(token: str) -> bytes:
    """The bytes behind the version; raises InvalidCursor and the errors of base64."""
    if len(token) > _MAX_TOKEN or "=" in token:
        raise InvalidCursor
    data = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), b"-_", True)
    if data[:1] != _VERSION:
        raise InvalidCursor
    return data[1:]
