"""The demo as a person starts it: its own process, its own folder, a free port."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import sync_playwright

from deploy.local.prerequisites import MissingPrerequisite, install_debian_package
from deploy.local.process import WITHOUT_TLS
from gateway.demo_mode.state import DemoState
from tests.commands import StartedCommand, run_command
from tests.demo_folders import copy_demo

ROOT = Path(__file__).resolve().parents[2]
START_S = 120


@dataclass(frozen=True)
class RunningDemo:
    address: str
    state: Path
    printed: Path

    def token(self, agent):
        """As the command prints it; asked once of each demo, for it holds for hours."""
        return _token(self.state, agent)

    def ask(self, document, agent=None, purpose=None, variables=None, **headers):
        if agent is not None:
            headers["Authorization"] = f"Bearer {self.token(agent)}"
        if purpose is not None:
            headers["Interco-Purpose"] = purpose
        return httpx.post(
            f"{self.address}/graphql",
            json={"query": document, "variables": variables or {}},
            headers=headers,
            timeout=60,
            trust_env=False,
            verify=WITHOUT_TLS,
        )


@cache
def _token(state, agent):
    return run_interco("token", agent, "--state", str(state)).stdout.strip()


def run_interco(*arguments, check=True, input=""):  # noqa: A002 - as subprocess.run calls it
    """`./interco …` without the shell script: the environment is already there."""
    ran = run_command(arguments, {**os.environ, "PYTHONPATH": str(ROOT)}, input_text=input)
    if check:
        assert ran.returncode == 0, ran.stderr
    return ran


def start_demo(state, *arguments, start_s=START_S):
    """A demo process that answers; its folder is copied, and it has imported everything before."""
    if not state.exists():
        copy_demo(DemoState(state))
    printed = _printed(state)
    typed = ("demo", "--port", "0", "--state", str(state), *arguments)
    files = (Path(os.devnull), printed, printed)
    process = StartedCommand(typed, {**os.environ, "PYTHONPATH": str(ROOT)}, files)
    return process, _answering(process, state, printed, start_s)


def start_new_demo(state, start_s=START_S):
    """As a person starts it: a new interpreter, and everything is made in its folder."""
    printed = _printed(state)
    with printed.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway.cli", "demo", "--port", "0", "--state", str(state)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    return process, _answering(process, state, printed, start_s)


def _printed(state):
    printed = state.parent / f"{state.name}.out"
    printed.write_bytes(b"")
    return printed


def _answering(process, state, printed, start_s):
    deadline = time.monotonic() + start_s
    while time.monotonic() < deadline and process.poll() is None:
        try:
            address = f"http://127.0.0.1:{int((state / 'port').read_text())}"
            ready = httpx.get(f"{address}/health/ready", trust_env=False, verify=WITHOUT_TLS)
            if ready.status_code == 200:
                return RunningDemo(address, state, printed)
        except (OSError, ValueError, httpx.HTTPError):
            pass
        time.sleep(0.05)
    process.kill()
    raise AssertionError(f"the demo did not start:\n{printed.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    process, running = start_new_demo(tmp_path_factory.mktemp("demo") / "state")
    yield running
    process.terminate()
    assert process.wait(timeout=30) == 0


@pytest.fixture(scope="session")
def chromium_path():
    """Its shell without windows, where it can be had: the same engine for half of the work."""
    refused = None
    for package in ("chromium-headless-shell", "chromium"):
        if shutil.which(package) is None:
            try:
                install_debian_package(package, "Chromium")
            except MissingPrerequisite as missing:
                refused = missing
                continue
        return shutil.which(package)
    raise refused


@contextmanager
def launched(chromium_path):
    """One Chromium; while it runs, nothing in this thread can have a loop of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser(chromium_path):
    with launched(chromium_path) as browser:
        yield browser


@pytest.fixture
def page(browser):
    """In a context of its own."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    yield page
    page.close()
