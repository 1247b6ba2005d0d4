"""`kill -9` in the middle of an answer: after the next start, the audit says what it knows.

Covers gateway.reading.query.unfinished, catalog.store.unfinished.
"""

import sqlite3
import time
from contextlib import closing

import httpx
import pytest

from tests.e2e.conftest import run_interco, start_demo

MANY = "SELECT a.nom_station, b.nom_station FROM sde35.bornes_recharge a, sde35.bornes_recharge b"
EXPLAIN = "query ($id: ID!) { explainRequest(id: $id) { status rows notes { fr en } } }"
AGENT = "agent@sde35"


@pytest.fixture
def start(tmp_path):
    processes = []

    def started():
        process, running = start_demo(tmp_path / "state")
        processes.append(process)
        return process, running

    yield started
    for each in processes:
        each.kill()
        each.wait(timeout=30)


def test_the_next_start_tells_that_the_outcome_is_unknown(start):
    process, demo = start()
    asked = {"Authorization": f"Bearer {demo.token(AGENT)}", "Accept": "text/csv"}
    with httpx.stream(
        "POST",
        f"{demo.address}/v1/sql",
        json={"query": MANY},
        headers=asked,
        timeout=60,
        trust_env=False,
    ) as answer:
        request = answer.headers["interco-request-id"]
        # Whoever reads so slowly keeps it running.
        next(answer.iter_raw(64))
        process.kill()
        process.wait(timeout=30)
    assert told(demo, "SELECT status FROM audit_outcome WHERE request_id = ?", request) == []
    # An hour goes by.
    told(demo, "UPDATE audit_intent SET at = '2026-01-01T00:00:00Z' WHERE request_id = ?", request)
    _, demo = start()
    found = until_it_is_told(demo, request)
    assert (found["status"], found["rows"]) == ("unknown", None)
    (note,) = (each for each in found["notes"] if "Issue inconnue" in each["fr"])
    assert note["en"].startswith("Outcome unknown: the gateway stopped before it was recorded")
    said = run_interco(
        *("explain", "--request", request, "--as", AGENT, "--state", str(demo.state))
    ).stdout
    assert "issue inconnue\n" in said or "outcome unknown\n" in said


def told(demo, statement, request):
    with closing(sqlite3.connect(demo.state / "catalog.sqlite")) as audit, audit:
        return audit.execute(statement, (request,)).fetchall()


def until_it_is_told(demo, request):
    deadline = time.monotonic() + 30
    while True:
        answer = demo.ask(EXPLAIN, AGENT, variables={"id": request}).json()
        found = answer["data"]["explainRequest"]
        if found["status"] is not None or time.monotonic() > deadline:
            return found
        time.sleep(0.05)
