"""Secrets, read at the last moment from where a reference says they are."""

from __future__ import annotations

import os
import secrets as random_source
from pathlib import Path

from catalog.model.storage import SecretReference
from gateway.base.problems import SecretUnreadable, UnsafeConfiguration
from gateway.base.small_files import read_small, read_small_text

_KEY_BYTES = 32


def resolve_secret(reference: SecretReference) -> str:
    """The secret's text, without its final line break; SecretUnreadable when it is not there."""
    if reference.scheme == "env":
        value = os.environ.get(reference.name)
        if value is None:
            raise SecretUnreadable
        return value
    if reference.scheme == "file":
        try:
            return read_small_text(Path(reference.name)).rstrip("\n")
        except (OSError, UnicodeDecodeError):
            raise SecretUnreadable from None
    raise SecretUnreadable


def read_master_key(path: Path, *, create: bool) -> bytes:
    """32 bytes; made on first use only where `create` says so (the demo)."""
    if create and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, random_source.token_bytes(_KEY_BYTES))
    try:
        key = read_small(path)
    except OSError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise UnsafeConfiguration(
            what_fr="la clé maîtresse manque ou n'a pas 32 octets",
            what_en="the master key is missing or is not 32 bytes long",
            setting="INTERCO_MASTER_KEY_FILE",
        )
    return key


def write_private(path: Path, content: bytes) -> None:
    """A file that only its owner reads, never readable by others for a moment."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
