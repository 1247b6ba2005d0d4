"""A call that cannot be interrupted: its thread is given up, counted, and its instance replaced.

Covers federation.engines.given_up, federation.engines.duckdb_run, federation.engines.query_tag.
"""

import asyncio
import subprocess
import sys
import threading
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace

import pytest
import structlog.testing

from federation.engine import EngineState
from federation.engines import duckdb_engine
from federation.engines.duckdb_run import Run
from federation.engines.query_tag import CALLER, Caller
from federation.logical import WireType
from federation.problems import QueriesStillEnding, SourceTimeout
from tests.integration.storages.values import duckdb_plan

COUNT = (("n", WireType.COUNT),)
ONE = duckdb_plan("SELECT 1::BIGINT AS n", COUNT)
HELD = duckdb_plan("SELECT held::BIGINT AS n FROM range(1) AS held(held)", COUNT, timeout_s=0.05)
ALICE, BOB, CAROL = (Caller("243500667", name) for name in ("alice", "bob", "carol"))
NEIGHBOUR = Caller("200090884", "neighbour")
HERE, THERE = Caller("", "192.0.2.1"), Caller("", "192.0.2.2")


@pytest.fixture
def held(monkeypatch):
    """Queries named HELD return once this event is set, whatever interrupts them: as a thread does
    inside one long call of DuckDB's.
    """
    released = threading.Event()

    class HeldRun(Run):
        def _opened(self, rows_at_once):
            if "held" in self._plan.text:
                released.wait(30)
            return super()._opened(rows_at_once)

    monkeypatch.setattr(duckdb_engine, "Run", HeldRun)
    monkeypatch.setattr(duckdb_engine, "_GRACE_S", 0.05)
    yield released
    released.set()


@contextmanager
def asked_by(caller):
    token = CALLER.set(caller)
    try:
        yield
    finally:
        CALLER.reset(token)


async def leave_behind(engine, caller, count):
    """One whose time is over before its thread has begun leaves nothing behind: asked again."""
    wanted = engine.state.given_up + count
    with asked_by(caller):
        while engine.state.given_up < wanted:
            with pytest.raises(SourceTimeout):
                await engine.execute(HELD, {})


async def answers(engine, caller):
    with asked_by(caller):
        return (await engine.execute(ONE, {})).to_pylist() == [{"n": 1}]


@asynccontextmanager
async def ended(engine, released):
    """Afterwards every thread that was held has come back."""
    yield
    released.set()
    async with asyncio.timeout(10):
        while engine.state.given_up:  # noqa: ASYNC110 - the engine has no event for a test
            await asyncio.sleep(0)


async def test_others_go_on_however_many_queries_of_one_never_end(make_engine, held):
    engine = make_engine()
    async with ended(engine, held):
        await leave_behind(engine, ALICE, 3)
        with asked_by(ALICE):
            for _ in range(40):
                with pytest.raises(QueriesStillEnding) as refused:
                    await engine.execute(HELD, {})
        assert refused.value.status == 429
        assert "3 queries of yours were stopped" in refused.value.sentence("en")
        assert await answers(engine, BOB)
        assert await answers(engine, NEIGHBOUR)
        assert engine.state.given_up == 3
    # They ended: whoever asked them may ask again.
    assert await answers(engine, ALICE)


async def test_a_stream_that_never_ends_counts_alike(make_engine, held):
    engine = make_engine()
    async with ended(engine, held):
        with asked_by(ALICE):
            while engine.state.given_up < 3:
                with pytest.raises(SourceTimeout):
                    await anext(engine.stream(HELD, {}))
            with pytest.raises(QueriesStillEnding):
                await anext(engine.stream(ONE, {}))
        assert await answers(engine, BOB)


async def test_all_of_a_body_have_a_bound_together_and_other_bodies_go_on(make_engine, held):
    engine = make_engine()
    async with ended(engine, held):
        await leave_behind(engine, ALICE, 3)
        await leave_behind(engine, BOB, 3)
        with asked_by(CAROL), pytest.raises(QueriesStillEnding) as refused:
            await engine.execute(ONE, {})
        assert "6 queries of your organisation" in refused.value.sentence("en")
        assert await answers(engine, NEIGHBOUR)


async def test_an_address_without_a_token_has_a_bound_of_its_own(make_engine, held):
    engine = make_engine()
    async with ended(engine, held):
        await leave_behind(engine, HERE, 3)
        with asked_by(HERE), pytest.raises(QueriesStillEnding):
            await engine.execute(ONE, {})
        assert await answers(engine, THERE)


async def test_queries_that_wait_when_others_are_given_up_are_refused_too(make_engine, held):
    engine = make_engine(workers=1)
    assert await answers(engine, ALICE)
    # Each has its turn when the one before is given up.
    plans = [replace(HELD, timeout_s=0.3 * number) for number in range(1, 9)]
    async with ended(engine, held):
        with asked_by(ALICE):
            asked = [asyncio.create_task(engine.execute(plan, {})) for plan in plans]
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert engine.state.given_up == 3
        assert isinstance(found[-1], QueriesStillEnding)
        assert await answers(engine, NEIGHBOUR)


async def test_an_instance_whose_thread_does_not_come_back_is_replaced(make_engine, held):
    engine = make_engine(instances=1, comes_back_s=0.0)
    async with ended(engine, held):
        with structlog.testing.capture_logs() as logs:
            await leave_behind(engine, ALICE, 1)
            async with asyncio.timeout(5):
                while not engine.state.replaced:  # noqa: ASYNC110 - as above
                    await asyncio.sleep(0)
        assert engine.state == EngineState(given_up=1, replaced=1, is_full=False)
        assert [each["event"] for each in logs][-1] == "duckdb_instance_replaced"
        # There is room for one instance: it is a fresh one.
        assert await answers(engine, NEIGHBOUR)


LEFT_BEHIND = """
import asyncio, sys
from pathlib import Path
from federation.engines.duckdb_engine import DuckdbEngine
from federation.logical import WireType
from gateway.cli.server_commands import leave_at_once
from tests.integration.storages.values import duckdb_plan

# Tried in as many ways as there are to place nine a's among eighty: no life is long enough.
ENDLESS = (
    "SELECT count(*)::BIGINT AS n FROM range(1) AS t(i)"
    " WHERE (repeat('a', 80) || i) LIKE (repeat('%a', 9) || '%b' || left(i::VARCHAR, 0))"
)

async def leave_one_behind():
    engine = DuckdbEngine(lambda _: "", spill_dir=Path(sys.argv[1]), memory_limit="256MB")
    plan = duckdb_plan(ENDLESS, (("n", WireType.COUNT),), timeout_s=1)
    while not engine.state.given_up:
        try:
            await engine.execute(plan, {})
        except Exception as told:
            print(type(told).__name__)
    await engine.aclose()

asyncio.run(leave_one_behind())
print("closed")
leave_at_once()
"""


def test_a_process_ends_though_a_call_of_duckdb_does_not(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LEFT_BEHIND, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "closed"
    # What a query spilled does not outlive the process.
    assert not list(tmp_path.iterdir())
