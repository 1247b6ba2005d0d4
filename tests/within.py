"""Bounds on work that hold whatever else the machine, or this process, does meanwhile."""

import asyncio
import time

from gateway.wiring.gc_tuning import frozen_gc


def within(most_s, work):
    """What `work` gives, if one of three goes takes less than `most_s` of this thread's time.

    What else happens only adds: a collection of garbage that hundreds of tests have left, say.
    """
    for _ in range(3):
        started = time.thread_time()
        done = work()
        spent = time.thread_time() - started
        if spent < most_s:
            return done
    raise AssertionError(f"{spent} s of work")


async def never_held(asking, own_s=0.1, of_all_s=1.0):
    """The answer of `asking`, if no step of the loop takes `own_s` of its own thread's time, and no
    other thread keeps it from going on for `of_all_s` of this process's time. What other processes
    take of the machine is in neither, nor a collection of what hundreds of tests have left.
    """
    with frozen_gc():
        asked = asyncio.create_task(asking)
        own, of_all = [], []
        while not asked.done():
            begun = time.thread_time(), time.process_time()
            await asyncio.sleep(0)
            own.append(time.thread_time() - begun[0])
            of_all.append(time.process_time() - begun[1])
    assert max(own) < own_s
    assert max(of_all) < of_all_s
    return await asked
