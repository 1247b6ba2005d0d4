"""`interco webhook` as a clerk types it: register, list, look, try again, remove.

Covers gateway.cli.webhook_commands, gateway.cli.notification_commands.
"""

import asyncio
import json

import pytest

from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo
from tests.e2e.conftest import run_interco
from tests.integration.telling.servers import receiving

STEWARD = ("--as", "steward@val-d-ille-aubigne")
REFERENCE = "INTERCO_SECRET_243500667_SUIVI"
SUIVI = "val_d_ille_aubigne__suivi"


@pytest.fixture
async def interco(tmp_path, monkeypatch):
    """Over a demo that nobody has started; the secret is where the operator puts it."""
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    monkeypatch.setenv(REFERENCE, "un-secret-qui-signe-0123456789")

    async def run(*arguments):
        typed = ("webhook", *arguments, "--state", str(state.folder))
        return await asyncio.to_thread(run_interco, *typed, check=False)

    return run


async def test_a_webhook_is_registered_shown_and_removed(interco):
    async with receiving() as receiver:
        typed = ("register", "suivi", "--url", receiver.url(), "--secret", f"env:{REFERENCE}")
        tried = await interco(*typed, *STEWARD, "--dry-run")
        assert tried.stdout.startswith("Essai : rien n'est enregistré."), tried.stderr
        assert receiver.requests == []

        done = await interco(*typed, "--kind", "agreement.submitted", *STEWARD)
        assert (done.returncode, SUIVI in done.stdout) == (0, True), done.stderr
        assert [each.headers["interco-event"] for each in receiver.requests] == ["webhook.test"]

        again = await interco("reactivate", SUIVI, *STEWARD, "--format", "json")
        assert json.loads(again.stdout)["applied"] is True
    shown = (await interco("list", *STEWARD)).stdout
    (line,) = [each.split() for each in shown.splitlines() if SUIVI in each]
    assert line == [SUIVI, receiver.url(), "agreement.submitted", "oui"]
    (found,) = json.loads((await interco("list", *STEWARD, "--format", "json")).stdout)
    assert (found["id"], found["active"]) == (SUIVI, True)
    sent = await interco("deliveries", SUIVI, *STEWARD, "--format", "json")
    assert json.loads(sent.stdout) == []

    assert (await interco("remove", SUIVI, *STEWARD)).stdout.startswith("Plus rien n'est envoyé à")
    assert SUIVI not in (await interco("list", *STEWARD)).stdout


async def test_what_cannot_be_done_is_told_by_its_exit_code(interco):
    unknown = await interco("replay", "0" * 32, *STEWARD)
    assert (unknown.returncode, "unknown_delivery" in unknown.stderr) == (2, True)
    refused = await interco("list", "--as", "approver@val-d-ille-aubigne")
    assert (refused.returncode, "act_role_required" in refused.stderr) == (4, True)
    async with receiving() as receiver:
        receiver.always = 500
        typed = ("register", "suivi", "--url", receiver.url(), "--secret", f"env:{REFERENCE}")
        failed = await interco(*typed, *STEWARD)
    assert (failed.returncode, "webhook_answered_otherwise" in failed.stderr) == (1, True)
