"""The least of several runs: what the work costs, without most of the machine's noise."""

import time


async def least_ms(*runs, times=15, clock=time.perf_counter):
    """Milliseconds of the fastest of `times` awaited runs of each, after one that warms up.

    They take turns, so that a busy moment of the machine falls on all of them alike. By another
    `clock` (time.process_time), what they cost this process.
    """
    found = [float("inf")] * len(runs)
    for attempt in range(times + 1):
        for position, run in enumerate(runs):
            started = clock()
            await run()
            if attempt:
                found[position] = min(found[position], (clock() - started) * 1000)
    return found
