"""From where one request is judged: who asks, of which catalog, at what moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from catalog.model.paris import paris_day
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Fixed once a request, so that all its parts are judged alike.

    `now` has a time zone. What is asked about another reader or another day is another standpoint,
    made with `dataclasses.replace`.
    """

    subject: Subject
    snapshot: Snapshot
    now: datetime

    @property
    def day(self) -> date:
        """In Paris, where the dates of agreements and mandates are read."""
        return paris_day(self.now)
