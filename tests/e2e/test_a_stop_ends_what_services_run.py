"""A stop while a service computes without end: nothing of it runs afterwards.

Covers gateway.base.child_process.host, gateway.base.child_process.starter.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from services_run.checking import find_service
from services_run.content import content_of
from tests.e2e.conftest import start_demo
from tests.integration.graphql_acts.services_of_a_town import PREVIEW, PUBLISH
from tests.integration.graphql_acts.test_a_service_that_never_ends_stops_nobody import (
    ENDLESS,
    GROWING,
    NO_MATRIX,
    SHARED,
)

STEWARD = "steward@valcobreizh"
STARTER = "gateway.base.child_process.starter"
CHILDREN = 2
"""The one that forks, and the one that computes."""


@pytest.fixture
def own_demo(tmp_path):
    process, running = start_demo(tmp_path / "state")
    yield process, running
    if process.poll() is None:
        process.kill()
        process.wait()


def children_of(pid):
    """Those of it that compute for services, and theirs; none of what ends meanwhile."""
    found = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):
                for child in map(int, (task / "children").read_text().split()):
                    if STARTER in Path(f"/proc/{child}/cmdline").read_text():
                        found += [child, *children_of(child)]
    return found


def until(is_so):
    """Other processes say nothing of how far they are."""
    deadline = monotonic() + 60
    while not is_so():
        assert monotonic() < deadline
        sleep(0.05)


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def test_nothing_of_a_service_runs_once_the_gateway_has_stopped(own_demo):
    process, demo = own_demo
    content = content_of(find_service("rpqs-dechets")).replace(GROWING, ENDLESS, 1)
    newer = content.replace("version: 2.1.0", "version: 2.1.1")
    published = demo.ask(PUBLISH, STEWARD, variables={"content": newer}).json()
    assert published["data"]["publishService"]["applied"]
    own = {"datasets": [{"role": "collectes", "datasets": [SHARED]}, NO_MATRIX]}
    asked = {"service": "rpqs-dechets@2.1.1", "input": own}

    def preview():
        try:
            return demo.ask(PREVIEW, STEWARD, variables=asked).json()
        except httpx.TransportError:
            return None

    with ThreadPoolExecutor(1) as callers:
        told = callers.submit(preview)
        until(lambda: len(children_of(process.pid)) >= CHILDREN or told.done())
        assert not told.done(), told.result()
        running = children_of(process.pid)
        begun = monotonic()
        process.terminate()
        assert process.wait(timeout=60) == 0
        assert monotonic() - begun < 30
        # Whoever waited is told, or sees the connection end; it is no answer.
        assert not ((told.result() or {}).get("data") or {}).get("previewService")
    until(lambda: not any(map(is_running, running)))
