"""Three processes on one port: one catalog, one set of limits, one set of sessions, one clock.

Covers gateway.cli.workers, gateway.cli.serving, gateway.base.worker_memory,
gateway.cli.server_commands.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from deploy.local.process import free_port
from gateway.base.problems import PortInUse
from gateway.cli.demo_folder import find_agent
from gateway.cli.server_commands import listen_for_figures
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.gateway.several_workers import several_workers, until_ready
from tests.signing_in import OURS

QUERY = {"query": "{ __typename }"}
A_MINUTE = 40
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    made = DemoState(tmp_path_factory.mktemp("workers") / "state")
    asyncio.run(make_demo(made))
    return made


@pytest.fixture(scope="module")
def crew(state):
    with several_workers(
        state.folder, 3, requests_of_an_address=A_MINUTE, worker=True, query_limits="enforce"
    ) as crew:
        yield crew


def bearer(state, name):
    async def found():
        async with open_services(state.settings(), demo=True) as services:
            return find_agent(await services.query.catalog.current(), name)

    return {"Authorization": f"Bearer {state.token(asyncio.run(found()))}"}


def requests_of(crew):
    """How many GraphQL requests each worker has answered."""
    return [
        sum(
            sample.value
            for family in text_string_to_metric_families(crew.figures_of(worker).text)
            for sample in family.samples
            if sample.name == "interco_requests_total" and sample.labels["door"] == "graphql"
        )
        for worker in range(3)
    ]


def test_an_address_has_one_allowance_whichever_worker_it_meets(crew):
    with ThreadPoolExecutor(8) as pool:
        started = time.monotonic()
        statuses = list(pool.map(lambda _: crew.ask("/graphql", json=QUERY).status_code, range(90)))
        took_s = time.monotonic() - started
    # What is paid back while the test runs may be used again.
    allowed = A_MINUTE + A_MINUTE * took_s / 60 + 1
    answered = statuses.count(200)
    assert A_MINUTE <= answered <= allowed
    assert statuses.count(429) == 90 - answered
    assert len([each for each in requests_of(crew) if each]) >= 2


def test_an_act_done_by_one_is_seen_by_all_at_once(crew, state):
    steward = bearer(state, "steward@val-d-ille-aubigne")
    wanted = {
        "name": "Tableau de bord",
        "datasets": ["val-d-ille-aubigne.collectes"],
        "formats": ["json"],
        "doors": ["sql"],
    }
    made = crew.ask("/v1/keys", json=wanted, headers=steward).json()
    statement = {"query": "SELECT count(*) AS n FROM val_d_ille_aubigne.collectes"}
    key = {"Authorization": f"Bearer {made['key']}"}
    answers = [crew.ask("/v1/sql", json=statement, headers=key).status_code for _ in range(12)]
    assert answers == [200] * 12
    crew.ask(f"/v1/keys/{made['id']}/revoke", json={}, headers=steward)
    answers = [crew.ask("/v1/sql", json=statement, headers=key).status_code for _ in range(12)]
    assert answers == [401] * 12


def test_a_session_that_one_opened_is_known_to_all(crew):
    with httpx.Client(base_url=crew.address, trust_env=False) as browser:
        form = {"agent": "steward@valcobreizh", "second_factor": "on", "next": "/account"}
        sent = browser.post("/sign-in/demo", data=form, headers=OURS)
        assert sent.status_code == 303
        cookies = dict(browser.cookies)
    for _ in range(12):
        with httpx.Client(base_url=crew.address, trust_env=False, cookies=cookies) as other:
            assert other.get("/account").status_code == 200


def test_a_worker_that_dies_is_replaced_and_nobody_waits_for_it(crew):
    before = crew.workers()
    os.kill(before[0], signal.SIGKILL)
    assert crew.ask("/health/live").status_code == 200
    until_ready(crew)
    deadline = time.monotonic() + 60
    while len(crew.workers()) < 3:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert set(before[1:]) < set(crew.workers())


def test_told_to_stop_all_of_them_end_and_leave_no_process(state):
    with several_workers(state.folder, 2) as crew:
        workers = crew.workers()
        assert len(workers) == 2
        assert crew.stop() == 0
        assert not [pid for pid in workers if is_there(pid)]


def test_workers_end_with_the_process_that_would_start_the_next(state):
    with several_workers(state.folder, 2) as crew:
        workers = crew.workers()
        crew.process.kill()
        deadline = time.monotonic() + 30
        while any(is_there(pid) for pid in workers):
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_port_of_figures_that_is_taken_is_told_before_any_worker_begins(state):
    base = free_port()
    settings = state.settings(metrics={"port": base})
    with socket.create_server(("127.0.0.1", base + 1)):
        with pytest.raises(PortInUse, match=f"Port {base + 1} "):
            listen_for_figures(settings, 2)
        with socket.socket() as again:
            again.bind(("127.0.0.1", base))


def is_there(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat").read_text()
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


_DIES = """
from gateway.cli.workers import Workers
from gateway.base.worker_memory import WorkerMemory
def dies(memory):
    raise RuntimeError
raise SystemExit(Workers(WorkerMemory(2), dies, grace_s=5).run())
"""


def test_a_worker_that_dies_at_once_again_and_again_stops_them_all():
    """A process of its own: it waits for any child, and would for those of the tests."""
    ended = subprocess.run(
        [sys.executable, "-c", _DIES],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "worker_died" in ended.stdout + ended.stderr
