"""`interco storage` as a clerk types it: list, test, look into, and hand to an administrator."""

import asyncio
import json

import pytest

from gateway.demo_catalog import ensure_demo_catalog
from gateway.demo_state import DemoState
from tests.e2e.conftest import run_interco

STEWARD = ("--as", "steward@val-d-ille-aubigne")
FICHIERS = "val_d_ille_aubigne__fichiers"


@pytest.fixture(scope="module")
async def state(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("demo") / "state")
    await ensure_demo_catalog(state)
    return state


@pytest.fixture
def interco(state):
    async def run(*arguments):
        typed = ("storage", *arguments, "--state", str(state.folder))
        return await asyncio.to_thread(run_interco, *typed, check=False)

    return run


async def test_a_storage_is_listed_tested_and_looked_into(interco):
    (found,) = json.loads((await interco("list", *STEWARD, "--json")).stdout)
    assert (found["id"], found["kind"], found["secret"]) == (FICHIERS, "files", None)
    tested = await interco("test", "fichiers", *STEWARD)
    assert (tested.returncode, tested.stdout.startswith(f"{FICHIERS} répond (")) == (0, True)
    looked = await interco("introspect", "fichiers", *STEWARD)
    assert (looked.returncode, looked.stderr) == (0, "")


async def test_what_cannot_be_done_is_told_by_its_exit_code(interco):
    unknown = await interco("test", "rien", *STEWARD)
    assert (unknown.returncode, "unknown_storage_here" in unknown.stderr) == (2, True)
    refused = await interco("test", "fichiers", "--as", "agent@val-d-ille-aubigne")
    assert (refused.returncode, "role_required" in refused.stderr) == (4, True)


async def test_instructions_are_printed_french_first(interco):
    printed = (await interco("instructions", "mariadb")).stdout.splitlines()
    assert printed[0].startswith("1. Un compte")
    assert printed[1].strip().startswith("An account")
    assert "     GRANT SELECT ON `BASE`.`TABLE` TO " in "\n".join(printed)
    own = (await interco("instructions", "fichiers", *STEWARD)).stdout
    assert "/val-d-ille-aubigne" in own
    assert "ORGANISME" not in own
