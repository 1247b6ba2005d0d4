"""The only way to change the catalog: facts, then the law, then the rule, then one transaction."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Generic, TypeVar

from catalog.actions.keys.left_behind import with_keys_left
from catalog.actions.openings.appointing import with_appointments
from catalog.actions.openings.holding import with_openings_held
from catalog.changes import ActRecord, Changes
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.opening import Opening
from catalog.model.problem import DeniedProblem
from catalog.model.subject import Subject
from catalog.problems import CatalogMoved
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.acts.ports import ActPorts
from gateway.acts.who_can import refusals_of
from gateway.base.observability.counters import DECISIONS
from gateway.base.problems import ActsRefused
from policies.acts import ActsPort, AnyActQuestion

_MOST_REFUSALS = 100
"""Told together; a load that nobody may do is not asked about for each of 35,000 communes."""

FactsT = TypeVar("FactsT")
ResultT = TypeVar("ResultT")


class Change(ABC, Generic[FactsT, ResultT]):
    """One kind of change. `FactsT` is what the law is asked with and the rule looks at, all of one
    snapshot; `ResultT` is what whoever asked is answered.

    Each method may be called once an attempt: another act may come in between.
    """

    attempts: ClassVar[int] = 5
    notes_appointments: ClassVar[bool] = True
    """False for what installs the first people, whom nobody of their body could appoint."""

    @abstractmethod
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> FactsT:
        """Outside any transaction. Raises the Problems of what may not even be known of."""

    @abstractmethod
    def questions(self, subject: Subject, facts: FactsT) -> Sequence[AnyActQuestion]:
        """All must be allowed. None only where nothing would change."""

    async def examine(self, facts: FactsT) -> FactsT:
        """Adds what may be looked at only once the law allows the change."""
        return facts

    @abstractmethod
    def rule(self, subject: Subject, facts: FactsT) -> tuple[ResultT, Changes]:
        """Pure. Raises the Problems of the rule."""

    @abstractmethod
    def record(self, subject: Subject, facts: FactsT, result: ResultT) -> ActRecord:
        """The line of the audit of acts."""

    def confirmed(self, facts: FactsT) -> frozenset[str]:  # noqa: ARG002 - for those that confirm
        """The datasets (ids) that this change may open to more people, once the law has allowed
        it; what opens any other waits for a second person of its body.
        """
        return frozenset()

    async def before_write(self, facts: FactsT, changes: Changes) -> None:
        """The proof that reaches outside (a webhook's trial): not on a dry run, nor without
        changes. Raises what it met; whoever needs it once remembers it.
        """


@dataclass(frozen=True, slots=True)
class Outcome(Generic[ResultT]):
    """`is_written` is false for a dry run, and when there was nothing to change."""

    result: ResultT
    is_written: bool
    held: tuple[Opening, ...] = ()
    """Openings of datasets that change (or would), which wait for an approver of their body."""
    waiting_whole: frozenset[tuple[Siren, str]] = frozenset()
    """Of these datasets (owner and name), all that it changes waits."""


async def commit(
    change: Change[FactsT, ResultT], subject: Subject, ports: ActPorts, *, dry_run: bool
) -> Outcome[ResultT]:
    """All of it, or a Problem and nothing.

    Somebody else's act in between is no failure: the facts are read again, and the law is asked
    again. Raises ActsRefused, CatalogMoved after the last attempt, what the change raises.
    """
    for _ in range(change.attempts):
        snapshot = await ports.catalog.current()
        standpoint = Standpoint(subject, snapshot, ports.clock())
        facts = await change.facts(standpoint, ports)
        questions = change.questions(subject, facts)
        await ask_all(questions, standpoint, ports.law)
        facts = await change.examine(facts)
        # Pure, and as long as what it is about: beside the loop.
        result, changes = await asyncio.to_thread(change.rule, subject, facts)
        changes = with_keys_left(changes, snapshot, standpoint.now)
        if change.notes_appointments:
            changes = with_appointments(changes, subject, snapshot, standpoint.now)
        changes, held = _with_openings_held(changes, standpoint, change.confirmed(facts))
        waiting = _waiting_whole(changes, held, snapshot)
        if dry_run or changes.is_empty:
            return Outcome(result, is_written=False, held=held, waiting_whole=waiting)
        if not questions:
            message = f"{type(change).__name__} would change what the law was not asked about"
            raise TypeError(message)
        await change.before_write(facts, changes)
        record = _with_sign_in(change.record(subject, facts, result), subject)
        try:
            await ports.catalog.write(snapshot.version, changes, record)
        except CatalogMoved:
            continue
        return Outcome(result, is_written=True, held=held, waiting_whole=waiting)
    raise CatalogMoved


def _with_openings_held(
    changes: Changes, standpoint: Standpoint, confirmed: frozenset[str]
) -> tuple[Changes, tuple[Opening, ...]]:
    held = with_openings_held(
        changes, standpoint.snapshot, standpoint.subject, standpoint.now, confirmed
    )
    return held.changes, held.openings


def _waiting_whole(
    changes: Changes, held: tuple[Opening, ...], catalog: Snapshot
) -> frozenset[tuple[Siren, str]]:
    changed = {each.id for each in changes.put if isinstance(each, Dataset)}
    return frozenset(
        (each.body, str(catalog.datasets[each.dataset_id].name))
        for each in held
        if each.dataset_id not in changed
    )


def _with_sign_in(record: ActRecord, subject: Subject) -> ActRecord:
    """Adds to the record how strongly (`acr`) and by what (`via`) a person or machine signed in."""
    if subject.kind not in {"person", "machine"}:
        return record
    return replace(record, summary={**record.summary, "acr": subject.acr, "via": subject.via})


async def ask_all(
    questions: Sequence[AnyActQuestion], standpoint: Standpoint, law: ActsPort
) -> None:
    """Raises ActsRefused with every refusal, PolicyUnavailable…: no answer means no."""
    is_allowed = True
    refused: list[DeniedProblem] = []
    for question in questions:
        decision = await law.decide_act(question)
        DECISIONS.labels("act", "allowed" if decision.allow else "denied").inc()
        is_allowed = is_allowed and decision.allow
        refused += refusals_of(decision, standpoint)
        if len(refused) >= _MOST_REFUSALS:
            break
    if not is_allowed:
        raise ActsRefused(refused)
