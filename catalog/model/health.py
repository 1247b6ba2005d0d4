"""The health of an agreement: the last verification's finding, and the changes before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HealthState(StrEnum):
    """OFF_AT_NIGHT: its storage is shut down each night, and answers by day."""

    NOT_TRIED = "not_tried"
    SOUND = "sound"
    BROKEN = "broken"
    OFF_AT_NIGHT = "off_at_night"


class ReasonKind(StrEnum):
    """A cause for which nothing, or not everything, can be read by an agreement."""

    DATASET_WITHDRAWN = "dataset_withdrawn"
    STORAGE_DOWN = "storage_down"
    OBJECT_GONE = "object_gone"
    COLUMN_GONE = "column_gone"
    TYPE_CHANGED = "type_changed"
    ROWS_GONE = "rows_gone"
    STALE = "stale"
    HOSTING = "hosting"
    GUARD = "guard"
    SIGNATORY_GONE = "signatory_gone"
    STEWARD_GONE = "steward_gone"
    KEY_ENDED = "key_ended"


class Side(StrEnum):
    """The side that mends it."""

    GRANTOR = "grantor"
    GRANTEE = "grantee"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Reason:
    """`details` are names of columns, codes of communes or of problems, a day: never a cell."""

    kind: ReasonKind
    side: Side
    details: tuple[str, ...] = ()

    @property
    def cause(self) -> tuple[ReasonKind, Side]:
        """The same cause with other details is no news."""
        return self.kind, self.side


@dataclass(frozen=True, slots=True)
class Sighting:
    """A reason as it was last seen, and the first of the tries in a row that saw its cause."""

    reason: Reason
    first_at: datetime


@dataclass(frozen=True, slots=True)
class AgreementHealth:
    """`since` is when `state` began. `reasons` are confirmed by two tries; `sightings` are all of
    the last try, confirmed or not. `announced` are the causes that both sides were told of.
    """

    citation: str
    state: HealthState
    since: datetime
    tried_at: datetime
    reasons: tuple[Reason, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    announced: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class HealthChange:
    """One line of the history: from `at` on, `state` for these `reasons`."""

    at: datetime
    state: HealthState
    reasons: tuple[Reason, ...] = ()
