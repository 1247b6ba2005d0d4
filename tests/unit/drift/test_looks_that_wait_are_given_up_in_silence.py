"""Whoever stops while sources wait to be looked at is told nothing of it.

Covers gateway.upkeep.source_monitoring.loops.
"""

import asyncio
import gc
import warnings

import pytest

from gateway.upkeep.source_monitoring import loops


async def test_nothing_is_said_of_what_never_began():
    has_begun = asyncio.Event()

    async def look():
        has_begun.set()
        await asyncio.Event().wait()

    looking = asyncio.create_task(loops._a_few_at_once([look] * (2 * loops._AT_ONCE)))
    await has_begun.wait()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        looking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await looking
        gc.collect()
