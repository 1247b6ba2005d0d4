"""Bugs by which a service would read or show what is not given are each found.

Covers gateway.figures.activations.reading, gateway.figures.activations.report,
gateway.figures.activations.previewed, gateway.figures.activations.run_receipt,
gateway.acts.service_acts.
"""

import asyncio
import shutil

import pytest

from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.graphql_acts.conftest import Town
from tests.mutants import in_the_services


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("services") / "state"
    asyncio.run(make_demo(DemoState(folder)))
    return folder


async def leak(made, tmp_path):
    """On a copy of the catalog; its rows are where they were."""
    shutil.copytree(made, tmp_path / "state", ignore=shutil.ignore_patterns("data"))
    state = DemoState(tmp_path / "state")
    settings = state.settings(files_roots=((made / "data").resolve(),))
    async with open_services(settings, demo=True) as services:
        return await in_the_services.leak_that_passes(Town(state, services).at(2026, 11, 25))


async def test_without_a_bug_nothing_leaks(made, tmp_path):
    assert await leak(made, tmp_path) is None


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", in_the_services.BUGS)
async def test_something_leaks_because(name, monkeypatch, made, tmp_path):
    in_the_services.BUGS[name].plant(monkeypatch)
    assert await leak(made, tmp_path)
