"""`audit replay`: from the recorded question to the same bytes, or it says why not.

Covers gateway.proof.replaying, gateway.cli.replay_command.
"""

import asyncio
import json
import sqlite3
from contextlib import closing

from typer.testing import CliRunner

from gateway.cli.main import app_for
from gateway.proof.problems import NothingToReplay
from tests.integration.proof.conftest import OPEN, READ, READER


async def replayed(town, request):
    typed = ["audit", "replay", request, "--format", "json", "--state", str(town.state.folder)]
    # A command has an event loop of its own.
    return await asyncio.to_thread(CliRunner().invoke, app_for(typed), typed)


def spoil(town, statement):
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store, store:
        assert store.execute(statement).rowcount


async def test_each_decision_is_made_again_to_the_same_bytes(town):
    await town.ask(READ, request="granted", **READER)
    await town.ask(OPEN, request="open")
    for request in ("granted", "open"):
        done = await replayed(town, request)
        assert done.exit_code == 0, done.output
        told = json.loads(done.stdout)
        assert told["outcome"] == "same"
        assert told["recorded"] == told["replayed"]
        assert told["questionIsWhole"]


async def test_what_was_changed_in_the_record_is_not_the_same(town):
    await town.ask(READ, request="granted", **READER)
    other = "replace(facts, 'conv-2025-0001@1', 'conv-2025-0009@1')"
    spoil(town, f"UPDATE audit_question SET facts = {other}")
    done = await replayed(town, "granted")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["outcome"], told["questionIsWhole"]) == (1, "other", False)


async def test_a_law_of_another_revision_is_told(town):
    await town.ask(OPEN, request="open")
    spoil(town, "UPDATE audit_intent SET policy_revision = 'older'")
    assert json.loads((await replayed(town, "open")).stdout)["outcome"] == "other_law"


async def test_what_is_not_there_is_told(town):
    await town.ask(OPEN, request="open")
    assert isinstance((await replayed(town, "never")).exception, NothingToReplay)
