"""`./interco bench`: ratios against a peer or a floor, all of the same run on this machine.

Times are the least of several runs. Nothing here is asserted: an aim that is missed is said.
"""

import argparse
import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from gateway.base.logging import configure_logging
from tests.bench.fences import figures_of_fences
from tests.bench.figures import figures_of_decisions, figures_of_lists, figures_of_planning
from tests.bench.lists.figures import figures_of_same_work
from tests.bench.record import figures_of_record
from tests.bench.report import Figure, write_table
from tests.bench.scale.figures import BODIES, measure_scale
from tests.bench.scene import opened_scene
from tests.bench.search import figures_of_search


def read_arguments():
    parser = argparse.ArgumentParser(prog="./interco bench", description=__doc__)
    parser.add_argument("--opa", action="store_true", help="ask an OPA server too (started here)")
    parser.add_argument("--trino", action="store_true", help="read from a Trino too (started here)")
    parser.add_argument(
        "--cluster",
        action="store_true",
        help="one node of Trino, one worker and two, of the same rows in S3",
    )
    parser.add_argument(
        "--streams", action="store_true", help="stream millions of rows in each format"
    )
    parser.add_argument(
        "--postgraphile",
        action="store_true",
        help="eight workloads against PostGraphile 5 (by npm), bare and with duties, and by hand",
    )
    parser.add_argument(
        "--workers", action="store_true", help="two processes on one port, against one"
    )
    parser.add_argument(
        "--lists", action="store_true", help="the same lists by us, by Strawberry and by hand"
    )
    parser.add_argument(
        "--search", action="store_true", help="a search of 10,000 datasets, with its facets"
    )
    parser.add_argument(
        "--scale", action="store_true", help="a process over countries of several sizes"
    )
    parser.add_argument(
        "--bodies", type=int, nargs="+", default=BODIES, help="of those countries (10 100 1000)"
    )
    parser.add_argument(
        "--drawing", type=Path, help="a file that the growth of --scale is drawn into (SVG)"
    )
    parser.add_argument(
        "--alone", action="store_true", help="nothing but what the other options name"
    )
    return parser.parse_args()


async def measured(asked):  # noqa: C901 - one option after the other
    """Figures, and notes as text."""
    found = []

    async def measure(what, figures):
        print(f"bench: {what} …", file=sys.stderr, flush=True)  # noqa: T201 - a command line
        found.extend([each async for each in figures])

    if asked.scale:
        print("bench: scale …", file=sys.stderr, flush=True)  # noqa: T201 - a command line
        found.append(await asyncio.to_thread(measure_scale, asked.bodies, asked.drawing))
    for what, is_asked, figures in (
        ("lists, the same work", asked.lists or not asked.alone, figures_of_same_work),
        ("search", asked.search, figures_of_search),
    ):
        if is_asked:
            await measure(what, figures())
    if not asked.alone:
        await _measure_ours(measure, asked)
    if asked.workers:
        from tests.bench.workers import figures_of_workers

        await measure("workers", figures_of_workers())
    if asked.trino:
        from tests.bench.real_servers import figures_of_trino

        await measure("Trino", figures_of_trino())
    if asked.cluster:
        from tests.bench.cluster import figures_of_cluster

        await measure("clusters of Trino", figures_of_cluster())
    if asked.streams:
        from tests.bench.streams import figures_of_streams

        await measure("streams", figures_of_streams())
    if asked.postgraphile:
        from tests.bench.peer.figures import figures_of_peers

        await measure("PostGraphile", figures_of_peers())
    return found


async def _measure_ours(measure, asked):
    """Lists, planning, decisions, fences, the record: what needs nothing beside this process."""
    async with AsyncExitStack() as stack:
        opa = None
        if asked.opa:
            from tests.bench.real_servers import asked_opa

            opa = await stack.enter_async_context(asked_opa())
        scene = await stack.enter_async_context(opened_scene())
        await measure("lists, inside", figures_of_lists(scene.owner))
        await measure("lists by agreement, inside", figures_of_lists(scene.grantee))
        await measure("planning", figures_of_planning(scene.owner))
        await measure("planning by agreement", figures_of_planning(scene.grantee))
        await measure("decisions", figures_of_decisions(scene.grantee, opa))
    await measure("fences", figures_of_fences())
    await measure("the record", figures_of_record())


def main():
    asked = read_arguments()
    configure_logging("error")
    found = asyncio.run(measured(asked))
    figures = [each for each in found if isinstance(each, Figure)]
    if figures:
        print(write_table(figures))  # noqa: T201 - a command line
    for note in (each for each in found if isinstance(each, str)):
        print(note)  # noqa: T201 - a command line


if __name__ == "__main__":
    main()
