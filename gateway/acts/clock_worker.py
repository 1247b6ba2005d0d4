"""The clock: whatever is due is done as `system:clock`, through the same door as everybody's acts.

Nothing is kept between two looks but what was looked at: what is due is read from the catalog, so
that a restart forgets nothing, and each act is one write over the version it was decided on, so
that two processes do nothing twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import structlog

from catalog.actions.campaigns.reminding import due_reminders
from catalog.actions.outcome import Acted
from catalog.actions.sharing.acts import ActivateAgreement, ClockAct, GuardActive
from catalog.actions.sharing.due import due_acts, next_boundary
from catalog.model.agreement import IN_FORCE, Agreement, AgreementState
from catalog.model.paris import paris_day
from catalog.model.problem import CallerProblem, OperatorProblem
from catalog.model.subject import SYSTEM_CLOCK
from catalog.problems import CatalogMoved
from catalog.snapshot import Snapshot
from catalog.suspensions import is_stop
from gateway.acts.act import act
from gateway.acts.campaigns import RemindByClock
from gateway.acts.commit import Change, commit
from gateway.acts.once_open import NoteOnceOpen
from gateway.acts.ports import ActPorts
from gateway.acts.report_days import RemindOfReport, report_reminders
from gateway.base.background_loop import repeat
from gateway.base.error_reporting import report_unexpected

_log = structlog.get_logger()
_AT_MOST_S = 30.0
_AT_LEAST_S = 0.05
_GUARDED = frozenset({AgreementState.ACTIVE, AgreementState.SUSPENDED})


@dataclass(slots=True)
class Looked:
    """The state that the guard last looked at: it looks again when members, map, datasets or
    agreements are others. A restart looks once more, which harms nobody. `past`: the catalog's past
    was read. `reports`: what the days of reports follow from, when none was left to tell.
    """

    at: tuple[Any, ...] = field(default=())
    past: bool = False
    reports: tuple[Any, ...] = ()

    def is_at(self, snapshot: Snapshot, day: date) -> bool:
        seen = _seen(snapshot, day)
        # Collections that did not change are the same objects from one snapshot to the next.
        return bool(self.at) and all(
            one is other or one == other for one, other in zip(self.at, seen, strict=True)
        )

    def note(self, snapshot: Snapshot, day: date) -> None:
        self.at = _seen(snapshot, day)


async def keep_time(ports: ActPorts, stopping: asyncio.Event, bell: asyncio.Event) -> None:
    """Ticks until `stopping`: at the next start or end, and every 30 seconds at least.

    `bell` is set by the acts of this process: what is due by one of them does not wait.
    """
    looked = Looked()

    async def round_() -> float:
        await tick(ports, looked)
        return _until_next(await ports.catalog.current(), ports.clock())

    await repeat(round_, "clock", retry_s=_AT_MOST_S, wakeup=bell, stopping=stopping)


async def tick(ports: ActPorts, looked: Looked) -> tuple[Acted, ...]:
    """Everything that is due now, once; what was done. Raises OperatorProblem: the rest waits."""
    # Before the guard looks at anything.
    await _note_once_open(ports, looked)
    snapshot = await ports.catalog.current()
    now = ports.clock()
    day = paris_day(now)
    is_new = not looked.is_at(snapshot, day)
    due = [*due_acts(snapshot, now), *(_guard_acts(snapshot) if is_new else ())]
    done = []
    missed = False
    for each in due:
        if not _is_worth_asking(each, snapshot, ports, is_new=is_new):
            continue
        try:
            done.append(await act(each, SYSTEM_CLOCK, ports, dry_run=False))
        except CatalogMoved:
            missed = True
        except CallerProblem as problem:
            # Somebody else has acted in between, or the guard still says no.
            _log.debug("clock_passes", act=each.name.value, code=problem.code)
        except OperatorProblem:
            raise
        except Exception as bug:  # noqa: BLE001 - what is due elsewhere is done all the same
            report_unexpected(bug, f"clock {each.name.value}")
            missed = True
    # What was not looked at is looked at again: no answer of the guard is not a good one.
    if not missed:
        looked.note(snapshot, day)
    return (
        *done,
        *await _remind_of_campaigns(ports, snapshot, now),
        *await _remind_of_reports(ports, snapshot, day, looked),
    )


async def _note_once_open(ports: ActPorts, looked: Looked) -> None:
    """Once a process: each change since then keeps it with the dataset."""
    if looked.past or ports.past_datasets is None:
        return
    past = await ports.past_datasets()
    try:
        if past:
            await commit(NoteOnceOpen(past), SYSTEM_CLOCK, ports, dry_run=False)
        looked.past = True
    except CallerProblem as problem:
        _log.debug("clock_passes", act=NoteOnceOpen.law_name, code=problem.code)


async def _remind_of_campaigns(
    ports: ActPorts, snapshot: Snapshot, now: datetime
) -> tuple[Acted, ...]:
    """Reminds of all campaigns due."""
    due = map(RemindByClock, due_reminders(snapshot, now))
    done, _ = await _each_alone(RemindByClock.law_name, due, ports)
    return done


async def _remind_of_reports(
    ports: ActPorts, snapshot: Snapshot, today: date, looked: Looked
) -> tuple[Acted, ...]:
    """The same, of the reports that activated services make; nothing is looked at again that has
    not changed.
    """
    seen = (today, snapshot.activations, snapshot.services, snapshot.figures)
    if seen == looked.reports:
        return ()
    due = map(RemindOfReport, await report_reminders(snapshot, today))
    done, is_all = await _each_alone(RemindOfReport.law_name, due, ports)
    looked.reports = seen if is_all else ()
    return done


async def _each_alone(
    act_name: str, reminders: Iterable[Change[Any, Acted]], ports: ActPorts
) -> tuple[tuple[Acted, ...], bool]:
    """The acts done, and whether these are all: what another act stops is due at the next look."""
    done, is_all = [], True
    for reminder in reminders:
        try:
            outcome = await commit(reminder, SYSTEM_CLOCK, ports, dry_run=False)
            done.append(outcome.result)
            continue
        except CallerProblem as problem:
            _log.debug("clock_passes", act=act_name, code=problem.code)
        except OperatorProblem:
            raise
        except Exception as bug:  # noqa: BLE001 - the others are told of all the same
            report_unexpected(bug, f"clock {act_name}")
        is_all = False
    return tuple(done), is_all


def _guard_acts(snapshot: Snapshot) -> Iterator[GuardActive]:
    """In force, and looked at when it began."""
    for each in snapshot.agreements:
        if each.state in _GUARDED and each.life.guard is not None:
            yield GuardActive(each.citation)


def _is_worth_asking(asked: ClockAct, snapshot: Snapshot, ports: ActPorts, *, is_new: bool) -> bool:
    """Without a guard nothing begins; what it stopped is held up again when something changed."""
    match asked:
        case GuardActive():
            return ports.guard is not None
        case ActivateAgreement(citation):
            return ports.guard is not None and (is_new or not _is_stopped(citation, snapshot))
        case _:
            return True


def _is_stopped(citation: str, snapshot: Snapshot) -> bool:
    found = [each.life.guard for each in snapshot.agreements if each.citation == citation]
    return any(record is not None and is_stop(record) for record in found)


def _seen(snapshot: Snapshot, day: date) -> tuple[Any, ...]:
    in_force = frozenset(_state(each) for each in snapshot.agreements if each.state in IN_FORCE)
    return (
        snapshot.memberships,
        snapshot.mandates,
        snapshot.datasets,
        snapshot.references,
        in_force,
        day,
    )


def _state(agreement: Agreement) -> tuple[str, AgreementState]:
    return agreement.citation, agreement.state


def _until_next(snapshot: Snapshot, now: datetime) -> float:
    """Seconds until something begins or ends, 30 at most."""
    boundary = next_boundary(snapshot, now)
    if boundary is None:
        return _AT_MOST_S
    return min(_AT_MOST_S, max(_AT_LEAST_S, (boundary - now).total_seconds()))
