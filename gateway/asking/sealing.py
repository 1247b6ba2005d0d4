"""A request from outside, sealed in the link of its confirmation: nothing of it is kept before."""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from catalog.actions.asking import AskForData

_NONCE_BYTES: Final = 12
_ABOUT: Final = b"interco asking 1"
_MOST_CHARACTERS: Final = 8_000
LASTS: Final = timedelta(days=1)


class SealedAsking(msgspec.Struct, frozen=True):
    """`to`: the SIREN of the body that is asked."""

    act: AskForData
    to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AskingSealer:
    """AES-GCM-SIV under a key of 32 bytes that all processes derive."""

    key: bytes = field(repr=False)

    def seal(self, asking: SealedAsking) -> str:
        """URL-safe text."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCMSIV(self.key).encrypt(nonce, msgspec.json.encode(asking), _ABOUT)
        return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()

    def open(self, token: str, now: datetime) -> SealedAsking | None:
        """None for what was not sealed here, or more than a day ago."""
        if len(token) > _MOST_CHARACTERS:
            return None
        try:
            padded = token.encode("ascii") + b"=" * (-len(token) % 4)
            content = base64.b64decode(padded, b"-_", validate=True)
            opened = AESGCMSIV(self.key).decrypt(
                content[:_NONCE_BYTES], content[_NONCE_BYTES:], _ABOUT
            )
        except (InvalidTag, binascii.Error, ValueError, OverflowError):
            return None
        asking = msgspec.json.decode(opened, type=SealedAsking)
        return asking if now - asking.at <= LASTS else None
