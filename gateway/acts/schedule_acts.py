"""A service scheduled by a steward, and each of its runs begun and ended by the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.services import schedules
from catalog.actions.services.schedules import DueRun, RunOutcome, Timing
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from gateway.acts.ports import ActPorts
from gateway.acts.service_acts import ServiceChange, ServiceFacts, body_of
from policies.sharing import SharingQuestion

RUN_ON_SCHEDULE = "run_on_schedule"
"""The right, in law, by which whoever scheduled a service has it run."""


@dataclass(frozen=True, slots=True)
class ScheduleService(ServiceChange):
    activation: str
    timing: Timing
    law_name: ClassVar[str] = "schedule_service"

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        return schedules.schedule(self.activation, self.timing, body_of(subject), subject, facts)

    @override
    def summary(self) -> dict[str, object]:
        timing = self.timing
        return {
            "activation": self.activation,
            "frequency": timing.frequency.value,
            "day": timing.day,
            "hour": timing.hour,
        }


@dataclass(frozen=True, slots=True)
class EndSchedule(ServiceChange):
    activation: str
    law_name: ClassVar[str] = "end_schedule"

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        return schedules.end_schedule(self.activation, body_of(subject), facts)

    @override
    def summary(self) -> dict[str, object]:
        return {"activation": self.activation}


class ClockChange(ServiceChange):
    """By `system:clock`, on whoever's activation."""

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> ServiceFacts:
        facts = Facts(standpoint.snapshot, standpoint.now)
        question = SharingQuestion(standpoint.subject, self.law_name, standpoint.now)
        return ServiceFacts(facts, question)


@dataclass(frozen=True, slots=True)
class RunChange(ClockChange):
    due: DueRun

    @override
    def summary(self) -> dict[str, object]:
        return {"activation": self.due.activation, "due": self.due.due.isoformat()}


@dataclass(frozen=True, slots=True)
class BeginScheduledRun(RunChange):
    law_name: ClassVar[str] = "begin_scheduled_run"

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        return schedules.begin_run(self.due, facts)


@dataclass(frozen=True, slots=True)
class EndScheduledRun(RunChange):
    outcome: RunOutcome
    law_name: ClassVar[str] = "end_scheduled_run"

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        return schedules.end_run(self.due, self.outcome, facts)

    @override
    def summary(self) -> dict[str, object]:
        return {**RunChange.summary(self), "problem": self.outcome.problem}
