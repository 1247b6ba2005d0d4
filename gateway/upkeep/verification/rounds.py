"""One round of the verification: storage by storage, then each agreement is judged."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from catalog.drift.records import SourceLook, StorageHealth
from catalog.health.due import Turn, is_an_hour_of
from catalog.health.messages import messages_of
from catalog.health.nights import StorageNights, is_off_at_night, with_night
from catalog.health.probes import DatasetProbe, Seen, probe_after
from catalog.health.tries import Tried, health_after, is_awaiting_retry
from catalog.health.verdicts import Facts, finding_of, is_verified
from catalog.model.agreement import Agreement
from catalog.model.dataset import Dataset
from catalog.model.health import AgreementHealth
from catalog.model.message import Message
from catalog.model.storage import Storage
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from gateway.upkeep.verification.ports import VerificationPorts
from gateway.upkeep.verification.probing import Allowed, ask_to_verify, look_at_source

_log = structlog.get_logger()
_CLAIMED_FOR = timedelta(minutes=30)
_LOOKED_AT_EACH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Round:
    """All that one round knows when it begins."""

    ports: VerificationPorts
    snapshot: Snapshot
    now: datetime
    allowed: Allowed
    agreements: Mapping[str, Sequence[Agreement]]
    """By dataset id."""
    probes: Mapping[str, DatasetProbe]
    looks: Mapping[str, SourceLook]
    healths: Mapping[str, AgreementHealth]
    storages: Mapping[str, StorageHealth]
    nights: Mapping[str, StorageNights]

    @property
    def waits(self) -> bool:
        """By day too something may come due: a second try, or a storage that did not answer."""
        probes = (self.probes.get(each) for each in self.agreements)
        return any(each is not None and each.code is not None for each in probes) or any(
            is_awaiting_retry(each) for each in self.healths.values()
        )

    def turn(self, storage: Storage | None) -> Turn:
        own = None if storage is None else storage.verified_between
        return Turn(own, self.ports.hours, self.now)

    def healths_of(self, dataset: str) -> list[AgreementHealth]:
        cited = (each.citation for each in self.agreements.get(dataset, ()))
        return [self.healths[each] for each in cited if each in self.healths]


async def verify_due(ports: VerificationPorts) -> int:
    """Tries what is due now; how many agreements were judged. Raises what stops all of it: the
    law's no, StoreUnavailable.
    """
    return await _verify(await _begin(ports), everything=False)


@dataclass(slots=True)
class Rounds:
    """The rounds of one process: by day, where nothing waits, the records are read once an hour
    alone, since another process may have tried something.
    """

    ports: VerificationPorts
    _quiet_until: datetime | None = None

    async def next(self) -> int:
        """As `verify_due`, where something may be due at this hour; else 0 and nothing is read."""
        now = self.ports.clock()
        snapshot = await self.ports.sources.catalog.current()
        is_quiet = self._quiet_until is not None and now < self._quiet_until
        if is_quiet and not is_an_hour_of(snapshot.storages.values(), self.ports.hours, now):
            return 0
        round_ = await _begin(self.ports)
        judged = await _verify(round_, everything=False)
        self._quiet_until = None if judged or round_.waits else now + _LOOKED_AT_EACH
        return judged


async def verify_all(ports: VerificationPorts) -> int:
    """Tries everything now, but what its owner's own hours keep for later."""
    return await _verify(await _begin(ports), everything=True)


async def _begin(ports: VerificationPorts) -> _Round:
    now = ports.clock()
    allowed = await ask_to_verify(ports, now)
    snapshot = await ports.sources.catalog.current()
    by_dataset: dict[str, list[Agreement]] = defaultdict(list)
    for agreement in snapshot.agreements:
        if is_verified(agreement):
            by_dataset[agreement.dataset_id].append(agreement)
    return _Round(
        ports=ports,
        snapshot=snapshot,
        now=now,
        allowed=allowed,
        agreements=by_dataset,
        probes=await ports.records.probes(),
        looks=await ports.sources.records.looks(),
        healths=await ports.records.healths(),
        storages=await ports.sources.records.health(),
        nights=await ports.records.nights(),
    )


async def _verify(round_: _Round, *, everything: bool) -> int:
    due: dict[str, list[Dataset]] = defaultdict(list)
    datasets = round_.snapshot.datasets
    for dataset_id in round_.agreements:
        dataset = datasets.get(dataset_id)
        if dataset is not None and _is_due(dataset, round_, everything=everything):
            due[dataset.storage_id].append(dataset)
    withdrawn = [
        agreement
        for dataset_id, agreements in round_.agreements.items()
        if dataset_id not in datasets
        for agreement in agreements
        if everything
        or round_.turn(None).is_due_without_source(round_.healths.get(agreement.citation))
    ]
    turns = asyncio.Semaphore(round_.ports.storages_at_once)

    async def in_turn(storage_id: str) -> int:
        async with turns:
            return await _verify_storage(
                round_.snapshot.storages[storage_id], due[storage_id], round_
            )

    counts = await asyncio.gather(*(in_turn(each) for each in due))
    judged = sum(counts) + await _judge(withdrawn, {}, round_)
    await _forget_what_is_over(round_)
    if judged:
        _log.info("agreements_verified", agreements=judged, storages=len(due))
    return judged


def _is_due(dataset: Dataset, round_: _Round, *, everything: bool) -> bool:
    storage = round_.snapshot.storages[dataset.storage_id]
    turn = round_.turn(storage)
    if everything:
        return turn.may_be_asked
    return turn.is_due(
        round_.probes.get(dataset.id),
        dataset.version,
        round_.healths_of(dataset.id),
        round_.storages.get(storage.id),
    )


async def _verify_storage(storage: Storage, datasets: Sequence[Dataset], round_: _Round) -> int:
    """One process at a time is at a storage: the statements of two would add up."""
    ports = round_.ports
    if not await ports.records.claim(storage.id, round_.now, round_.now + _CLAIMED_FOR):
        return 0
    nights = round_.nights.get(storage.id) or StorageNights(storage.id)
    try:
        code = await ports.sources.prober.probe(storage)
        if code is None:
            probes = await _look_at_all(datasets, round_)
        else:
            is_off = is_off_at_night(round_.storages.get(storage.id), nights.silent, round_.now)
            nights = with_night(nights, round_.now)
            probes = {
                each.id: _after(each, Seen(code=code), round_, is_off=is_off) for each in datasets
            }
        for probe in probes.values():
            await ports.records.note_probe(probe)
        agreements = [agreement for each in datasets for agreement in round_.agreements[each.id]]
        return await _judge(agreements, probes, round_)
    finally:
        await ports.records.release(nights)


async def _look_at_all(datasets: Sequence[Dataset], round_: _Round) -> dict[str, DatasetProbe]:
    """A few at once, so that who reads meanwhile waits for nothing."""
    ports = round_.ports
    turns = asyncio.Semaphore(ports.of_a_storage)

    async def in_turn(dataset: Dataset) -> DatasetProbe:
        async with turns:
            seen = await look_at_source(
                dataset, round_.looks.get(dataset.id), round_.snapshot, round_.allowed, ports
            )
        return _after(dataset, seen, round_)

    probes = await asyncio.gather(*(in_turn(each) for each in datasets))
    return {each.dataset: each for each in probes}


def _after(dataset: Dataset, seen: Seen, round_: _Round, *, is_off: bool = False) -> DatasetProbe:
    before = round_.probes.get(dataset.id)
    return probe_after(
        before, dataset.id, dataset.version, seen, round_.now, is_off_at_night=is_off
    )


async def _judge(
    agreements: Sequence[Agreement], probes: Mapping[str, DatasetProbe], round_: _Round
) -> int:
    if not agreements:
        return 0
    ports, snapshot = round_.ports, round_.snapshot
    facts = Facts.of(snapshot, ports.sources.installation, cog_in(snapshot), round_.now)
    cited = {each.citation: each for each in agreements}

    def judge(citation: str, before: AgreementHealth | None) -> Tried:
        agreement = cited[citation]
        finding = finding_of(agreement, probes.get(agreement.dataset_id), facts)
        return health_after(before, citation, finding, round_.now)

    def tell(tried: Tried) -> Sequence[Message]:
        agreement = cited[tried.health.citation]
        look = round_.looks.get(agreement.dataset_id)
        return tuple(messages_of(tried, agreement, look, snapshot, round_.now))

    tried = await ports.records.note_healths(sorted(cited), judge, tell, round_.now)
    if any(each.broken or each.is_mended for each in tried.values()):
        ports.bell.set()
    return len(tried)


async def _forget_what_is_over(round_: _Round) -> None:
    """The last health of an agreement that is over, or stopped by somebody, says nothing of it."""
    verified = {each.citation for every in round_.agreements.values() for each in every}
    over = round_.healths.keys() - verified
    if over:
        await round_.ports.records.forget(over)
