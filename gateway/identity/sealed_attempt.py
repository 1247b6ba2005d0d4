"""A sign-in that was begun, sealed in the `state` that goes with the browser and comes back.

Nothing of it is kept here until it is used: however many are begun, nobody waits for them
(decision 0084).
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from catalog.model.session import PendingSignIn

_NONCE_BYTES = 12
_ABOUT = b"interco sign-in 1"


@dataclass(frozen=True, slots=True)
class AttemptSealer:
    """AES-GCM-SIV under a key of 32 bytes that all processes derive: neither the provider nor who
    reads an address on its way learns or changes anything of it.
    """

    key: bytes = field(repr=False)

    def seal(self, pending: PendingSignIn) -> str:
        """URL-safe text, never the same."""
        nonce = os.urandom(_NONCE_BYTES)
        facts = orjson.dumps({**asdict(pending), "begun_at": pending.begun_at.isoformat()})
        sealed = AESGCMSIV(self.key).encrypt(nonce, facts, _ABOUT)
        return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()

    def open(self, state: str) -> PendingSignIn | None:
        """None for what was not sealed here."""
        try:
            padded = state.encode("ascii") + b"=" * (-len(state) % 4)
            content = base64.b64decode(padded, b"-_", validate=True)
            nonce, sealed = content[:_NONCE_BYTES], content[_NONCE_BYTES:]
            facts = AESGCMSIV(self.key).decrypt(nonce, sealed, _ABOUT)
        except (InvalidTag, binascii.Error, ValueError, OverflowError):
            return None
        # Another spelling of the same bytes would be used a second time.
        is_ours = base64.urlsafe_b64encode(content).rstrip(b"=").decode() == state
        return _read(orjson.loads(facts)) if is_ours else None


def _read(facts: Mapping[str, Any]) -> PendingSignIn:
    again_as = facts["again_as"]
    return PendingSignIn(
        browser_digest=facts["browser_digest"],
        provider=facts["provider"],
        nonce=facts["nonce"],
        code_verifier=facts["code_verifier"],
        redirect_uri=facts["redirect_uri"],
        next=facts["next"],
        acr_values=tuple(facts["acr_values"]),
        again_as=None if again_as is None else (again_as[0], again_as[1]),
        begun_at=datetime.fromisoformat(facts["begun_at"]),
    )
