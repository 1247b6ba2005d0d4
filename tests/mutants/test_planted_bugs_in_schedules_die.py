"""Bugs by which a scheduled service would read after its role or agreement has ended are found.

Covers gateway.figures.activations.scheduled, gateway.identity.schedules,
catalog.actions.services.schedules.
"""

import asyncio
import shutil

import pytest

from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.graphql_acts.conftest import Town
from tests.mutants import in_the_schedules


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("schedules") / "state"
    asyncio.run(make_demo(DemoState(folder)))
    return folder


async def leak(made, tmp_path):
    """On a copy of the catalog; its rows are where they were."""
    shutil.copytree(made, tmp_path / "state", ignore=shutil.ignore_patterns("data"))
    state = DemoState(tmp_path / "state")
    settings = state.settings(files_roots=((made / "data").resolve(),))
    async with open_services(settings, demo=True) as services:
        return await in_the_schedules.leak_that_passes(Town(state, services).at(2026, 11, 25))


async def test_without_a_bug_nothing_leaks(made, tmp_path):
    assert await leak(made, tmp_path) is None


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", in_the_schedules.BUGS)
async def test_something_leaks_because(name, monkeypatch, made, tmp_path):
    in_the_schedules.BUGS[name].plant(monkeypatch)
    assert await leak(made, tmp_path)
