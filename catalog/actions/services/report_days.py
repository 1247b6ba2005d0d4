"""Stewards reminded of the day of a report that a service of theirs makes, until it is frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.services.schedule_problems import NotDue
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.message import Message
from catalog.model.paris import paris_day
from catalog.model.published_service import Activation
from catalog.snapshot import Snapshot

_BEFORE_DAYS = (14, 60)
_LATE, _LATE_DAYS = "late", 60
"""The day after the due one; a report that is later than that is told by the page alone."""


@dataclass(frozen=True, slots=True)
class OwedReport:
    """The report of `year` that an activation (an id) makes, due on `due`."""

    activation: str
    year: int
    due: date
    title: Bilingual


@dataclass(frozen=True, slots=True)
class ReportReminder:
    """`step` of that report has come and was not told."""

    owed: OwedReport
    step: str

    @property
    def mark(self) -> str:
        return f"{self.owed.year}/{self.step}"


def due_report_reminders(
    owed: Iterable[OwedReport], catalog: Snapshot, today: date
) -> Iterator[ReportReminder]:
    """At most one of each report, read from the catalog alone: a restart forgets nothing."""
    frozen = {(each.body, each.indicator, each.year) for each in catalog.figures.values()}
    for report in owed:
        activation = catalog.activations.get(report.activation)
        step = None if activation is None else _step(report, activation, today)
        if activation is None or step is None:
            continue
        reminder = ReportReminder(report, step)
        # Its figure is called as the home page calls it, by the name of the service.
        figure = (activation.body, activation.service.replace("-", "_"), report.year)
        if reminder.mark not in activation.reminded and figure not in frozen:
            yield reminder


def remind_of_report(reminder: ReportReminder, facts: Facts) -> Acted:
    """Raises NotDue: it was frozen, told or taken away in between."""
    owed, today = reminder.owed, paris_day(facts.now)
    if reminder not in due_report_reminders([owed], facts.catalog, today):
        raise NotDue(activation=owed.activation[:80])
    activation = facts.catalog.activations[owed.activation]
    reminded = replace(activation, reminded=(*activation.reminded, reminder.mark))
    kind = "report.late" if reminder.step == _LATE else "report.due"
    message = Message(
        kind=kind,
        key=f"{kind}/{activation.body}/{activation.service}/{reminder.mark}"[:200],
        to=(activation.body,),
        roles=frozenset({"steward"}),
        about=activation.id,
        facts={
            "service_fr": owed.title.fr,
            "service_en": owed.title.en,
            "year_fr": str(owed.year),
            "year_en": str(owed.year),
            "due": owed.due.isoformat(),
        },
    )
    return Acted("remind_of_report", Changes((reminded,), messages=(message,)))


def _step(owed: OwedReport, activation: Activation, today: date) -> str | None:
    """The last one that has come. One that would have come before the service was activated, or on
    that day, is not told: whoever activated it has just seen the page.
    """
    begun = paris_day(activation.at)
    steps = (
        (owed.due + timedelta(days=1), _LATE),
        *((owed.due - timedelta(days=days), f"{days}_before") for days in _BEFORE_DAYS),
    )
    if today > owed.due + timedelta(days=_LATE_DAYS):
        return None
    return next((name for day, name in steps if begun < day <= today), None)
