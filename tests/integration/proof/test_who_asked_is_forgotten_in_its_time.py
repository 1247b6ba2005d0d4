"""Identities are erased after their time; the chain stays whole, and decisions can be made again.

Covers catalog.store.retention, gateway.proof.retention.
"""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

from typer.testing import CliRunner

from gateway.cli.main import app_for
from gateway.proof.keeping import extend_chain
from gateway.proof.replaying import Replayed, replay_request
from gateway.proof.retention import Periods
from gateway.proof.signing_key import TrustedKeys
from gateway.proof.verifying import verify_store
from tests.integration.proof.conftest import OPEN, READ, READER, proof_at, read_over_days

YEAR = Periods(timedelta(days=365), timedelta(days=1096))


def rows(town, statement):
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store:
        return store.execute(statement).fetchall()


async def erase(town, days):
    ports = proof_at(town, days)
    return await ports.retention.erase(*YEAR.before(ports.clock()))


async def test_nothing_names_who_asked_once_its_time_is_over(town):
    await read_over_days(town)
    assert not await erase(town, 360)
    erased = await erase(town, 420)
    assert (erased.requests, erased.questions) == (3, 1)
    assert erased.pseudonyms >= 1
    assert rows(town, "SELECT DISTINCT sub FROM audit_intent") == [(None,)]
    agent = READER["agent"]
    for table, column in (("audit_question", "facts"), ("identity", "sub")):
        named = f"SELECT count(*) FROM {table} WHERE {column} LIKE '%{agent}%'"
        assert rows(town, named) == [(0,)]
    # What was asked, for whom and under what, stays.
    kept = "SELECT organisation, purpose FROM audit_intent WHERE request_id = 'day-1'"
    assert rows(town, kept) == [("200090884", "rpqs_dechets")]


async def test_the_chain_stays_whole_and_the_decision_is_made_again(town):
    await read_over_days(town)
    await erase(town, 420)
    proof = town.services.proof
    trusted = TrustedKeys.of([proof.key.public])
    checked = await verify_store(proof.chains, proof.roots, proof.beside, trusted.verify)
    assert checked.is_whole, checked.findings
    recorded = await town.ports.records.recorded_request("day-1")
    replay = await replay_request(recorded, town.ports.policy)
    assert (replay.outcome, replay.is_question_whole) == (Replayed.SAME, False)


async def test_a_request_that_treats_a_file_is_traced_for_36_months(town):
    await town.ask(READ, request="unitary", file_reference="DOS-1", **READER)
    await town.ask(READ, request="other", **READER)
    await extend_chain(proof_at(town, 0))
    assert (await erase(town, 420)).requests == 1
    assert (await erase(town, 1090)).requests == 0
    assert (await erase(town, 1200)).requests == 1
    assert rows(town, "SELECT DISTINCT file_reference FROM audit_intent") == [(None,)]


async def test_what_is_in_no_chain_yet_is_not_forgotten(town):
    await town.ask(READ, request="recent", **READER)
    assert not await erase(town, 420)


async def test_a_request_without_a_token_names_nobody_from_the_first(town):
    await town.ask(OPEN)
    await extend_chain(proof_at(town, 0))
    assert (await erase(town, 420)).requests == 0


async def test_a_command_says_how_many_and_does_it(town):
    earlier = replace(town, services=town.services).at(2024, 11, 25)
    await earlier.ask(OPEN, "agent@valcobreizh", request="old")
    await extend_chain(proof_at(town, 0))
    state = str(town.state.folder)

    async def typed(*arguments):
        # A command has an event loop of its own.
        given = ["audit", "erase-identities", *arguments, "--state", state]
        return (await asyncio.to_thread(CliRunner().invoke, app_for(given), given)).stdout

    assert ": 1" in await typed("--dry-run")
    assert ": 1" in await typed()
    assert ": 0" in await typed("--dry-run")
