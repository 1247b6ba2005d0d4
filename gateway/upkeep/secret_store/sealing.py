"""Envelopes: each secret under a key of its own, that key under the platform's.

AES-256-GCM (NIST SP 800-38D), fresh random nonces. What is authenticated beside is whose secret it
is and what it is called: a row moved to another owner or name cannot be opened.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from catalog.model.identifiers import Siren
from catalog.model.secret import StoredSecret
from gateway.base.problems import SecretUnreadable
from gateway.upkeep.secret_store.key_encryption_keys import KeyEncryptionKeys

_KEY_BYTES = 32
_NONCE_BYTES = 12


def seal(
    owner: Siren, name: str, value: str, ring: KeyEncryptionKeys, at: datetime
) -> StoredSecret:
    own_key = secrets.token_bytes(_KEY_BYTES)
    version = ring.current
    return StoredSecret(
        owner=owner,
        name=name,
        key_version=version,
        wrapped=_seal(ring.key(version), own_key, _about(owner, name, "key", version)),
        sealed=_seal(own_key, value.encode(), _about(owner, name, "secret", version)),
        set_at=at,
    )


def unseal(stored: StoredSecret, ring: KeyEncryptionKeys) -> str:
    """Raises SecretUnreadable when it was changed or moved, SecretsKeyMissing without its key."""
    version = stored.key_version
    key = ring.key(version)
    try:
        own_key = _open(key, stored.wrapped, _about(stored.owner, stored.name, "key", version))
        value = _open(own_key, stored.sealed, _about(stored.owner, stored.name, "secret", version))
        return value.decode()
    except (InvalidTag, ValueError, binascii.Error):
        raise SecretUnreadable from None


def _about(owner: Siren, name: str, what: str, version: int) -> bytes:
    return json.dumps(["interco.secret/1", what, version, owner, name]).encode()


def _seal(key: bytes, clear: bytes, about: bytes) -> str:
    nonce = os.urandom(_NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, clear, about)).decode()


def _open(key: bytes, sealed: str, about: bytes) -> bytes:
    content = base64.b64decode(sealed, validate=True)
    return AESGCM(key).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], about)
