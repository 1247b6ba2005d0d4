"""`./interco bench`: ratios against a peer or a floor, all of the same run on this machine.

Times are the least of several runs. Nothing here is asserted: an aim that is missed is said.
"""

import argparse
import asyncio
import sys
from contextlib import AsyncExitStack

from gateway.logging import configure_logging
from tests.bench.fences import figures_of_fences
from tests.bench.figures import figures_of_decisions, figures_of_lists, figures_of_planning
from tests.bench.record import figures_of_record
from tests.bench.report import Figure, write_table
from tests.bench.scene import opened_scene


def read_arguments():
    parser = argparse.ArgumentParser(prog="./interco bench", description=__doc__)
    parser.add_argument("--opa", action="store_true", help="ask an OPA server too (started here)")
    parser.add_argument("--trino", action="store_true", help="read from a Trino too (started here)")
    parser.add_argument(
        "--streams", action="store_true", help="stream millions of rows in each format"
    )
    parser.add_argument(
        "--postgraphile",
        action="store_true",
        help="hold six workloads against PostGraphile 5 (installed by npm) and SQL by hand",
    )
    return parser.parse_args()


async def measured(asked):
    """Figures, and notes as text."""
    found = []

    async def measure(what, figures):
        print(f"bench: {what} …", file=sys.stderr, flush=True)  # noqa: T201 - a command line
        found.extend([each async for each in figures])

    async with AsyncExitStack() as stack:
        opa = None
        if asked.opa:
            from tests.bench.real_servers import asked_opa

            opa = await stack.enter_async_context(asked_opa())
        scene = await stack.enter_async_context(opened_scene())
        await measure("lists", figures_of_lists(scene.owner))
        await measure("lists by agreement", figures_of_lists(scene.grantee))
        await measure("planning", figures_of_planning(scene.owner))
        await measure("planning by agreement", figures_of_planning(scene.grantee))
        await measure("decisions", figures_of_decisions(scene.grantee, opa))
    await measure("fences", figures_of_fences())
    await measure("the record", figures_of_record())
    if asked.trino:
        from tests.bench.real_servers import figures_of_trino

        await measure("Trino", figures_of_trino())
    if asked.streams:
        from tests.bench.streams import figures_of_streams

        await measure("streams", figures_of_streams())
    if asked.postgraphile:
        from tests.bench.peer.figures import figures_of_peers

        await measure("PostGraphile", figures_of_peers())
    return found


def main():
    asked = read_arguments()
    configure_logging("error")
    found = asyncio.run(measured(asked))
    print(write_table([each for each in found if isinstance(each, Figure)]))  # noqa: T201 - a command line
    for note in (each for each in found if isinstance(each, str)):
        print(note)  # noqa: T201 - a command line


if __name__ == "__main__":
    main()
