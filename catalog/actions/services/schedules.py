"""A body lets an activated service run by itself; the clock begins and ends each run: rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.services.activations import own_activation
from catalog.actions.services.run_alerts import RunAlerts, alert_messages, kept_alerts
from catalog.actions.services.schedule_problems import (
    NotDue,
    NotScheduled,
    ScheduleOverConsents,
    ScheduleUnfit,
)
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.published_service import Activation, BindingMode
from catalog.model.run_schedule import (
    LAST_DAY_OF_MONTH,
    Frequency,
    RunReading,
    RunSchedule,
    ScheduledRun,
)
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot

TOLD_AT = 2
"""Runs in a row without figures after which stewards are told, once."""
_LAST_HOUR, _DAYS_OF_WEEK = 23, 7


@dataclass(frozen=True, slots=True)
class Timing:
    """`day` of the week or of the month; None for every day."""

    frequency: Frequency
    hour: int
    day: int | None = None


@dataclass(frozen=True, slots=True)
class DueRun:
    activation: str
    due: datetime


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """`problem`: the code of what it met; None where it gave its figures, with what it had read and
    its list of alerts, if its service has one.
    """

    problem: str | None = None
    reading: RunReading | None = None
    alerts: RunAlerts | None = None


def due_runs(catalog: Snapshot, now: datetime) -> Iterator[DueRun]:
    """Runs whose slot has come and which nobody has begun: a restart forgets nothing."""
    for activation in catalog.activations.values():
        slot = None if activation.schedule is None else activation.schedule.due_slot(now)
        if slot is not None:
            yield DueRun(activation.id, slot)


def schedule(activation_id: str, timing: Timing, own: Siren, by: Subject, facts: Facts) -> Acted:
    """Raises UnknownActivation, ScheduleUnfit, ScheduleOverConsents."""
    before = own_activation(activation_id, own, facts)
    _check(timing)
    if any(binding.mode is BindingMode.CONSENTED for binding in before.bindings):
        raise ScheduleOverConsents(activation=before.id)
    current = before.schedule
    new_schedule = RunSchedule(
        timing.frequency,
        timing.hour,
        timing.day,
        by.issuer or "",
        by.agent or "",
        facts.now,
        last=None if current is None else current.last,
        reading=None if current is None else current.reading,
        alerts=() if current is None else current.alerts,
    )
    when = when_of(new_schedule)
    sentence = Bilingual(
        f"{before.id} calcule {when.fr}, avec vos droits de ce jour-là.",
        f"{before.id} runs {when.en}, by your rights of that day.",
    )
    return Acted(
        "schedule_service", Changes((replace(before, schedule=new_schedule),)), (sentence,)
    )


def end_schedule(activation_id: str, own: Siren, facts: Facts) -> Acted:
    """Raises UnknownActivation, NotScheduled."""
    before = own_activation(activation_id, own, facts)
    if before.schedule is None:
        raise NotScheduled(activation=before.id)
    sentence = Bilingual(
        f"{before.id} ne calcule plus tout seul.", f"{before.id} runs by itself no more."
    )
    return Acted("end_schedule", Changes((replace(before, schedule=None),)), (sentence,))


def begin_run(due: DueRun, facts: Facts) -> Acted:
    """Takes the slot: whoever else comes for it finds it taken. Raises NotDue."""
    activation, current = _scheduled(due, facts)
    if current.due_slot(facts.now) != due.due:
        raise NotDue(activation=due.activation[:80])
    # A run whose end nobody told (its gateway died) gave no figures.
    before = current.last
    lost = before is not None and before.ended is None
    failures = 0 if before is None else before.failures + lost
    begun = replace(current, last=ScheduledRun(due.due, facts.now, failures=failures))
    return Acted("begin_scheduled_run", Changes((replace(activation, schedule=begun),)))


def end_run(due: DueRun, outcome: RunOutcome, facts: Facts) -> Acted:
    """Notes how it went; the second run in a row without figures is told to stewards, and none
    after it until one has succeeded. New alerts, and those that are over, are told to who follows
    the service. Raises NotDue where it was ended, or is scheduled no more.
    """
    activation, current = _scheduled(due, facts)
    run = current.last
    if run is None or run.due != due.due or run.ended is not None:
        raise NotDue(activation=due.activation[:80])
    problem, alerts = outcome.problem, outcome.alerts
    failures = 0 if problem is None else run.failures + 1
    done = replace(run, ended=facts.now, problem=problem, failures=failures)
    noted = replace(current, last=done, reading=outcome.reading or current.reading)
    messages: tuple[Message, ...] = ()
    if failures >= TOLD_AT and run.failures < TOLD_AT:
        messages = (_failing(activation, problem or "", due, facts),)
    if alerts is not None:
        messages += alert_messages(current.alerts, alerts, activation, due.due)
        noted = replace(noted, alerts=kept_alerts(current.alerts, alerts))
    changed = replace(activation, schedule=noted)
    return Acted("end_scheduled_run", Changes((changed,), messages=messages))


def when_of(timing: Timing | RunSchedule) -> Bilingual:
    """« le lundi à 6 h », "on Mondays at 6:00"."""
    at_fr, at_en = f"à {timing.hour} h", f"at {timing.hour}:00"
    day = timing.day or 1
    match timing.frequency:
        case Frequency.DAILY:
            return Bilingual(f"chaque jour {at_fr}", f"every day {at_en}")
        case Frequency.WEEKLY:
            return Bilingual(
                f"chaque {_WEEKDAYS_FR[day - 1]} {at_fr}", f"on {_WEEKDAYS_EN[day - 1]}s {at_en}"
            )
        case Frequency.MONTHLY:
            first_fr = "1er" if day == 1 else str(day)
            return Bilingual(
                f"le {first_fr} de chaque mois {at_fr}", f"on day {day} of each month {at_en}"
            )


_WEEKDAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _check(timing: Timing) -> None:
    if not 0 <= timing.hour <= _LAST_HOUR:
        raise ScheduleUnfit(
            why_fr="l'heure va de 0 à 23, à l'heure de Paris",
            why_en="the hour goes from 0 to 23, Paris time",
        )
    match timing.frequency:
        case Frequency.DAILY:
            if timing.day is not None:
                raise ScheduleUnfit(
                    why_fr="chaque jour ne prend pas de jour", why_en="every day takes no day"
                )
        case Frequency.WEEKLY:
            if timing.day is None or not 1 <= timing.day <= _DAYS_OF_WEEK:
                raise ScheduleUnfit(
                    why_fr="le jour de la semaine va de 1 (lundi) à 7 (dimanche)",
                    why_en="the day of the week goes from 1 (Monday) to 7 (Sunday)",
                )
        case Frequency.MONTHLY:
            if timing.day is None or not 1 <= timing.day <= LAST_DAY_OF_MONTH:
                raise ScheduleUnfit(
                    why_fr="le jour du mois va de 1 à 28, que chaque mois a",
                    why_en="the day of the month goes from 1 to 28, which each month has",
                )


def _scheduled(due: DueRun, facts: Facts) -> tuple[Activation, RunSchedule]:
    """Raises NotDue."""
    activation = facts.catalog.activations.get(due.activation)
    if activation is None or activation.schedule is None:
        raise NotDue(activation=due.activation[:80])
    return activation, activation.schedule


def _failing(activation: Activation, problem: str, due: DueRun, facts: Facts) -> Message:
    return Message(
        kind="service.run_failing",
        key=f"service.run_failing/{activation.id}/{due.due.isoformat()}"[:200],
        to=(activation.body,),
        roles=frozenset({"steward"}),
        about=activation.id,
        facts={
            "organisation": facts.catalog.organisations[activation.body].name,
            "reason": problem,
        },
    )
