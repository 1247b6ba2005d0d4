"""The least of several runs: what the work costs, without most of the machine's noise."""

import time


async def least_ms(run, *, times=15):
    """Milliseconds of the fastest of `times` awaited runs, after one that warms up."""
    await run()
    found = []
    for _ in range(times):
        started = time.perf_counter()
        await run()
        found.append((time.perf_counter() - started) * 1000)
    return min(found)
