"""A reference to a secret becomes the secret, at the last moment, from wherever it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalog.model.storage import SecretReference
from catalog.snapshot import Snapshot
from gateway.base.problems import SecretUnreadable
from gateway.upkeep.secret_store.key_encryption_keys import KeyEncryptionKeysFile
from gateway.upkeep.secret_store.sealing import unseal
from gateway.upkeep.secret_store.secrets import resolve_secret


@dataclass(frozen=True, slots=True)
class SecretResolver:
    """`held` is the picture that the request at hand was planned with, or a later one: what was
    set before it is what it gets.
    """

    ring: KeyEncryptionKeysFile
    held: Callable[[], Snapshot | None]

    def __call__(self, reference: SecretReference) -> str:
        """Raises SecretUnreadable, SecretsKeyMissing."""
        if reference.scheme != "store":
            return resolve_secret(reference)
        snapshot = self.held()
        stored = None if snapshot is None else snapshot.secrets.get(reference.name)
        if stored is None:
            raise SecretUnreadable
        return unseal(stored, self.ring.read())
