"""`interco purpose` as an operator and a steward type it.

Covers gateway.cli.purpose_commands.
"""

import asyncio

import pytest

from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo
from tests.e2e.conftest import run_interco

OPERATOR = ("--as", "operator@interco")
STEWARD = ("--as", "steward@mesnil-roc-h")
LABELS = ("--label-fr", "Suivi de la voirie", "--label-en", "Road upkeep")


@pytest.fixture
async def interco(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)

    async def run(*arguments):
        typed = ("purpose", *arguments, "--state", str(state.folder))
        return await asyncio.to_thread(run_interco, *typed, check=False)

    return run


async def test_a_purpose_is_added_and_an_agent_may_give_it(interco):
    tried = await interco("register", "suivi_voirie", *LABELS, *OPERATOR, "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "suivi_voirie" not in (await interco("list")).stdout
    done = await interco("register", "suivi_voirie", *LABELS, *OPERATOR)
    assert "Suivi de la voirie" in done.stdout
    assert "Suivi de la voirie" in (await interco("list")).stdout
    given = await interco("assign", "agent@mesnil-roc-h", "suivi_voirie", *STEWARD)
    assert given.stdout.strip() == "agent@mesnil-roc-h peut indiquer : suivi_voirie."


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("register", "Suivi Voirie", *LABELS, *OPERATOR), 2, "purpose_refused"),
        (("register", "suivi_voirie", *LABELS, *STEWARD), 4, "act_role_required"),
        (("assign", "agent@mesnil-roc-h", "inconnue", *STEWARD), 2, "unknown_purpose"),
        (("assign", "agent@valcobreizh", "rpqs_eau", *STEWARD), 4, "act_other_organisation"),
    ],
)
async def test_what_cannot_be_done_is_told_by_its_exit_code(interco, arguments, code, problem):
    refused = await interco(*arguments)
    assert (refused.returncode, f"[{problem}]" in refused.stderr) == (code, True), refused.stderr
