"""The days of reports that activated services make, as each service declares its own: told by the
clock to the stewards of the body.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.services.report_days import (
    OwedReport,
    ReportReminder,
    due_report_reminders,
    remind_of_report,
)
from catalog.caches import remembered
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from gateway.acts.schedule_acts import ClockChange
from services_run.content import service_in
from services_run.problems import ServiceProblems
from services_run.report import Report


@dataclass(frozen=True, slots=True)
class RemindOfReport(ClockChange):
    reminder: ReportReminder
    law_name: ClassVar[str] = "remind_of_report"

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        return remind_of_report(self.reminder, facts)

    @override
    def summary(self) -> dict[str, object]:
        return {"activation": self.reminder.owed.activation, "step": self.reminder.mark}


async def report_reminders(snapshot: Snapshot, today: date) -> list[ReportReminder]:
    """Reminders that are due today, of reports whose day lies in this year or beside it."""
    versions = {activation.published for activation in snapshot.activations.values()}
    reports: dict[str, Report | None] = {}
    for version in versions & snapshot.services.keys():
        # Beside the loop: a description is long to read, once.
        reports[version] = await asyncio.to_thread(_report, snapshot.services[version].content)
    owed = [
        OwedReport(activation.id, year, day, report.title)
        for activation in snapshot.activations.values()
        if (report := reports.get(activation.published)) is not None and report.due is not None
        for year in range(today.year - 1 - report.due.years, today.year + 2 - report.due.years)
        if (day := report.due.day_of(year)) is not None
    ]
    return list(due_report_reminders(owed, snapshot, today))


@remembered(maxsize=100)
def _report(content: str) -> Report | None:
    """None also for what no rule of today reads: its page says so."""
    try:
        return service_in(content).report
    except ServiceProblems:
        return None
