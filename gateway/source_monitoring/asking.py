"""Storages and drift as one request's subject asks for them: the law first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import strawberry

from catalog.checks.kept import kept_words
from catalog.drift.records import SourceLook
from catalog.drift.telling import affected_agreements
from catalog.drift.values import Change
from catalog.drift.words import sentences
from catalog.model.dataset import Dataset
from catalog.model.problem import Problem
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from federation.problems import UnknownDataset
from gateway.acts.act_questions import ask_the_law
from gateway.acts.ports import ActPorts
from gateway.control.check_types import SourceCheck as CheckedSource
from gateway.control.source_types import AffectedAgreement, Drift, SourceChange, StorageHealth
from gateway.problems import TooManyChecks
from gateway.source_monitoring.causes import cause_of
from gateway.source_monitoring.check_drift import look_at_source
from gateway.source_monitoring.checking import checked, written
from gateway.source_monitoring.loops import look_at_storage
from gateway.source_monitoring.ports import SourcePorts
from policies.sharing import SharingQuestion

_MOST = 5
"""Dialled in one request: each may take seconds, of the gateway and of somebody's server."""
_MOST_CHECKS = 5
"""In one request: each reads a whole source."""


@dataclass(frozen=True, slots=True)
class AskedSources:
    """A SourcesPort."""

    subject: Subject
    acts: ActPorts
    sources: SourcePorts
    _dialled: Iterator[int] = field(default_factory=lambda: count(1), repr=False, compare=False)
    _checked: Iterator[int] = field(default_factory=lambda: count(1), repr=False, compare=False)

    async def health(self, storage: str) -> StorageHealth | None:
        """Of a storage that the law has shown already: asked now, as the doctor asks it.

        The first few of a request are; of the others what was found last is told.
        """
        known = (await self.sources.records.health()).get(storage)
        registered = (await self.sources.catalog.current()).storages.get(storage)
        if registered is None or next(self._dialled) > _MOST:
            found = known
        else:
            found = await look_at_storage(registered, known, self.sources)
        if found is None:
            return None
        fr, en = cause_of(found.code)
        return StorageHealth(
            is_up=found.is_up,
            since=found.since,
            probed_at=found.probed_at,
            cause=found.code,
            cause_fr=fr,
            cause_en=en,
        )

    async def drift(self, dataset: str | None, *, look_again: bool) -> list[Drift]:
        """Of one dataset, or of all that the organisation owns.

        Raises UnknownDataset, ActsRefused for whoever is no steward of an organisation.
        """
        snapshot = await self._own_snapshot()
        own = [
            each for each in snapshot.datasets.values() if each.owner == self.subject.organisation
        ]
        chosen = [each for each in own if dataset in (None, each.id)]
        if not chosen and dataset is not None:
            raise UnknownDataset(dataset=dataset[:120])
        looks = await self.sources.records.looks()
        # One after the other: their storage is looked at once for all of its tables.
        return [
            await self._drift_of(each, looks.get(each.id), snapshot, look_again=look_again)
            for each in sorted(chosen, key=lambda each: each.id)
        ]

    async def check(self, dataset: str) -> CheckedSource:
        """Of one's own. Raises UnknownDataset, ActsRefused, TooManyChecks."""
        if next(self._checked) > _MOST_CHECKS:
            raise TooManyChecks(limit=_MOST_CHECKS)
        snapshot = await self._own_snapshot()
        found = snapshot.datasets.get(dataset)
        if found is None or found.owner != self.subject.organisation:
            raise UnknownDataset(dataset=dataset[:120])
        storage = snapshot.storages[found.storage_id]
        return written(await checked(found, storage, self.sources.looks.resolve_secret), found)

    async def _drift_of(
        self, dataset: Dataset, look: SourceLook | None, snapshot: Snapshot, *, look_again: bool
    ) -> Drift:
        met: Problem | None = None
        if look_again:
            try:
                look = await look_at_source(dataset, snapshot, self.sources)
            except Problem as problem:
                met = problem
        if look is not None and look.version != dataset.version:
            look = None
        changes = () if look is None else look.changes
        kept = None if look is None else look.check
        badly_read = ("", "") if kept is None else kept_words(kept)
        return Drift(
            dataset=strawberry.ID(dataset.id),
            version=dataset.version,
            looked_at=None if look is None else look.looked_at,
            found_at=None if look is None else look.found_at,
            breaking=any(each.breaking for each in changes),
            changes=[_change(each) for each in changes],
            agreements=[
                AffectedAgreement(
                    citation=each.agreement.citation,
                    columns=list(each.columns),
                    is_whole=each.is_whole,
                )
                for each in affected_agreements(dataset, changes, snapshot)
            ],
            problem=None if met is None else met.code,
            problem_fr="" if met is None else met.sentence("fr"),
            problem_en="" if met is None else met.sentence("en"),
            checked_at=None if kept is None else kept.read_at,
            badly_read_fr=badly_read[0],
            badly_read_en=badly_read[1],
        )

    async def _own_snapshot(self) -> Snapshot:
        question = SharingQuestion(
            subject=self.subject, act="look_at_sources", now=self.acts.clock()
        )
        await ask_the_law(question, self.acts.law)
        return await self.sources.catalog.current()


def _change(change: Change) -> SourceChange:
    fr, en = sentences(change)
    column_id = change.column_id
    return SourceChange(
        kind=change.kind.value,
        breaking=change.breaking,
        column=change.column,
        column_id=None if column_id is None else strawberry.ID(column_id),
        before=change.before,
        after=change.after,
        fr=fr,
        en=en,
    )
