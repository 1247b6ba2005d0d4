"""The worker's look at storages and sources: each in its turn, never all at the same moment."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from functools import partial

import structlog

from catalog.drift.records import StorageHealth, probe_again
from catalog.model.dataset import Dataset
from catalog.model.problem import Problem
from catalog.model.storage import Storage
from catalog.snapshot import Snapshot
from gateway.base.background_loop import repeat, running
from gateway.upkeep.source_monitoring.check_drift import check_drift
from gateway.upkeep.source_monitoring.ports import SourcePorts
from gateway.upkeep.source_monitoring.rechecking import check_again

_log = structlog.get_logger()
_AT_ONCE = 4
_DOWN_S = 10.0
_LOOK_S = 5.0
_chance = secrets.SystemRandom()


Work = Callable[[SourcePorts, dict[str, float]], Awaitable[None]]


def monitored_sources(ports: SourcePorts) -> AbstractAsyncContextManager[None]:
    """Storages are probed and sources looked at while it is open."""
    return running(_for_ever(probe_due, ports), _for_ever(look_at_due, ports))


async def _for_ever(work: Work, ports: SourcePorts) -> None:
    due: dict[str, float] = {}
    """When each is next, on the loop's clock."""

    async def round_() -> float:
        await work(ports, due)
        now = asyncio.get_running_loop().time()
        wait_s = min((at - now for at in due.values()), default=_LOOK_S)
        return min(max(wait_s, 0.05), _LOOK_S)

    await repeat(round_, "sources", retry_s=_LOOK_S)


async def probe_due(ports: SourcePorts, due: dict[str, float]) -> None:
    """Each storage whose turn it is, a few at once, one question to each."""
    snapshot = await ports.catalog.current()
    for each in snapshot.storages:
        if ports.breakers.down(each) is not None:
            # A query has met it: what is kept of it is not up to date.
            due[each] = min(due.get(each, 0.0), _soon(min(_DOWN_S, ports.probe_interval_s)))
    ready = _ready(snapshot.storages, due, ports.probe_interval_s)
    if not ready:
        return
    known = await ports.records.health()
    # Another process may have asked a moment ago.
    fresh = [
        each
        for each in ready
        if each not in known
        or (ports.clock() - known[each].probed_at).total_seconds() > ports.probe_interval_s / 2
        or ports.breakers.down(each) is not None
    ]

    async def probe(storage_id: str) -> None:
        found = await probe_storage(snapshot.storages[storage_id], known.get(storage_id), ports)
        if not found.is_up:
            due[storage_id] = _soon(min(_DOWN_S, ports.probe_interval_s))

    for each in ready:
        due[each] = _soon(ports.probe_interval_s)
    await _a_few_at_once(partial(probe, each) for each in fresh)


async def probe_storage(
    storage: Storage, before: StorageHealth | None, ports: SourcePorts
) -> StorageHealth:
    """Asked, and what it answered is kept."""
    code = await ports.prober.probe(storage)
    found = probe_again(before, storage.id, code, ports.clock())
    await ports.records.note_health(found)
    if before is None or before.is_up is not found.is_up:
        said = "storage_is_up" if found.is_up else "storage_is_down"
        _log.info(said, storage=storage.id, code=code)
    return found


async def check_storage(
    storage: Storage, before: StorageHealth | None, ports: SourcePorts
) -> StorageHealth:
    """Asked because somebody wants to know: the same truth for all who do.

    Where it changed that is kept, with the moment of the worker's own look: by that the doctor
    knows that the worker lives.
    """
    found = probe_again(before, storage.id, await ports.prober.probe(storage), ports.clock())
    if before is not None and before.is_up is not found.is_up:
        await ports.records.note_health(replace(found, probed_at=before.probed_at))
    return found


async def look_at_due(ports: SourcePorts, due: dict[str, float]) -> None:
    """Each source that nobody has looked at for a while, or since its dataset was registered."""
    snapshot = await ports.catalog.current()
    keys = {f"{each.id}@{each.version}": each for each in snapshot.datasets.values()}
    ready = _ready(keys, due, ports.drift_interval_s, first_s=_LOOK_S)
    if not ready:
        return
    looks = await ports.records.looks()
    now = ports.clock()

    def is_old(dataset: Dataset) -> bool:
        last = looks.get(dataset.id)
        if last is None or last.version != dataset.version:
            return True
        return (now - last.looked_at).total_seconds() > ports.drift_interval_s / 2

    for each in ready:
        due[each] = _soon(ports.drift_interval_s)
    old = (keys[each] for each in ready if is_old(keys[each]))
    await _a_few_at_once(partial(_look, dataset, snapshot, ports) for dataset in old)


async def _look(dataset: Dataset, snapshot: Snapshot, ports: SourcePorts) -> None:
    try:
        look = await check_drift(dataset, snapshot, ports)
        await check_again(dataset, look, snapshot, ports)
    except Problem as problem:
        # The probes say that it is down; what it holds is looked at another time.
        _log.info("source_not_looked_at", dataset=dataset.id, code=problem.code)


def _ready(
    known: Iterable[str], due: dict[str, float], interval_s: float, first_s: float | None = None
) -> list[str]:
    """The names whose turn it is; new names come within a moment, not all at the same one."""
    now = asyncio.get_running_loop().time()
    names = list(known)
    for gone in due.keys() - set(names):
        del due[gone]
    for each in names:
        if each not in due:
            spread_s = min(interval_s, first_s or _LOOK_S)
            due[each] = now + (_chance.uniform(0, spread_s) if len(names) > _AT_ONCE else 0)
    return [each for each in names if due[each] <= now]


def _soon(interval_s: float) -> float:
    return asyncio.get_running_loop().time() + interval_s * _chance.uniform(0.8, 1.2)


async def _a_few_at_once(work: Iterable[Callable[[], Awaitable[None]]]) -> None:
    """Does the work, a few at once; work that waits when all is cancelled has not begun."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def in_turn(begin: Callable[[], Awaitable[None]]) -> None:
        async with turns:
            await begin()

    await asyncio.gather(*(in_turn(begin) for begin in work))
