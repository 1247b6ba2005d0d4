"""A machine's keys and the outcome of an act on them, as every door shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from catalog.model.bilingual import Bilingual
from catalog.model.service_account import ServiceAccount

OVERLAP_DAYS = 7


@dataclass(frozen=True, slots=True)
class MachineKey:
    """`last_used` is the day (Paris) on which one of its keys last opened a request."""

    id: str
    name: str
    datasets: tuple[str, ...]
    purposes: tuple[str, ...]
    formats: tuple[str, ...]
    doors: tuple[str, ...]
    networks: tuple[str, ...]
    made_by: str
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    confirm_before: datetime | None
    last_used: date | None
    operations: tuple[str, ...] = ()
    """Hashes of the only documents that it may send; any document where there are none."""

    @classmethod
    def of(cls, account: ServiceAccount, last_used: date | None) -> MachineKey:
        return cls(
            id=account.id,
            name=account.name,
            datasets=tuple(sorted(account.scope.datasets)),
            purposes=tuple(sorted(account.scope.purposes)),
            formats=tuple(sorted(account.scope.formats)),
            doors=tuple(sorted(account.scope.doors)),
            networks=account.networks,
            made_by=account.made_by,
            made_at=account.made_at,
            ends_at=max(key.ends_at for key in account.keys),
            revoked_at=account.revoked_at,
            confirm_before=account.confirm_before,
            last_used=last_used,
            operations=tuple(sorted(account.scope.operations)),
        )


@dataclass(frozen=True, slots=True)
class KeyDone:
    """`key` is told once, by the act that made it. `id` is None where a trial made no machine."""

    act: str
    applied: bool
    sentences: tuple[Bilingual, ...]
    id: str | None
    key: str | None
