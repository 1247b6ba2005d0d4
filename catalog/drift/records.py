"""The record kept from one look at a source to the next: pure rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from catalog.checks.kept import KeptCheck
from catalog.drift.comparing import changes_since
from catalog.drift.values import Change, SeenObject
from catalog.model.dataset import Dataset
from catalog.model.storage import StorageKind


@dataclass(frozen=True, slots=True)
class SourceLook:
    """`first` is what was seen at the first look after `version` was registered.

    `found_at` is when the present `changes` were found; None when there are none.
    """

    dataset: str
    version: int
    looked_at: datetime
    first: SeenObject | None = None
    changes: tuple[Change, ...] = ()
    found_at: datetime | None = None
    check: KeptCheck | None = None
    """The findings of the last reading of the whole source."""

    @property
    def is_breaking(self) -> bool:
        return any(each.breaking for each in self.changes)


@dataclass(frozen=True, slots=True)
class StorageHealth:
    """`since` is when the state began; `code` is that of the problem that a probe met."""

    storage: str
    is_up: bool
    since: datetime
    probed_at: datetime
    code: str | None = None


def look_again(
    before: SourceLook | None,
    dataset: Dataset,
    kind: StorageKind,
    now: SeenObject | None,
    at: datetime,
) -> SourceLook:
    """The record after a look that saw `now`; a new version of the dataset begins a new one."""
    if before is None or before.version != dataset.version:
        before = SourceLook(dataset.id, dataset.version, at)
    changes = changes_since(dataset, kind, before.first, now)
    found_at = before.found_at if changes == before.changes else at
    return replace(
        before,
        looked_at=at,
        first=before.first or now,
        changes=changes,
        found_at=found_at if changes else None,
    )


def is_news(before: SourceLook | None, after: SourceLook) -> bool:
    """True where `after` holds changes that were not told yet."""
    if not after.changes:
        return False
    return before is None or (before.version, before.changes) != (after.version, after.changes)


def probe_again(
    before: StorageHealth | None, storage: str, code: str | None, at: datetime
) -> StorageHealth:
    is_up = code is None
    since = before.since if before is not None and before.is_up is is_up else at
    return StorageHealth(storage, is_up, since, at, code)
