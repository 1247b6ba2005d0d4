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
from catalog.standpoint import Standpoint
from gateway.acts.ports import ActPorts
from gateway.acts.service_acts import ServiceChange, ServiceFacts
from policies.sharing import SharingQuestion
from services_run.content import service_in
from services_run.problems import ServiceProblems
from services_run.report import Report


@dataclass(frozen=True, slots=True)
class RemindOfReport(ServiceChange):
    """By `system:clock`, of whoever's activation."""

    reminder: ReportReminder
    law_name: ClassVar[str] = "remind_of_report"

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> ServiceFacts:
        facts = Facts(standpoint.snapshot, standpoint.now)
        question = SharingQuestion(standpoint.subject, self.law_name, standpoint.now)
        return ServiceFacts(facts, question)

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        return remind_of_report(self.reminder, facts)

    @override
    def summary(self) -> dict[str, object]:
        return {"activation": self.reminder.owed.activation, "step": self.reminder.mark}


async def report_reminders(snapshot: Snapshot, today: date) -> list[ReportReminder]:
    """Reminders that are due today, of reports whose day lies in this year or beside it."""
    owed: list[OwedReport] = []
    for activation in snapshot.activations.values():
        published = snapshot.services.get(activation.published)
        if published is None:
            continue
        # Beside the loop: a description is long to read, once.
        report = await asyncio.to_thread(_report, published.content)
        if report is None or report.due is None:
            continue
        for of in (today.year - 1, today.year, today.year + 1):
            year = of - report.due.years
            day = date.fromisoformat(report.due.of(year))
            owed.append(OwedReport(activation.id, year, day, report.title))
    return list(due_report_reminders(owed, snapshot, today))


@remembered(maxsize=100)
def _report(content: str) -> Report | None:
    """None also for what no rule of today reads: its page says so."""
    try:
        return service_in(content).report
    except ServiceProblems:
        return None
