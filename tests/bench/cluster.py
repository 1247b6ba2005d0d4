"""One node of Trino, a coordinator with one worker, and with two: the same governed questions.

Each is started from the files of deploy/trino, one after the other, beside one OPA and one S3
store that hold the same rows for all. What is asked goes through the planner and TrinoEngine, as
the gateway asks it. Where all nodes share the cores of one machine, workers cannot be faster than a
node alone: what shows there is what distribution costs.
"""

import asyncio
import os
import time
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from deploy.local import running_locked_trino, running_opa, running_s3
from federation.values import bind_values
from policies.sources import REGO
from tests.bench.cluster_questions import ASKED, load_rows, plans_over
from tests.bench.real_servers import started
from tests.bench.report import times_longer
from tests.bench.timing import least_ms
from tests.contract.conftest import KEYRING
from tests.locked_trino import engine_of

_NAMES = {0: "one node alone", 1: "1 worker", 2: "2 workers"}
_HEAP_MB = 1500
_TIMES = 3


@dataclass(frozen=True)
class Measured:
    """`start_s`: until all nodes answered together; `ms`: the least, by question; `rss_mb`: of
    each node after all of it, the coordinator first.
    """

    name: str
    start_s: float
    ms: dict
    rss_mb: tuple

    def told(self):
        nodes = ", ".join(f"{each:,.0f}" for each in self.rss_mb)
        return (
            f"{self.name}: all nodes answered after {self.start_s:.0f} s (they are started one "
            f"after the other); resident memory of each afterwards {nodes} MB, together "
            f"{sum(self.rss_mb):,.0f} MB (heap at most {_HEAP_MB:,} MiB each)"
        )


async def figures_of_cluster():
    """Figures against the node alone, then lines of text for what is no time of a question."""
    async with AsyncExitStack() as stack:
        s3 = await stack.enter_async_context(started(running_s3()))
        opa = await stack.enter_async_context(started(running_opa(REGO)))
        await asyncio.to_thread(load_rows, s3)
        plans, answers = plans_over(s3), {}
        alone, *clusters = [await _measured(opa, s3, workers, plans, answers) for workers in _NAMES]
    for what in ASKED:
        for each in clusters:
            yield times_longer(f"{what}, {each.name}", each.ms[what], alone.name, alone.ms[what])
    for each in (alone, *clusters):
        yield each.told()
    yield (
        f"All nodes of these figures shared the {os.cpu_count()} cores of this machine, with the "
        "store, OPA and this process: the ratios are what distribution costs, not what it gives. "
        "A worker on cores of its own adds those cores to what reads and groups, and nothing to "
        "what one node does alone: the plan, the last ordering, rows behind a limit by agreement. "
        "Such machines were not measured here."
    )


async def _measured(opa, s3, workers, plans, answers):
    """`answers` are filled by the first and held against by the others, before any is timed."""
    began = time.perf_counter()
    starting = running_locked_trino(opa, s3, workers=workers, heap_mb=_HEAP_MB)
    async with started(starting) as server:
        start_s = time.perf_counter() - began
        engine = engine_of(server, lambda _secret: s3.secret_key)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(engine.aclose)
            for what, plan in plans.items():
                answer = await _answer(engine, plan)
                assert answer.num_rows
                assert answer.equals(answers.setdefault(what, answer)), what
            runs = [_run_of(engine, plan) for plan in plans.values()]
            least = await least_ms(*runs, times=_TIMES)
        nodes = (server.log_path, *server.worker_logs)
        rss_mb = tuple(_resident_mb(log.parent) for log in nodes)
    return Measured(_NAMES[workers], start_s, dict(zip(plans, least, strict=True)), rss_mb)


def _run_of(engine, plan):
    async def run():
        async with aclosing(engine.stream(plan, bind_values(plan, {}, {}, KEYRING))) as batches:
            async for _ in batches:
                pass

    return run


async def _answer(engine, plan):
    """All rows by their first columns: those that nothing orders come as workers have them."""
    async with aclosing(engine.stream(plan, bind_values(plan, {}, {}, KEYRING))) as batches:
        table = pa.Table.from_batches([batch async for batch in batches])
    keys = [(name, "ascending") for name in table.column_names[:2]]
    return table.sort_by(keys).combine_chunks()


def _resident_mb(folder):
    """Of the Java program that was given this folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            program, *arguments = (process / "cmdline").read_bytes().split(b"\0")
            status = (process / "status").read_text()
        except OSError:  # it ended meanwhile
            continue
        if program.endswith(b"java") and str(folder).encode() in b"\0".join(arguments):
            line = next(each for each in status.splitlines() if each.startswith("VmRSS:"))
            return int(line.split()[1]) * 1024 / 1e6
    raise AssertionError(folder)
