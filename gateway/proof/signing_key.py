"""The key that signs roots, exports and receipts: Ed25519, in a file that only its owner reads.

Whoever verifies needs the public half alone, by an address, a command or a file; the id of a key
is its thumbprint (RFC 7638), so that nobody can give another key the same name.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from gateway.base.problems import UnsafeConfiguration
from gateway.base.small_files import read_small
from gateway.proof.problems import UnreadablePublicKey

_SETTING = "INTERCO_PROOF_KEY_FILE"
_OTHERS_MAY = 0o077


@dataclass(frozen=True, slots=True)
class SigningKey:
    id: str
    public: Ed25519PublicKey = field(repr=False)
    _private: Ed25519PrivateKey = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


def open_signing_key(path: Path) -> SigningKey:
    """The one of the file, which is made where there is none. Raises UnsafeConfiguration for one
    that cannot be read, is of another kind, or that others may read.
    """
    with contextlib.suppress(FileExistsError, OSError):
        _make(path)
    try:
        shared = path.stat().st_mode & _OTHERS_MAY
        private = load_pem_private_key(read_small(path), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        private, shared = None, 0
    if not isinstance(private, Ed25519PrivateKey):
        raise UnsafeConfiguration(
            what_fr="la clé qui signe les preuves manque ou n'est pas une clé Ed25519",
            what_en="the key that signs proofs is missing or is no Ed25519 key",
            setting=_SETTING,
        )
    if shared:
        raise UnsafeConfiguration(
            what_fr="d'autres que son propriétaire peuvent lire la clé qui signe les preuves",
            what_en="others than its owner may read the key that signs proofs",
            setting=_SETTING,
        )
    public = private.public_key()
    return SigningKey(key_id(public), public, private)


def key_id(public: Ed25519PublicKey) -> str:
    required = {name: public_jwk(public)[name] for name in ("crv", "kty", "x")}
    text = json.dumps(required, separators=(",", ":"), sort_keys=True)
    return _base64url(hashlib.sha256(text.encode()).digest())


def public_jwk(public: Ed25519PublicKey) -> dict[str, str]:
    """RFC 8037."""
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"kty": "OKP", "crv": "Ed25519", "x": _base64url(raw)}


def key_set(*keys: Ed25519PublicKey) -> dict[str, Any]:
    """A JWK set, as it is published."""
    known = [{**public_jwk(each), "kid": key_id(each), "use": "sig"} for each in keys]
    return {"keys": [{**each, "alg": "EdDSA"} for each in known]}


def public_pem(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@dataclass(frozen=True, slots=True)
class TrustedKeys:
    """Public keys by id: whoever verifies has chosen them."""

    keys: Mapping[str, Ed25519PublicKey]

    @classmethod
    def of(cls, keys: Iterable[Ed25519PublicKey]) -> TrustedKeys:
        return cls({key_id(each): each for each in keys})

    def verify(self, key: str, message: bytes, signature: bytes) -> bool:
        public = self.keys.get(key)
        if public is None:
            return False
        try:
            public.verify(signature, message)
        except InvalidSignature:
            return False
        return True


def read_public_keys(content: bytes) -> TrustedKeys:
    """From PEM, or a JWK or a set of them as it is published. Raises UnreadablePublicKey."""
    trusted = _public_keys(content)
    if not trusted.keys:
        raise UnreadablePublicKey
    return trusted


def _public_keys(content: bytes) -> TrustedKeys:
    try:
        if content.lstrip().startswith(b"-----BEGIN"):
            public = load_pem_public_key(content)
            return TrustedKeys.of([public] if isinstance(public, Ed25519PublicKey) else [])
        document = json.loads(content)
        listed = document.get("keys", [document])
        usable = [each for each in listed if each.get("crv") == "Ed25519"]
        keys = [Ed25519PublicKey.from_public_bytes(_unbase64url(each["x"])) for each in usable]
    except (ValueError, TypeError, KeyError, AttributeError, UnsupportedAlgorithm):
        keys = []
    return TrustedKeys.of(keys)


def _make(path: Path) -> None:
    """Whole, or not at all; another process may make it at the same moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        return
    content = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link fails where the name is taken; a rename would replace the key of who was first.
        os.link(new, path)
    finally:
        new.unlink()


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _unbase64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
