"""From where one request is judged: who asks, of which catalog, at what moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from catalog.model.consent import ServiceRun
from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.paris import paris_day
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Fixed once a request, so that all its parts are judged alike.

    `now` has a time zone. What is asked about another reader or another day is another standpoint,
    made with `dataclasses.replace`. `run`: the run of a service that reads, and nothing else.
    """

    subject: Subject
    snapshot: Snapshot
    now: datetime
    run: ServiceRun | None = None

    @property
    def day(self) -> date:
        """In Paris, where the dates of agreements and mandates are read."""
        return paris_day(self.now)

    @property
    def mandates(self) -> tuple[Mandate, ...]:
        """Mandates in force under which the request acts; none for one's own organisation."""
        subject = self.subject
        if subject.on_behalf_of is None or subject.organisation is None:
            return ()
        given = self.snapshot.mandates_between(subject.on_behalf_of, subject.organisation)
        return tuple(mandate for mandate in given if mandate.holds_on(self.day))

    @property
    def body(self) -> Siren | None:
        """The body whose affairs are shown; None for a principal that one may only deposit for."""
        subject = self.subject
        if subject.on_behalf_of is None:
            return subject.organisation
        if all(mandate.is_for_deposits_alone for mandate in self.mandates):
            return None
        return subject.on_behalf_of

    @property
    def deposited_for(self) -> frozenset[str]:
        """Under a mandate, the datasets (ids) that it lets files be left in."""
        return frozenset(
            dataset
            for mandate in self.mandates
            if MandateAction.DEPOSIT in mandate.actions
            for dataset in mandate.datasets
        )
