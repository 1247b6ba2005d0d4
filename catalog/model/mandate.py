"""A mandate (délégation): one body lets another act for it, for some acts, for some competences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from catalog.model.identifiers import Siren
from catalog.model.terms import EnforceableAct


class MandateAction(StrEnum):
    STEWARD = "steward"
    REQUEST = "request"
    APPROVE = "approve"
    QUERY = "query"
    DEPOSIT = "deposit"
    """Leaves files in the datasets that it names, and nothing else: it opens no row."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """`mandatary`'s agents act for `principal`, never further: a mandate is not sub-delegable.

    `competences` (BANATIC codes) empty: all of the principal's. `datasets` (ids) are those of the
    principal's own that it opens; without being named, its own data stay its own. In force from
    `start` 00:00 until the end of `end` (None: until ended), Paris days.
    """

    id: str
    principal: Siren
    mandatary: Siren
    actions: frozenset[MandateAction]
    competences: frozenset[str]
    datasets: frozenset[str]
    start: date
    end: date | None
    act: EnforceableAct
    given_by: str
    given_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None

    def holds_on(self, day: date) -> bool:
        """True where the mandate is in force on that Paris day; an ended mandate never is."""
        if self.ended_at is not None:
            return False
        return self.start <= day and (self.end is None or day <= self.end)

    @property
    def is_for_deposits_alone(self) -> bool:
        """A contractor's: what the principal has and does is none of its business."""
        return self.actions <= {MandateAction.DEPOSIT}
