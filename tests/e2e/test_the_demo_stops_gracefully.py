"""A stop in the middle of a load: what is running is answered, and nothing of the audit is lost.

Covers gateway.wiring.stopping.
"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import pytest

from tests.e2e.conftest import start_demo

QUERY = """{ sde35 { bornesRecharge(first: 200) {
  nodes { nomStation puissanceKw commune { nom epci { nom } } }
  groupBy { key { commune { nom } } aggregate { count } } } } }"""


@pytest.fixture
def own_demo(tmp_path):
    process, running = start_demo(tmp_path / "state")
    yield process, running
    if process.poll() is None:
        process.kill()


def test_running_queries_are_answered_or_cancelled_and_all_recorded(own_demo):
    process, demo = own_demo
    asked = 0

    def ask(_number):
        try:
            answer = httpx.post(
                f"{demo.address}/graphql", json={"query": QUERY}, timeout=60, trust_env=False
            )
        except httpx.TransportError:
            return "refused"
        return "answered" if answer.json().get("data", {}).get("sde35") else "told"

    with ThreadPoolExecutor(8) as callers:
        pending = [callers.submit(ask, number) for number in range(60)]
        assert pending[5].result() == "answered"
        process.terminate()
        outcomes = [each.result() for each in pending]
    assert process.wait(timeout=30) == 0
    asked = outcomes.count("answered")
    assert asked >= 6
    with closing(sqlite3.connect(demo.state / "catalog.sqlite")) as audit:
        (intents,) = audit.execute("SELECT count(*) FROM audit_intent").fetchone()
        (ended,) = audit.execute("SELECT count(*) FROM audit_outcome").fetchone()
    assert intents == ended >= asked
    assert not (demo.state / "port").exists()
