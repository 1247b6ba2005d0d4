"""Keeps proofs beside requests: the chain follows the audit, each day that is over is signed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

import structlog

from catalog.chain.records import Place
from catalog.chain.roots import Signed, root_document, signed
from catalog.codec import write_value
from catalog.model.paris import paris_day
from catalog.model.problem import Problem
from catalog.snapshot import Snapshot
from gateway.base.background_loop import repeat
from gateway.proof.problems import RootDiffers
from gateway.proof.retention import (
    Periods,
    RetentionPort,
    UnusualPort,
    remind_of_ends,
    tell_unusual_use,
)
from gateway.proof.roots_folder import RootsBeside
from gateway.proof.signing_key import SigningKey

_log = structlog.get_logger()
_CHAIN_EVERY_S = 1.0
_ROOTS_EVERY_S = 60.0
_LOOK_BACK_EVERY_S = 3600.0
_AFTER_MIDNIGHT = timedelta(minutes=10)
"""Clocks of processes differ, and one may be chaining what another recorded before midnight."""
_LAST_S = 5.0
_LAST_TURNS = 10
"""Transactions of fifty records each: what is left then, the next start chains."""


class ChainPort(Protocol):
    async def extend(self, catalog: Snapshot, now: datetime, turns: int | None = None) -> int: ...


class DueRoot(Protocol):
    @property
    def day(self) -> str: ...
    @property
    def leaves(self) -> Sequence[str]: ...
    @property
    def before(self) -> Signed | None: ...


class RootsPort(Protocol):
    async def due(self, today: date) -> DueRoot | None: ...

    async def keep(self, root: Signed) -> bool: ...

    async def since(self, day: str = "") -> list[Signed]: ...


class ChainsPort(Protocol):
    """Chains, read back."""

    async def ends(self) -> dict[str, Place]: ...

    def lines(self, body: str, upto: int | None = None) -> AsyncIterator[tuple[str, str]]: ...


class CatalogPort(Protocol):
    async def current(self) -> Snapshot: ...


@dataclass(frozen=True, slots=True)
class ProofPorts:
    """`beside` is where roots are written apart from the store."""

    catalog: CatalogPort
    chain: ChainPort
    chains: ChainsPort
    roots: RootsPort
    beside: RootsBeside
    key: SigningKey
    retention: RetentionPort
    unusual: UnusualPort
    periods: Periods
    clock: Callable[[], datetime]


async def extend_chain(ports: ProofPorts) -> int:
    """All that is recorded now. Raises StoreUnavailable."""
    return await ports.chain.extend(await ports.catalog.current(), ports.clock())


async def sign_days(ports: ProofPorts) -> list[str]:
    """The days that are over and had no root, each signed; which they were."""
    days = []
    today = paris_day(ports.clock() - _AFTER_MIDNIGHT)
    while (due := await ports.roots.due(today)) is not None:
        at = write_value(ports.clock())
        document = root_document(due.day, due.leaves, due.before, at)
        if await ports.roots.keep(signed(document, ports.key.id, ports.key.sign)):
            days.append(due.day)
    return days


async def write_beside(ports: ProofPorts) -> list[str]:
    """The days whose root was not beside the store yet. Raises RootNotWritten, and RootDiffers for
    one that is there and is another: it is not replaced.
    """
    there = await ports.beside.names()
    days = []
    for root in await ports.roots.since():
        name = f"{root.day}.json"
        if name not in there:
            await ports.beside.write(name, root.write())
            days.append(root.day)
        elif await ports.beside.read(name) != root.write():
            raise RootDiffers(day=root.day)
    return days


@asynccontextmanager
async def keeping_proof(ports: ProofPorts) -> AsyncIterator[None]:
    """While it is open; at its end what is recorded by then is chained, as far as that goes.

    What has begun is finished, not cancelled: a transaction that is broken off may keep its lock on
    a SQLite store.
    """
    stopping = asyncio.Event()
    tasks = {
        asyncio.create_task(_rounds(_follow, ports, _CHAIN_EVERY_S, stopping)),
        asyncio.create_task(_rounds(_sign, ports, _ROOTS_EVERY_S, stopping)),
        asyncio.create_task(_rounds(_look_back, ports, _LOOK_BACK_EVERY_S, stopping)),
    }
    try:
        yield
    finally:
        stopping.set()
        _, late = await asyncio.wait(tasks, timeout=_LAST_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(Problem):
            await ports.chain.extend(await ports.catalog.current(), ports.clock(), _LAST_TURNS)


async def _follow(ports: ProofPorts) -> None:
    await extend_chain(ports)


async def _sign(ports: ProofPorts) -> None:
    for day in await sign_days(ports):
        _log.info("root_signed", day=day)
    await write_beside(ports)


async def _look_back(ports: ProofPorts) -> None:
    erased = await ports.retention.erase(*ports.periods.before(ports.clock()))
    others = (erased.arrivals, erased.deliveries, erased.agents)
    if any((erased.requests, erased.pseudonyms, erased.acts, *others)):
        _log.info(
            "identities_erased",
            requests=erased.requests,
            pseudonyms=erased.pseudonyms,
            acts=erased.acts,
            arrivals=erased.arrivals,
            deliveries=erased.deliveries,
            agents=erased.agents,
        )
    catalog = await ports.catalog.current()
    await remind_of_ends(ports.unusual, catalog, ports.clock())
    messages = await tell_unusual_use(ports.unusual, catalog, ports.clock())
    if messages:
        _log.info("unusual_use", messages=len(messages))


async def _rounds(
    work: Callable[[ProofPorts], Awaitable[None]],
    ports: ProofPorts,
    every_s: float,
    stopping: asyncio.Event,
) -> None:
    async def round_() -> float:
        await work(ports)
        return every_s

    await repeat(round_, "proof", retry_s=every_s, stopping=stopping)
