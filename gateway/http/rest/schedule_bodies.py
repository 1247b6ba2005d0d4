"""When a service runs by itself, as REST takes it and says it."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import BaseModel, Field

from catalog.actions.services.schedules import Timing
from catalog.model.run_schedule import Frequency, RunSchedule
from gateway.http.rest import bodies


class ScheduleSent(bodies.Sent):
    """Paris time."""

    frequency: Frequency
    hour: int = Field(description="0 to 23.")
    day: int | None = Field(
        default=None,
        description="Of the week (1 is Monday) or of the month (1 to 28); none for every day.",
    )

    def timing(self) -> Timing:
        return Timing(self.frequency, self.hour, self.day)


class ScheduledRunShown(BaseModel):
    due: datetime
    ended: datetime | None = Field(description="Null while it runs.")
    problem: str | None = Field(description="The code of what prevented it.")
    failures: int = Field(description="Runs in a row without figures.")


class ScheduleShown(BaseModel):
    frequency: Frequency
    hour: int
    day: int | None
    by: str = Field(description="By whose rights it runs.")
    next: datetime
    last: ScheduledRunShown | None


def schedule_shown(schedule: RunSchedule | None) -> ScheduleShown | None:
    if schedule is None:
        return None
    last = schedule.last
    return ScheduleShown(
        frequency=schedule.frequency,
        hour=schedule.hour,
        day=schedule.day,
        by=schedule.by_sub,
        next=schedule.slot_after(datetime.now(UTC)),
        last=None
        if last is None
        else ScheduledRunShown(
            due=last.due, ended=last.ended, problem=last.problem, failures=last.failures
        ),
    )
