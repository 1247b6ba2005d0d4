"""Throughput of one process and of two on one port, asked by a client that costs little.

On a machine of two cores the client takes a part of one, and others may take more. So beside what
was answered here it is said what an answer costs the gateway, and how long its loops waited for a
core: without those waits, what a core for each process would give.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gateway.demo_mode.state import DemoState
from tests.bench.client import processor_ms
from tests.bench.peer.load import fetch_wrk, requests_a_second
from tests.bench.peer.servers import Side
from tests.bench.report import Figure, times_faster, times_longer
from tests.demo_folders import make_demo
from tests.integration.gateway.several_workers import Crew, several_workers

_CONNECTIONS = 16
_ROUNDS = 3
_WORKERS = (1, 2)
_ASKED = {
    "who one is": ("{ me { agent } }", 1.7),
    # Here each process has an engine of its own, with threads of its own.
    "10 rows of CSV": (
        "{ valDIlleAubigne { collectes(first: 10) { nodes { flux tonnageKg } } } }",
        None,
    ),
}


@dataclass(frozen=True)
class Measured:
    """`answers` a second as they came; `processor_ms` of the gateway an answer; `waited`: which
    part of the time its loops were ready and had no core; `idle`: which part they had nothing to do
    or waited for a lock, a disk, a thread.
    """

    answers: float
    processor_ms: float
    waited: float
    idle: float

    @property
    def with_cores(self) -> float:
        """Answers a second, had no loop ever waited for a core."""
        return self.answers / (1 - self.waited)


async def figures_of_workers() -> AsyncIterator[Figure | str]:
    wrk = await asyncio.to_thread(fetch_wrk)
    with tempfile.TemporaryDirectory(prefix="interco-bench-") as folder:
        state = DemoState(Path(folder) / "state")
        await make_demo(state)
        for figure in await asyncio.to_thread(_figures, wrk, state):
            yield figure


def _figures(wrk: str, state: DemoState) -> list[Figure | str]:
    token = state.token_of("agent@valcobreizh", "200090884")
    headers = (("Authorization", f"Bearer {token}"), ("Interco-Purpose", "rpqs_dechets"))
    best: dict[tuple[str, int], Measured] = {}
    with _crews(state) as crews:
        for _ in range(_ROUNDS):
            for what, (document, _) in _ASKED.items():
                for workers, crew in crews.items():
                    side = Side(what, f"{crew.address}/graphql", headers)
                    found = _measured(wrk, side, document, crew)
                    known = best.get((what, workers))
                    if known is None or found.with_cores > known.with_cores:
                        best[what, workers] = found
    return [
        line
        for what, (_, aim) in _ASKED.items()
        for line in _told(what, best[what, 1], best[what, 2], aim)
    ]


def _told(what: str, one: Measured, two: Measured, aim: float | None) -> Iterator[Figure | str]:
    yield times_faster(
        f"{what}, 2 workers, as answered here",
        1000 / two.answers,
        "1 worker",
        1000 / one.answers,
    )
    yield times_faster(
        "  the same with a core for each process",
        1000 / two.with_cores,
        "1 worker",
        1000 / one.with_cores,
        at_least=aim,
    )
    yield times_longer(
        "  processor time of the gateway, an answer",
        two.processor_ms,
        "1 worker",
        one.processor_ms,
    )
    for name, each in (("one", one), ("two", two)):
        yield (
            f"{what}, by {name}: {each.answers:.0f} answers a second, "
            f"{1000 / each.processor_ms:.0f} a second of the gateway's processor time; "
            f"loops waited for a core {each.waited:.0%} of the time, "
            f"for work or for others {each.idle:.0%}"
        )


@contextmanager
def _crews(state: DemoState) -> Iterator[dict[int, Crew]]:
    """Both at once, so that they take turns; one that is not asked does nothing."""
    with (
        several_workers(state.folder, 1, worker=False) as one,
        several_workers(state.folder, 2, worker=False) as two,
    ):
        yield dict(zip(_WORKERS, (one, two), strict=True))


def _measured(wrk: str, side: Side, document: str, crew: Crew) -> Measured:
    processes = crew.workers()
    body = {"query": document}
    requests_a_second(wrk, side, body, _CONNECTIONS, seconds=1)
    before, at = [_Spent.of(each) for each in processes], time.monotonic()
    used = processor_ms(processes)
    answers = requests_a_second(wrk, side, body, _CONNECTIONS)
    used = processor_ms(processes) - used
    took = time.monotonic() - at
    after = [_Spent.of(each) for each in processes]
    waited = sum(b.waited_s - a.waited_s for a, b in zip(before, after, strict=True))
    ran = sum(b.ran_s - a.ran_s for a, b in zip(before, after, strict=True))
    waited, ran = waited / len(processes) / took, ran / len(processes) / took
    return Measured(answers, used / (answers * took), waited, max(0.0, 1 - waited - ran))


@dataclass(frozen=True)
class _Spent:
    """Of the thread of a process's loop, which is its first: on a core, and ready without one."""

    ran_s: float
    waited_s: float

    @classmethod
    def of(cls, pid: int) -> _Spent:
        ran, waited, _ = Path(f"/proc/{pid}/schedstat").read_text().split()
        return cls(int(ran) / 1e9, int(waited) / 1e9)
