"""A new key for all secrets: each is sealed again, one write a secret, until all are done.

Whatever stops it, the next run goes on: a secret says under which version it is sealed, and the
ring keeps the old keys until none is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from catalog.changes import ActRecord, Changes
from catalog.model.secret import StoredSecret
from catalog.problems import CatalogMoved
from catalog.snapshot import Snapshot
from gateway.acts.ports import WritableCatalog
from gateway.problems import SecretsKeyMissing
from gateway.vault.ring import KeyRing, KeyRingFile
from gateway.vault.sealing import seal, unseal

_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Rotation:
    """`version` is the one that seals now; `resumed` says that a rotation was finished instead."""

    version: int
    sealed: int
    resumed: bool
    kept: tuple[int, ...]


async def rotate(
    catalog: WritableCatalog,
    file: KeyRingFile,
    clock: Callable[[], datetime],
    *,
    forget_old: bool = False,
    dry_run: bool = False,
) -> Rotation:
    """Raises SecretUnreadable for one that no key opens: nothing is lost, it stays as it is.

    `forget_old`: the old keys leave the ring, after which old backups cannot be read.
    """
    snapshot = await catalog.current()
    ring = _ring(file, snapshot)
    late = [each for each in snapshot.secrets.values() if each.key_version != ring.current]
    is_resumed = bool(late) and bool(ring.keys)
    if not is_resumed:
        # The new key is on the disk before anything is sealed with it.
        ring = ring.grown()
        if not dry_run:
            file.write(ring)
        late = list(snapshot.secrets.values())
    for each in late:
        if dry_run:
            unseal(each, ring)
        else:
            await _seal_again(each, ring, catalog, clock)
    if forget_old and not dry_run:
        ring = ring.only(frozenset({ring.current}))
        file.write(ring)
    return Rotation(ring.current, len(late), is_resumed, tuple(sorted(ring.keys)))


def _ring(file: KeyRingFile, snapshot: Snapshot) -> KeyRing:
    """The one there is; an empty one where there is none and nothing is sealed yet."""
    try:
        return file.read()
    except SecretsKeyMissing:
        if snapshot.secrets or file.path.exists():
            raise
        return KeyRing({})


async def _seal_again(
    stored: StoredSecret, ring: KeyRing, catalog: WritableCatalog, clock: Callable[[], datetime]
) -> None:
    for _ in range(_ATTEMPTS):
        snapshot = await catalog.current()
        now = snapshot.secrets.get(stored.reference)
        if now is None or now.key_version == ring.current:
            # Removed or set anew meanwhile.
            return
        again = seal(now.owner, now.name, unseal(now, ring), ring, now.set_at)
        record = ActRecord(
            at=clock(),
            by_issuer=None,
            by_sub="operator",
            for_organisation=now.owner,
            action="rotate_secret",
            summary={"secret": now.name, "key_version": ring.current},
        )
        try:
            await catalog.write(snapshot.version, Changes(put=(again,)), record)
        except CatalogMoved:
            continue
        return
    raise CatalogMoved
