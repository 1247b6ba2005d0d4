"""Two machines over one PostgreSQL: what one lets through, the other has counted a moment later.

Covers gateway.identity.rate_exchange, catalog.store.machine_requests,
gateway.identity.request_rates.
"""

import copy
from collections import Counter
from contextlib import AsyncExitStack

import psycopg
import pytest

from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from catalog.problems import StoreUnavailable
from catalog.store import open_store
from gateway.base.worker_memory import WorkerMemory
from gateway.control.execute import answer_document
from gateway.demo_mode.state import DemoState
from gateway.identity.problems import TooManyRequests
from gateway.identity.rate_exchange import exchange
from gateway.identity.request_rates import RateLimits, RequestRates
from gateway.reading.query.request import GraphqlRequest
from gateway.wiring.services import open_services

MOST = 6
KEY = b"of the master key"
ANNE = Subject("anne@ville", "urn:issuer", Siren("200090884"), "person", frozenset({"agent"}))


class Machine:
    """A gateway's limits, by a clock of its own, and what it tells others through."""

    def __init__(self, store, started=0.0, memory=None):
        self.now = started
        limits = RateLimits(of_an_agent=MOST)
        self.rates = RequestRates(limits, lambda: self.now, memory, KEY)
        self.port = store.machine_requests(None if memory is None else memory.machine)

    def let_through(self, asked):
        """How many of so many requests of one agent."""
        taken = 0
        for _ in range(asked):
            try:
                self.rates.count_request(ANNE, "192.0.2.1")
            except TooManyRequests:
                return taken
            taken += 1
        return taken

    async def tells(self):
        await exchange(self.rates, self.port)


@pytest.fixture
async def store(postgresql_database):
    opened = await open_store(postgresql_database)
    yield opened
    await opened.aclose()


@pytest.fixture
async def machines(store):
    """Started at other times: nothing is read from the clock of a machine."""
    made = [Machine(store), Machine(store, 5_000_000.0)]
    for each in made:
        await each.tells()
    return made


async def test_what_one_let_through_the_other_has_counted(machines):
    one, other = machines
    assert one.let_through(4) == 4
    await one.tells()
    await other.tells()
    assert other.let_through(10) == MOST - 4
    await other.tells()
    await one.tells()
    assert one.let_through(1) == 0


async def test_what_both_let_through_at_one_moment_is_paid_for_afterwards(machines):
    one, other = machines
    assert one.let_through(10) == other.let_through(10) == MOST
    for each in (one, other, one):
        await each.tells()
    for each in machines:
        each.now += 60.0
    assert [each.let_through(1) for each in machines] == [0, 0]
    for each in machines:
        each.now += 60.0
    assert one.let_through(10) == MOST


async def test_nothing_is_counted_twice(machines):
    one, other = machines
    one.let_through(2)
    await one.tells()
    for _ in range(3):
        await other.tells()
        await one.tells()
    assert other.let_through(10) == MOST - 2
    assert one.let_through(10) == MOST - 2


async def test_who_died_is_counted_still_and_who_starts_counts_what_comes_from_then_on(
    machines, store
):
    dead, alive = machines
    dead.let_through(3)
    await dead.tells()
    await alive.tells()
    newcomer = Machine(store)
    await newcomer.tells()
    assert alive.let_through(10) == MOST - 3
    assert newcomer.let_through(MOST) == MOST


async def test_workers_of_one_machine_count_what_another_let_through_once(store, machines):
    one, _ = machines
    memory = WorkerMemory(2)
    first = Machine(store, memory=memory)
    second = Machine(store, memory=memory)
    await first.tells()
    # As the second worker sees the same memory.
    seen = copy.copy(memory)
    seen.worker = 1
    second.rates.memory = seen
    one.let_through(2)
    for each in (one, first, second):
        await each.tells()
    assert first.let_through(1) + second.let_through(10) == MOST - 2
    for each in (first, second, one):
        await each.tells()
    assert one.let_through(1) == 0


class Away:
    async def exchange(self, counted, *, reads):
        raise StoreUnavailable(reason="away")


async def test_without_the_database_each_holds_its_own_and_tells_it_later(machines):
    one, other = machines
    assert one.let_through(4) == 4
    with pytest.raises(StoreUnavailable):
        await exchange(one.rates, Away())
    assert one.let_through(10) == 2
    await one.tells()
    await other.tells()
    assert other.let_through(1) == 0


async def test_the_table_names_nobody_and_forgets_what_is_old(machines, store, postgresql_database):
    one, _ = machines
    one.let_through(1)
    await one.tells()
    with psycopg.connect(postgresql_database, autocommit=True) as connection:
        rows = connection.execute("SELECT mark, requests FROM machine_requests").fetchall()
        assert Counter(mark.partition(":")[0] for mark, _ in rows) == {"agent": 1}
        assert "anne" not in str(rows)
        connection.execute("UPDATE machine_requests SET changed_ms = changed_ms - 600000")
    await Machine(store).tells()
    with psycopg.connect(postgresql_database) as connection:
        assert connection.execute("SELECT * FROM machine_requests").fetchall() == []


async def test_two_gateways_over_one_database_are_one_to_who_asks(postgresql_database, tmp_path):
    state = DemoState(tmp_path / "state")
    state.issuer_key()
    settings = state.settings(store_url=postgresql_database, requests_of_an_address=MOST)
    async with AsyncExitStack() as opened:
        gateways = [
            await opened.enter_async_context(open_services(settings, demo=True)) for _ in range(2)
        ]

        async def tell():
            for each in (*gateways, *gateways):
                await exchange(each.query.rates, each.exchange_rates)

        async def codes(gateway):
            request = GraphqlRequest("r", "{ __typename }", address="192.0.2.7")
            answers = [await answer_document(request, gateway) for _ in range(MOST)]
            return Counter(each.status for each in answers)

        await tell()
        assert await codes(gateways[0]) == {200: MOST}
        await tell()
        assert await codes(gateways[1]) == {429: MOST}
