"""A new key for all secrets: each is sealed again, one write a secret, until all are done.

Whatever stops it, the next run goes on: a secret says under which version it is sealed, and the
ring keeps the old keys until none is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from typing_extensions import override

from catalog.changes import ActRecord, Changes
from catalog.model.secret import StoredSecret
from catalog.model.subject import SYSTEM_ROTATION, Subject
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from gateway.base.problems import SecretsKeyMissing
from gateway.upkeep.secret_store.key_encryption_keys import KeyEncryptionKeys, KeyEncryptionKeysFile
from gateway.upkeep.secret_store.sealing import seal, unseal
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class Rotation:
    """`version` is the one that seals now; `resumed` says that a rotation was finished instead."""

    version: int
    sealed: int
    resumed: bool
    kept: tuple[int, ...]


async def rotate(
    ports: ActPorts, file: KeyEncryptionKeysFile, *, forget_old: bool = False, dry_run: bool = False
) -> Rotation:
    """Raises SecretUnreadable for one that no key opens: nothing is lost, it stays as it is.

    The law is asked as `system:rotation`. `forget_old`: the old keys leave the ring, after which
    old backups cannot be read.
    """
    snapshot = await ports.catalog.current()
    ring = _ring(file, snapshot)
    late = [each for each in snapshot.secrets.values() if each.key_version != ring.current]
    is_resumed = bool(late) and bool(ring.keys)
    if not is_resumed:
        # The new key is on the disk before anything is sealed with it.
        ring = ring.with_new_version()
        if not dry_run:
            file.write(ring)
        late = list(snapshot.secrets.values())
    for each in late:
        await commit(_SealAgain(each.reference, ring), SYSTEM_ROTATION, ports, dry_run=dry_run)
    if forget_old and not dry_run:
        ring = ring.only(frozenset({ring.current}))
        file.write(ring)
    return Rotation(ring.current, len(late), is_resumed, tuple(sorted(ring.keys)))


def _ring(file: KeyEncryptionKeysFile, snapshot: Snapshot) -> KeyEncryptionKeys:
    """The one there is; an empty one where there is none and nothing is sealed yet."""
    try:
        return file.read()
    except SecretsKeyMissing:
        if snapshot.secrets or file.path.exists():
            raise
        return KeyEncryptionKeys({})


@dataclass(frozen=True, slots=True)
class _SealFacts:
    """`stored` None: removed or set anew meanwhile. `again` once the law has allowed it."""

    now: datetime
    stored: StoredSecret | None
    again: StoredSecret | None = None


@dataclass(frozen=True, slots=True)
class _SealAgain(Change[_SealFacts, None]):
    attempts: ClassVar[int] = 20
    reference: str
    ring: KeyEncryptionKeys

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _SealFacts:
        stored = standpoint.snapshot.secrets.get(self.reference)
        is_late = stored is not None and stored.key_version != self.ring.current
        return _SealFacts(standpoint.now, stored if is_late else None)

    @override
    def questions(self, subject: Subject, facts: _SealFacts) -> tuple[SharingQuestion, ...]:
        return (SharingQuestion(subject, "rotate_secret", facts.now),)

    @override
    async def examine(self, facts: _SealFacts) -> _SealFacts:
        stored = facts.stored
        if stored is None:
            return facts
        value = unseal(stored, self.ring)
        return replace(
            facts, again=seal(stored.owner, stored.name, value, self.ring, stored.set_at)
        )

    @override
    def rule(self, subject: Subject, facts: _SealFacts) -> tuple[None, Changes]:
        return None, Changes(put=() if facts.again is None else (facts.again,))

    @override
    def record(self, subject: Subject, facts: _SealFacts, result: None) -> ActRecord:
        if facts.again is None:
            raise TypeError("nothing was sealed again")
        return ActRecord(
            at=facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=facts.again.owner,
            action="rotate_secret",
            summary={"secret": facts.again.name, "key_version": self.ring.current},
        )
