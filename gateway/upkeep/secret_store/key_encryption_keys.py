"""The key ring: a file of versioned keys that seal the keys of the secrets in the store.

Back it up apart from the store: either alone is of no use. A new version is added by a rotation;
the old ones are needed until every secret is sealed by the new one, and by old backups.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gateway.base.problems import SecretsKeyMissing
from gateway.base.small_files import read_small
from gateway.upkeep.secret_store.secrets import write_private

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyEncryptionKeys:
    """`keys` by version; the highest seals."""

    keys: Mapping[int, bytes] = field(repr=False)

    @property
    def current(self) -> int:
        return max(self.keys)

    def key(self, version: int) -> bytes:
        """Raises SecretsKeyMissing."""
        try:
            return self.keys[version]
        except KeyError:
            raise SecretsKeyMissing from None

    def with_new_version(self) -> KeyEncryptionKeys:
        """With a new key, under the next version."""
        version = max(self.keys, default=0) + 1
        return KeyEncryptionKeys({**self.keys, version: secrets.token_bytes(_KEY_BYTES)})

    def only(self, versions: frozenset[int]) -> KeyEncryptionKeys:
        return KeyEncryptionKeys({each: key for each, key in self.keys.items() if each in versions})


@dataclass(slots=True)
class KeyEncryptionKeysFile:
    """Read again when the file changes: a rotation needs no restart."""

    path: Path
    _known: tuple[tuple[int, int, int], KeyEncryptionKeys] | None = field(default=None, repr=False)

    def read(self) -> KeyEncryptionKeys:
        """Raises SecretsKeyMissing for what is not there or is not a ring."""
        try:
            found = self.path.stat()
            seen = (found.st_mtime_ns, found.st_size, found.st_ino)
            if self._known is None or self._known[0] != seen:
                self._known = seen, _read(read_small(self.path))
        except (OSError, ValueError, KeyError, TypeError):
            raise SecretsKeyMissing from None
        return self._known[1]

    def write(self, ring: KeyEncryptionKeys) -> None:
        """Whole or not at all: a crash leaves the old one."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        document = {
            "interco_secret_keys": 1,
            "keys": {
                str(version): base64.b64encode(key).decode() for version, key in ring.keys.items()
            },
        }
        new = self.path.with_name(self.path.name + ".new")
        write_private(new, json.dumps(document, indent=2).encode())
        # On the disk before anything is sealed by it: a lost key is a lost secret.
        _sync(new)
        new.replace(self.path)
        _sync(self.path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(content: bytes) -> KeyEncryptionKeys:
    document = json.loads(content)
    keys = {
        int(version): base64.b64decode(key, validate=True)
        for version, key in document["keys"].items()
    }
    if not keys or any(len(key) != _KEY_BYTES for key in keys.values()):
        raise ValueError("not a key ring")
    return KeyEncryptionKeys(keys)
