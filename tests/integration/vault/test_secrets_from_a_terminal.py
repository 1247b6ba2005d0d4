"""`interco secret set | list | remove | rotate` on the demo, the value on standard input.

Covers gateway.cli.secret_commands, gateway.upkeep.secret_store.secret_service.
"""

import asyncio
import json

import pytest
from typer.testing import CliRunner

from gateway.cli.main import app_for
from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo

CANARY = "CANARI-du-terminal"
STEWARD = "steward@val-d-ille-aubigne"


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    made = DemoState(tmp_path_factory.mktemp("terminal") / "state")
    asyncio.run(make_demo(made))
    return made


def run(state, *words, given=None, agent=STEWARD):
    asked = ["secret", *words, "--state", str(state.folder)]
    if agent is not None:
        asked += ["--as", agent]
    done = CliRunner().invoke(app_for(), asked, input=given)
    assert CANARY not in done.output
    return done


def listed(state):
    return json.loads(run(state, "list", "--format", "json").stdout)


def test_a_secret_lives_from_a_terminal(state):
    dry = run(state, "set", "eau", "--dry-run", given=CANARY + "\n")
    assert dry.exit_code == 0
    assert listed(state) == []
    assert run(state, "set", "eau", given=CANARY + "\n").exit_code == 0
    assert [each["reference"] for each in listed(state)] == ["store:eau"]

    tried = run(state, "rotate", "--dry-run", agent=None)
    assert tried.exit_code == 0
    assert run(state, "rotate", "--forget-old", agent=None).exit_code == 0
    assert [each["keyVersion"] for each in listed(state)] == [2]

    assert run(state, "remove", "eau").exit_code == 0
    assert listed(state) == []


def test_what_is_refused_ends_in_its_exit_code(state):
    assert run(state, "set", "eau", given=CANARY, agent="agent@val-d-ille-aubigne").exit_code == 4
    assert run(state, "set", "NON", given=CANARY).exit_code == 2
    assert run(state, "remove", "inconnu").exit_code == 2
