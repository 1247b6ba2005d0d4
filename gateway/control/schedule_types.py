"""When a service runs by itself, as GraphQL says it."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.actions.services.schedules import when_of
from catalog.model.run_schedule import Frequency
from catalog.model.run_schedule import RunSchedule as KeptSchedule
from gateway.control.sentence import Sentence
from gateway.figures.activations.run_left import LastRun as KeptLastRun

strawberry.enum(
    Frequency,
    name="RunFrequency",
    description="DAILY : chaque jour ; WEEKLY ; MONTHLY. / DAILY: every day; WEEKLY; MONTHLY.",
)


@strawberry.type(description="Un passage programmé. / A scheduled run.")
class ScheduledRun:
    due: dt.datetime
    ended: dt.datetime | None = strawberry.field(
        description="Vide tant qu'il tourne. / Empty while it runs."
    )
    problem: str | None = strawberry.field(
        description="Le code de ce qui l'a empêché. / The code of what prevented it."
    )
    failures: int = strawberry.field(
        description="Passages de suite sans chiffres. / Runs in a row without figures."
    )


@strawberry.type(description="Quand un service calcule tout seul. / When one runs by itself.")
class RunSchedule:
    frequency: Frequency
    hour: int = strawberry.field(description="De 0 à 23, à Paris. / 0 to 23, in Paris.")
    day: int | None = strawberry.field(
        description=(
            "Jour de la semaine (1 : lundi) ou du mois (1 à 28). / Day of the week (1: Monday) or "
            "of the month (1 to 28)."
        )
    )
    sentence: Sentence
    by: str = strawberry.field(description="Avec les droits de qui. / By whose rights.")
    at: dt.datetime
    next: dt.datetime
    last: ScheduledRun | None


def write_schedule(schedule: KeptSchedule | None) -> RunSchedule | None:
    if schedule is None:
        return None
    when, last = when_of(schedule), schedule.last
    return RunSchedule(
        frequency=schedule.frequency,
        hour=schedule.hour,
        day=schedule.day,
        sentence=Sentence(fr=when.fr, en=when.en),
        by=schedule.by_sub,
        at=schedule.at,
        next=schedule.slot_after(dt.datetime.now(dt.UTC)),
        last=None
        if last is None
        else ScheduledRun(
            due=last.due, ended=last.ended, problem=last.problem, failures=last.failures
        ),
    )


@strawberry.type(
    description="Le dernier passage programmé, pour qui lit les chiffres. / The last scheduled run."
)
class LastRun:
    due: dt.datetime
    datasets: int | None = strawberry.field(
        description=(
            "Jeux lus ; vide, avec ce qui suit, pour qui n'en lit pas autant. / Datasets that were "
            "read; empty, with what follows, for who reads less."
        )
    )
    empty: int | None = strawberry.field(
        description="Dont sans aucune ligne. / Of which without a row."
    )
    communes: int | None
    communes_expected: int | None
    months: int | None
    months_expected: int | None
    latest: str | None = strawberry.field(
        description="Le dernier jour des données. / The last day of the data."
    )
    same: bool | None = strawberry.field(
        description=(
            "Les chiffres d'aujourd'hui sont les mêmes ; vide avec d'autres réglages. / Those of "
            "today are the same; empty with other settings."
        )
    )


def write_last_run(last: KeptLastRun | None) -> LastRun | None:
    if last is None:
        return None
    reading = last.reading
    counts = (
        dict.fromkeys(_COUNTS) if reading is None else {c: getattr(reading, c) for c in _COUNTS}
    )
    return LastRun(due=last.due, same=last.is_same, **counts)


_COUNTS = (
    *("datasets", "empty", "communes", "communes_expected"),
    *("months", "months_expected", "latest"),
)
