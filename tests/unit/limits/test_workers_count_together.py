"""Workers of one machine hold one set of limits: what one lets through, the others have counted.

Covers gateway.base.worker_memory, gateway.reading.query.admission, gateway.identity.request_rates.
"""

import asyncio
import copy
import os
import signal
import warnings
from functools import partial

import pytest

from catalog.model.identifiers import Siren
from catalog.model.subject import ANONYMOUS, Subject
from gateway.base.problems import TooManyQueries
from gateway.base.worker_memory import _PROBED, _RATE_SLOTS, WorkerMemory
from gateway.identity.problems import TooManyRequests
from gateway.identity.request_rates import RateLimits, RequestRates
from gateway.reading.query.admission import FairQueue, QueueLimits

BODY = Siren("200090884")


def person(name, body=BODY):
    return Subject(name, "urn:issuer", body, "person", frozenset())


def views(workers):
    """The same memory as each of several workers sees it."""
    first = WorkerMemory(workers)
    seen = [first]
    for number in range(1, workers):
        other = copy.copy(first)
        other.worker = number
        seen.append(other)
    return seen


def forked(work):
    """The process that does it; this one's threads, which a fork leaves behind, are not needed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if not pid:
        try:
            work()
        finally:
            os._exit(0)
    return pid


def queues(workers, **limits):
    limits = QueueLimits(is_enforced=True, **{"wait_s": 5.0, **limits})
    return [FairQueue(limits, memory) for memory in views(workers)]


def rates(workers, **limits):
    return [RequestRates(RateLimits(**limits), lambda: 1000.0, each) for each in views(workers)]


def test_what_an_address_sends_to_one_is_paid_for_at_all():
    three = rates(3, of_an_address=6)
    for number in range(6):
        three[number % 3].count_request(ANONYMOUS, "192.0.2.1")
    for each in three:
        with pytest.raises(TooManyRequests):
            each.count_request(ANONYMOUS, "192.0.2.1")
        each.count_request(ANONYMOUS, f"192.0.2.{10 + three.index(each)}")


def test_a_full_neighbourhood_forgets_who_has_been_paid_for_the_longest(monkeypatch):
    monkeypatch.setattr(WorkerMemory, "_number", lambda _, key: key)
    memory, near = WorkerMemory(1), range(1_000, 1_000 + _PROBED)
    with memory.held():
        for key in near:
            # The one in the middle was paid for before all others.
            memory.keep_paid(key, 1.0 if key == 1_003 else 50.0 + key)
        newest = 1_000 + _RATE_SLOTS
        memory.keep_paid(newest, 9_999.0)
        assert memory.paid_until(newest) == 9_999.0
        assert memory.paid_until(1_003) is None
        kept = [memory.paid_until(key) for key in near if key != 1_003]
    assert kept == [50.0 + key for key in near if key != 1_003]


def test_failures_at_one_are_remembered_by_all():
    one, other = rates(2, failures_of_an_address=3)
    for _ in range(3):
        one.count_failure("192.0.2.1")
    with pytest.raises(TooManyRequests):
        other.refuse_after_failures("192.0.2.1")


async def test_a_turn_that_runs_in_one_worker_is_not_given_by_another():
    one, other = queues(2, of_an_agent=1, wait_s=0.2)
    async with one.admitted(person("a")):
        with pytest.raises(TooManyQueries):
            async with other.admitted(person("a")):
                pytest.fail("a second turn")
        async with other.admitted(person("b")):
            pass
    async with other.admitted(person("a")):
        pass


async def test_a_turn_that_one_gives_back_another_gives():
    one, other = queues(2, of_an_organisation=1)
    begun = asyncio.Event()

    async def waits():
        async with other.admitted(person("b")):
            begun.set()

    async with one.admitted(person("a")):
        waiting = asyncio.create_task(waits())
        await asyncio.sleep(0)
        assert not begun.is_set()
        assert other.length == (0, 1)
    await waiting
    assert begun.is_set()
    assert (one.length, other.length) == ((0, 0), (0, 0))


async def test_all_together_are_never_more_than_the_gateway_runs():
    four = queues(4, at_once=3, of_an_organisation=99, of_an_agent=99)
    running, most = 0, 0

    async def query(number):
        nonlocal running, most
        async with four[number % 4].admitted(person(f"p{number}", Siren(f"20009088{number % 5}"))):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.001)
            running -= 1

    await asyncio.gather(*(query(number) for number in range(40)))
    assert most == 3


def test_turns_of_a_worker_that_died_are_given_back():
    memory = WorkerMemory(2)

    def dies():
        memory.worker = 1
        with memory.held():
            memory.add_turns(("all",), 5)
            os.kill(os.getpid(), signal.SIGKILL)

    os.waitpid(forked(dies), 0)
    with memory.held():
        assert memory.turns(("all",)) == 5
    memory.forget_turns(1)
    with memory.held():
        assert memory.turns(("all",)) == 0


def test_workers_that_count_at_once_lose_nothing():
    memory = WorkerMemory(4)

    def counts(worker):
        memory.worker = worker
        for _ in range(500):
            with memory.held():
                memory.keep_paid("key", (memory.paid_until("key") or 0.0) + 1)
                memory.add_turns("turn", 1)

    for pid in [forked(partial(counts, worker)) for worker in range(4)]:
        os.waitpid(pid, 0)
    with memory.held():
        assert memory.paid_until("key") == 2000
        assert memory.turns("turn") == 2000


def test_a_full_table_forgets_who_was_paid_for_the_longest():
    memory = WorkerMemory(1)
    with memory.held():
        for number in range(200_000):
            memory.keep_paid(("k", number), float(number))
        kept = [number for number in range(200_000) if memory.paid_until(("k", number))]
    assert 60_000 < len(kept) <= 65_536
    assert min(kept[-1000:]) > 190_000
