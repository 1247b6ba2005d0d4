"""One instance a set of storages; the oldest idle one makes room, one that is used never does.

Covers federation.engines.duckdb_instances, federation.engines.duckdb_pool.
"""

import asyncio

import pytest

from federation.logical import WireType
from federation.problems import SourceTimeout, SourceUnreachable
from tests.integration.storages.values import csv_dataset, duckdb_plan, files_storage, source_of

TEXT = (("n", WireType.STRING),)


@pytest.fixture
def plans(tmp_path):
    """A plan over a storage of its own, for each name; and one over several."""

    def plan(*names, endless=False, **facts):
        tables = []
        for name in names:
            directory = tmp_path / name
            directory.mkdir(exist_ok=True)
            (directory / "a.csv").write_text(f"n\n{name}\n")
            tables.append((files_storage(directory, f"st_{name}"), csv_dataset("a.csv", "n")))
        sources = " UNION ALL ".join(f"SELECT n FROM {source_of(*each)} AS t" for each in tables)
        if endless:
            sources += (
                " UNION ALL SELECT max(a.range * b.range)::VARCHAR "
                "FROM range(1000000) a, range(1000000) b"
            )
        return duckdb_plan(sources, TEXT, *tables, **facts)

    return plan


def names(rows):
    return sorted(row["n"] for row in rows.to_pylist())


async def test_the_same_set_of_storages_is_one_instance(make_engine, plans):
    engine = make_engine()
    results = await asyncio.gather(*(engine.execute(plans("a", "b"), {}) for _ in range(6)))
    assert [names(each) for each in results] == [["a", "b"]] * 6
    assert len(engine._pool._slots) == 1
    await engine.execute(plans("a"), {})
    assert len(engine._pool._slots) == 2


async def test_the_least_recently_used_goes(make_engine, plans, tmp_path):
    engine = make_engine(instances=2)
    for name in ("a", "b", "a", "c"):
        assert names(await engine.execute(plans(name), {})) == [name]
    directories = list((tmp_path / "spill-0").iterdir())
    assert len(directories) == len(engine._pool._slots) == 2
    kept = {slot.instance.directory for slot in engine._pool._slots.values()}
    await engine.execute(plans("a"), {})
    assert {slot.instance.directory for slot in engine._pool._slots.values()} == kept


async def test_one_in_use_is_not_evicted(make_engine, plans):
    engine = make_engine(instances=1)
    running = asyncio.create_task(engine.execute(plans("a", endless=True), {}))
    async with asyncio.timeout(5):
        while not engine._running:  # noqa: ASYNC110 - the engine has no event for a test
            await asyncio.sleep(0)
    with pytest.raises(SourceTimeout):
        await engine.execute(plans("b", timeout_s=0.2), {})
    assert not running.done()
    waiting = asyncio.create_task(engine.execute(plans("b"), {}))
    await asyncio.sleep(0)
    running.cancel()
    assert names(await waiting) == ["b"]


async def test_many_sets_at_once_wait_for_room(make_engine, plans):
    engine = make_engine(instances=2)
    wanted = [f"v{number}" for number in range(9)]
    results = await asyncio.gather(*(engine.execute(plans(name), {}) for name in wanted))
    assert [names(each) for each in results] == [[name] for name in wanted]


async def test_who_leaves_during_the_making_disturbs_nobody(make_engine, plans):
    engine = make_engine()
    first, second = (asyncio.create_task(engine.execute(plans("a"), {})) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert names(await second) == ["a"]
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_an_engine_answers_of_no_storage_at_all(make_engine, plans):
    engine = make_engine(instances=1)
    await engine.ping()
    # And keeps no room for it.
    assert names(await engine.execute(plans("a"), {})) == ["a"]
    await engine.aclose()
    with pytest.raises(SourceUnreachable):
        await engine.ping()
