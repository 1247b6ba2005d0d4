"""While a body asks for sixty lists at a time, somebody without a token is answered as before.

Covers gateway.reading.query.admission, schema.document.document_cost, gateway.wiring.gc_tuning,
gateway.wiring.short_turns.
"""

import asyncio
import time

import pytest

from gateway.wiring.services import open_services
from gateway.wiring.short_turns import short_turns
from tests.integration.gateway.conftest import Gateway

VALCOBREIZH = ("agent@valcobreizh", "rpqs_dechets")
LISTS, AT_ONCE, ASKED = 60, 2, 40
FEW = "{ sde35 { bornesRecharge(first: 5) { nodes { nomStation } } } }"


def heavy(number):
    """Another document each time: nothing of it is remembered."""
    asked = " ".join(
        f"a{number}x{each}: collectes(first: 100, orderBy: [{{ dateCollecte: DESC }}])"
        " { nodes { flux dateCollecte tonnageKg } }"
        for each in range(LISTS)
    )
    return f"{{ valDIlleAubigne {{ {asked} }} }}"


async def slow_times_of(neighbour):
    """The 95th of a hundred; the best of three goes, since others use the machine as well."""
    found = []
    for _ in range(3):
        times = []
        for _ in range(ASKED):
            started = time.perf_counter()
            answer = await neighbour.ask(FEW, address="192.0.2.9")
            times.append(time.perf_counter() - started)
            assert b'"errors"' not in answer.body
        found.append(sorted(times)[int(ASKED * 0.95)])
    return min(found)


@pytest.fixture
async def limited(embedded):
    settings = embedded.state.settings().model_copy(update={"query_limits": "enforce"})
    async with open_services(settings, demo=True) as services:
        with short_turns():
            yield Gateway(embedded.state, services)


async def test_its_slow_answers_take_at_most_ten_times_as_long_as_when_nobody_asks(limited):
    await slow_times_of(limited)
    alone = await slow_times_of(limited)
    is_over, begun = asyncio.Event(), asyncio.Event()
    documents = 0

    async def burden():
        nonlocal documents
        while not is_over.is_set():
            documents += 1
            begun.set()
            assert (await limited.ask(heavy(documents), *VALCOBREIZH)).status == 200

    burdens = [asyncio.create_task(burden()) for _ in range(AT_ONCE)]
    await begun.wait()
    beside = await slow_times_of(limited)
    is_over.set()
    await asyncio.gather(*burdens)
    # A tenth of a second each; three, since others use the machine as well. It was 28 s.
    assert beside <= max(10 * alone, 0.33)
