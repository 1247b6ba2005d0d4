"""Covers catalog.store.single_flight."""

import asyncio

import pytest

from catalog.store.single_flight import SharedRead


class Source:
    """Answers the number of reads begun; each read ends when `release` says so."""

    def __init__(self):
        self.begun = 0
        self.gates = []

    async def read(self):
        self.begun += 1
        number = self.begun
        gate = asyncio.Event()
        self.gates.append(gate)
        await gate.wait()
        return number

    def release(self):
        for gate in self.gates:
            gate.set()


async def turns(count=5):
    for _ in range(count):
        await asyncio.sleep(0)


async def test_a_read_already_begun_does_not_count_for_who_comes_later():
    source = Source()
    shared = SharedRead(source.read)
    first = asyncio.create_task(shared())
    await turns()
    assert source.begun == 1
    later = [asyncio.create_task(shared()) for _ in range(5)]
    await turns()
    source.release()
    assert await first == 1
    await turns()
    source.release()
    assert await asyncio.gather(*later) == [2] * 5
    assert source.begun == 2


async def test_who_leaves_does_not_stop_the_read_of_others():
    source = Source()
    shared = SharedRead(source.read)
    leaving, staying = (asyncio.create_task(shared()) for _ in range(2))
    await turns()
    leaving.cancel()
    await turns()
    source.release()
    assert await staying == 1


async def test_a_failure_is_told_to_those_who_waited_and_forgotten_after():
    answers = iter([ValueError("gone"), 7])

    async def read():
        await asyncio.sleep(0)
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    shared = SharedRead(read)
    results = await asyncio.gather(shared(), shared(), return_exceptions=True)
    assert [str(each) for each in results] == ["gone", "gone"]
    assert await shared() == 7


async def test_a_failure_does_not_fail_the_read_that_follows():
    source = Source()
    failing = True

    async def read():
        if failing:
            await source.read()
            raise ValueError
        return "well"

    shared = SharedRead(read)
    first = asyncio.create_task(shared())
    await turns()
    second = asyncio.create_task(shared())
    failing = False
    source.release()
    with pytest.raises(ValueError, match=r"^$"):
        await first
    assert await second == "well"
