"""A dataset as the nightly verification found it, kept from one night to the next: no cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from catalog.drift.values import Change

TRIES_TO_EXPECT = 2
"""A commune is expected once so many tries in a row have seen rows of it: those of a table that
keeps a few days alone come and go."""


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
    """The record of `version` of a dataset. `expected`: in how many tries each commune was seen."""

    dataset: str
    version: int
    tried_at: datetime
    code: str | None = None
    is_slow: bool = False
    changes: tuple[Change, ...] = ()
    has_places: bool = False
    present: tuple[str, ...] = ()
    expected: Mapping[str, int] = field(default_factory=dict)
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
    known = before if before is not None and before.version == version else None
    expected = dict(known.expected) if known is not None else {}
    if seen.communes is None:
        present = known.present if known is not None else ()
        has_places = known.has_places if known is not None and seen.code is not None else False
    else:
        present, has_places = tuple(sorted(seen.communes)), True
        expected = _counted(expected, seen.communes)
    return DatasetProbe(
        dataset=dataset,
        version=version,
        tried_at=at,
        code=seen.code,
        is_slow=seen.is_slow,
        changes=seen.changes,
        has_places=has_places,
        present=present,
        expected=expected,
        last_day=seen.last_day,
        is_off_at_night=is_off_at_night,
    )


def lost_communes(probe: DatasetProbe, current: Iterable[str]) -> tuple[str, ...]:
    """Communes that had rows again and again and have none, of those that exist today."""
    if not (probe.has_places and probe.is_seen):
        return ()
    steady = {code for code, tries in probe.expected.items() if tries >= TRIES_TO_EXPECT}
    return tuple(sorted((steady - set(probe.present)) & set(current)))


def _counted(expected: Mapping[str, int], seen: frozenset[str]) -> dict[str, int]:
    """One more for each that is there; what was steady stays expected, any other begins anew."""
    kept = {code: tries for code, tries in expected.items() if tries >= TRIES_TO_EXPECT}
    return kept | {code: min(expected.get(code, 0) + 1, TRIES_TO_EXPECT) for code in seen}
