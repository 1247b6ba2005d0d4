"""The text that a storage's adapter is given for its secret."""

from __future__ import annotations

from collections.abc import Callable

from catalog.model.storage import IcebergOptions, IcebergRestOptions, SecretReference, Storage


def secret_of(storage: Storage, resolve: Callable[[SecretReference], str]) -> str | None:
    """Resolved at the last moment; an Iceberg storage has two, a line each: catalog, then store.

    The first is empty where a catalog asks for none.
    """
    secret = None if storage.secret is None else resolve(storage.secret)
    if isinstance(storage.options, IcebergOptions | IcebergRestOptions):
        return "\n".join((secret or "", resolve(storage.options.store_secret)))
    return secret
