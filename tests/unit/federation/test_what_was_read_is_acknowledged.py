"""Rows that were fetched from Trino's store are given back to it, though Trino fails at first.

Covers federation.engines.trino_segments.
"""

import asyncio

import httpx

from federation.engines.trino_client import TrinoFailure
from federation.engines.trino_segments import Segment, SegmentMetadata, SegmentStore

SEGMENT = Segment(
    "spooled", SegmentMetadata(1, 5), ack_uri="http://trino:8080/v1/spooled/ack/xyz?a=1"
)


class Coordinator:
    """Answers with a failure as often as it is told to; `asked` are the paths asked for."""

    url = httpx.URL("http://trino:8080")

    def __init__(self, failures):
        self.failures, self.asked = failures, []

    async def request(self, method, path):
        self.asked.append((method, path))
        if len(self.asked) <= self.failures:
            raise TrinoFailure("UNREACHABLE", "HTTP 500")


class Silent(Coordinator):
    def __init__(self):
        super().__init__(failures=0)
        self.is_asked = asyncio.Event()

    async def request(self, method, path):
        self.is_asked.set()
        await asyncio.Event().wait()


def opened(coordinator):
    return SegmentStore(coordinator, "http://store:9000/bucket/")


async def test_an_acknowledgement_that_fails_is_sent_again():
    for failures in (0, 1, 2):
        coordinator = Coordinator(failures)
        store = opened(coordinator)
        await store.acknowledge(SEGMENT)
        await store.aclose()
        assert coordinator.asked == [("GET", "/v1/spooled/ack/xyz?a=1")] * (failures + 1)


async def test_a_trino_that_always_fails_costs_nobody_the_answer():
    coordinator = Coordinator(failures=100)
    store = opened(coordinator)
    await store.acknowledge(SEGMENT)
    await store.aclose()
    assert 1 < len(coordinator.asked) < 10


async def test_what_is_still_being_acknowledged_ends_with_the_engine():
    coordinator = Silent()
    store = opened(coordinator)
    acknowledging = store.acknowledge(SEGMENT)
    await coordinator.is_asked.wait()
    await asyncio.wait_for(store.aclose(), 10)
    assert acknowledging.cancelled()
