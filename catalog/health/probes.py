"""A dataset as the nightly verification found it, kept from one night to the next: no cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from catalog.drift.values import Change

_BETWEEN_COUNTS = timedelta(hours=12)
"""Two nights see a commune before it is expected: those of a table that keeps a few days come and
go, and a second try in one night says no more."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look: the differences from what was registered, and the places of rows.

    `communes` are codes that have rows, None where the dataset has no territory or its rows were
    not read; `last_day` is that of the last row that is not of a day to come. `code` is that of
    the problem for which nothing was seen. `is_slow`: the look was given up; nothing follows.
    """

    changes: tuple[Change, ...] = ()
    communes: frozenset[str] | None = None
    last_day: date | None = None
    code: str | None = None
    is_slow: bool = False


@dataclass(frozen=True, slots=True)
class DatasetProbe:
    """The record of `version` of a dataset. `present` are communes that have rows, `expected` those
    that had some on two nights in a row; `counted`, at `counted_at`, those of the last of them.
    """

    dataset: str
    version: int
    tried_at: datetime
    code: str | None = None
    is_slow: bool = False
    changes: tuple[Change, ...] = ()
    has_places: bool = False
    present: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    counted_at: datetime | None = None
    last_day: date | None = None
    is_off_at_night: bool = False

    @property
    def is_seen(self) -> bool:
        return self.code is None and not self.is_slow


def probe_after(
    before: DatasetProbe | None,
    dataset: str,
    version: int,
    seen: Seen,
    at: datetime,
    *,
    is_off_at_night: bool = False,
) -> DatasetProbe:
    """The record after a look; a new version of the dataset begins a new one."""
    record = before if before is not None and before.version == version else None
    if record is None:
        record = DatasetProbe(dataset, version, at)
    if seen.communes is not None:
        record = _counted(record, seen.communes, at)
    return replace(
        record,
        tried_at=at,
        code=seen.code,
        is_slow=seen.is_slow,
        changes=seen.changes,
        has_places=seen.communes is not None,
        present=record.present if seen.communes is None else tuple(sorted(seen.communes)),
        last_day=seen.last_day,
        is_off_at_night=is_off_at_night,
    )


def lost_communes(probe: DatasetProbe, current: Iterable[str]) -> tuple[str, ...]:
    """Communes that had rows night after night and have none, of those that exist today."""
    if not (probe.has_places and probe.is_seen):
        return ()
    return tuple(sorted((set(probe.expected) - set(probe.present)) & set(current)))


def _counted(probe: DatasetProbe, seen: frozenset[str], at: datetime) -> DatasetProbe:
    if probe.counted_at is not None and at - probe.counted_at < _BETWEEN_COUNTS:
        return probe
    expected = set(probe.expected) | (seen & set(probe.counted))
    return replace(
        probe,
        expected=tuple(sorted(expected)),
        counted=tuple(sorted(seen)),
        counted_at=at,
    )
