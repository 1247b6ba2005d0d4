"""`/services/activations/{activation}/schedule`: the day and hour at which it runs by itself."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.mutualised.pages import activation_in
from gateway.console.scheduling.answers import END_SCHEDULE, SCHEDULE, SCHEDULED, RunSchedule
from gateway.console.visit import Refused, Visit, page_for_signed_in
from gateway.http.forms import Form

_UNPROCESSABLE, _NOT_FOUND = 422, 404
_NO_HOUR = -1


@dataclass(frozen=True, slots=True)
class Choice:
    """The fields of the form, as text; as it is proposed: each Monday at 6."""

    frequency: str = "WEEKLY"
    hour: str = "6"
    weekday: str = "1"
    monthday: str = "1"

    def timing(self) -> dict[str, Any]:
        """The variables of the act, which refuses what does not fit."""
        days = {"WEEKLY": self.weekday, "MONTHLY": self.monthday}
        day = days.get(self.frequency, "")
        return {
            "frequency": self.frequency if self.frequency in days else "DAILY",
            "hour": int(self.hour) if self.hour.isdecimal() else _NO_HOUR,
            "day": int(day) if day.isdecimal() else None,
        }


@page_for_signed_in
async def scheduling(visit: Visit) -> Response:
    """Set, changed or ended; what is refused is said beside the form, with what was chosen."""
    activation_id = activation_in(visit)
    address = f"/services/activations/{activation_id}"
    problems: tuple[Any, ...] = ()
    choice: Choice | None = None
    if visit.request.method == "POST":
        form = await visit.form()
        choice = _choice_in(form)
        try:
            if "end" in form:
                await END_SCHEDULE.ask(visit, id=activation_id)
                return visit.see_other(address, done="unscheduled")
            await SCHEDULE.ask(visit, id=activation_id, **choice.timing())
            return visit.see_other(address, done="scheduled")
        except Refused as refused:
            problems = refused.problems
    activation = (await SCHEDULED.ask(visit, id=activation_id)).activation
    if activation is None:
        return visit.page("settings/nobody.html", status=_NOT_FOUND)
    return visit.page(
        "scheduling/scheduling.html",
        status=_UNPROCESSABLE if problems else 200,
        activation=activation,
        problems=problems,
        choice=choice or _choice_of(activation.schedule),
        may_change="steward" in visit.roles,
    )


def _choice_in(form: Form) -> Choice:
    return Choice(**{field.name: str(form.get(field.name, "")) for field in fields(Choice)})


def _choice_of(schedule: RunSchedule | None) -> Choice:
    if schedule is None:
        return Choice()
    day = str(schedule.day or 1)
    return Choice(
        schedule.frequency,
        str(schedule.hour),
        day if schedule.frequency == "WEEKLY" else "1",
        day if schedule.frequency == "MONTHLY" else "1",
    )


ROUTES = (
    Route("/services/activations/{activation}/schedule", scheduling, methods=["GET", "POST"]),
)
