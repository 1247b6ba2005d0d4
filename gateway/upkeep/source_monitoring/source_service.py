"""Storages and drift as one request's subject asks for them: the law first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from zoneinfo import ZoneInfo

from catalog.checks.values import SourceCheck
from catalog.coverage import CauseCount, classify_codes
from catalog.drift.messages import AffectedAgreement, affected_agreements
from catalog.drift.records import SourceLook, StorageHealth
from catalog.drift.values import Change
from catalog.model.dataset import Dataset
from catalog.model.problem import Problem
from catalog.model.subject import Subject
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from catalog.territory import expected_communes
from federation.engines.checked_places import MapOfToday
from federation.problems import UnknownDataset
from gateway.acts.act_questions import ask_the_law
from gateway.acts.ports import ActPorts
from gateway.base.problems import TooManyChecks
from gateway.reading.query.ports import Ports
from gateway.reading.query.recorded_check import recorded_check
from gateway.upkeep.source_monitoring.check_drift import check_drift
from gateway.upkeep.source_monitoring.checking import checked
from gateway.upkeep.source_monitoring.loops import check_storage
from gateway.upkeep.source_monitoring.ports import SourcePorts
from intake.deposits.check_values import Ladder
from intake.deposits.source_ladder import source_ladder
from policies.sharing import SharingQuestion

_MOST = 5
"""Dialled in one request: each may take seconds, of the gateway and of somebody's server."""
_MOST_CHECKS = 5
"""In one request: each reads a whole source."""


@dataclass(frozen=True, slots=True)
class DriftReport:
    """The changes at the source since `dataset` was declared, and the agreements that they concern.

    `look` is None while nobody has looked; `problem` is the problem that the look of this moment
    met.
    """

    dataset: Dataset
    look: SourceLook | None
    changes: tuple[Change, ...]
    agreements: tuple[AffectedAgreement, ...]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class RecordedCheck:
    """The findings of a reading of the whole source; `audited_as` cites it in the audit.

    `causes` are those of its commune codes.
    """

    check: SourceCheck
    dataset: Dataset
    audited_as: str
    ladder: Ladder
    causes: tuple[CauseCount, ...]


@dataclass(frozen=True, slots=True)
class SourceService:
    """As the subject of one request."""

    subject: Subject
    acts: ActPorts
    sources: SourcePorts
    ports: Ports
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
            found = await check_storage(registered, known, self.sources)
        return found

    async def drift(self, dataset: str | None, *, look_again: bool) -> list[DriftReport]:
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

    async def check(self, dataset: str) -> RecordedCheck:
        """Of one's own. Raises UnknownDataset, ActsRefused, TooManyChecks."""
        if next(self._checked) > _MOST_CHECKS:
            raise TooManyChecks(limit=_MOST_CHECKS)
        snapshot = await self._own_snapshot()
        found = snapshot.datasets.get(dataset)
        if found is None or found.owner != self.subject.organisation:
            raise UnknownDataset(dataset=dataset[:120])
        storage = snapshot.storages[found.storage_id]
        looks, standpoint = (
            self.sources.looks,
            Standpoint(self.subject, snapshot, self.ports.clock()),
        )
        today = standpoint.now.astimezone(ZoneInfo(found.time_zone)).date()
        cog = cog_in(snapshot)

        async def read() -> SourceCheck:
            by = MapOfToday(today, cog)
            return await checked(found, storage, looks.resolve_secret, looks.addresses, by)

        check, request_id = await recorded_check(found, standpoint, self.ports, read)
        covered = expected_communes(found.owner, today, snapshot.memberships, cog)
        ladder = source_ladder(
            found, check, today=today, expected=frozenset(covered) or None, cog=cog
        )
        causes = classify_codes(check.codes, today, cog)
        return RecordedCheck(check, found, request_id, ladder, causes)

    async def _drift_of(
        self, dataset: Dataset, look: SourceLook | None, snapshot: Snapshot, *, look_again: bool
    ) -> DriftReport:
        met: Problem | None = None
        if look_again:
            try:
                look = await check_drift(dataset, snapshot, self.sources)
            except Problem as problem:
                met = problem
        if look is not None and look.version != dataset.version:
            look = None
        changes = () if look is None else look.changes
        return DriftReport(
            dataset=dataset,
            look=look,
            changes=tuple(changes),
            agreements=tuple(affected_agreements(dataset, changes, snapshot)),
            problem=met,
        )

    async def _own_snapshot(self) -> Snapshot:
        question = SharingQuestion(
            subject=self.subject, act="look_at_sources", now=self.acts.clock()
        )
        await ask_the_law(question, self.acts.law)
        return await self.sources.catalog.current()
