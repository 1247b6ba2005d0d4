"""Identities are erased after their time; the chain stays whole, and decisions can be made again.

Covers catalog.store.retention, gateway.proof.retention.
"""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from typer.testing import CliRunner

from catalog.actions.sharing.acts import GrantRoles
from catalog.chain.findings import FindingKind
from catalog.changes import ActRecord, Changes
from catalog.model.arrival import Arrival
from catalog.model.identifiers import Siren
from catalog.model.organisation import Agent, AgentKind
from gateway.acts.act import act
from gateway.cli.demo_folder import find_agent
from gateway.cli.main import app_for
from gateway.identity.subject import local_subject
from gateway.proof.keeping import extend_chain, sign_days, write_beside
from gateway.proof.replaying import Replayed, replay_request
from gateway.proof.retention import Periods
from gateway.proof.signing_key import TrustedKeys
from gateway.proof.verifying import verify_store
from tests.integration.proof.conftest import OPEN, READ, READER, SDE35, proof_at, read_over_days

LATER = datetime(2027, 6, 1, tzinfo=UTC)
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


STEWARD, NEWCOMER = "steward@val-d-ille-aubigne", "venue@ailleurs"


async def somebody_acts_and_somebody_comes(town):
    """A role given by one person to another, and a sign-in for a body that gave no role."""
    acts = town.services.acts
    snapshot = await acts.catalog.current()
    steward, other = (find_agent(snapshot, name) for name in (STEWARD, READER["agent"]))
    colleague = replace(other, sub="collegue@val-d-ille-aubigne", organisation=steward.organisation)
    record = ActRecord(acts.clock(), None, "operator", None, "apply")
    await acts.catalog.write(snapshot.version, Changes(put=(colleague,)), record)
    given = GrantRoles(colleague.issuer, colleague.sub, frozenset({"dpo"}))
    subject = replace(local_subject(steward), acr="eidas2", via="session")
    await act(given, subject, acts, dry_run=False)
    came = Arrival(other.issuer, NEWCOMER, steward.organisation, acts.clock(), acts.clock())
    await acts.arrivals.note(came)
    await extend_chain(proof_at(town, 0))
    return colleague.sub


async def test_nothing_names_who_acted_or_came_once_its_time_is_over(town):
    colleague = await somebody_acts_and_somebody_comes(town)
    assert not await erase(town, 360)
    erased = await erase(town, 420)
    assert erased.arrivals == 1
    assert erased.acts >= 1
    for table, column in (("act", "by_sub"), ("act", "summary"), ("identity", "sub")):
        for name in (STEWARD, colleague):
            named = f"SELECT count(*) FROM {table} WHERE {column} LIKE '%{name}%'"
            assert rows(town, named) == [(0,)]
    assert rows(town, "SELECT count(*) FROM arrival") == [(0,)]
    # What was done stays, and so do the system's own acts.
    done = rows(town, "SELECT action, summary FROM act WHERE by_sub = 'erased'")
    assert any(action == "grant_roles" and '"dpo"' in summary for action, summary in done)
    assert rows(town, "SELECT count(*) FROM act WHERE by_sub = 'operator'") != [(0,)]


GONE = Agent(
    "urn:interco:demo",
    "partie@val-d-ille-aubigne",
    Siren("243500667"),
    AgentKind.PERSON,
    frozenset({"steward"}),
    email="anne.partie@mairie.example",
    name="Anne Partie",
)


async def somebody_works_and_leaves(town):
    """She is given a role and another, acts, asks, signs in, and is an agent no more."""
    acts = town.services.acts
    record = ActRecord(acts.clock(), None, "operator", None, "apply")

    async def write(changes):
        await acts.catalog.write((await acts.catalog.current()).version, changes, record)

    await write(Changes(put=(GONE,)))
    steward = replace(find_agent(await acts.catalog.current(), STEWARD), roles=GONE.roles)
    subject = replace(local_subject(steward), acr="eidas2", via="session")
    given = GrantRoles(GONE.issuer, GONE.sub, frozenset({"dpo"}))
    await act(given, subject, acts, dry_run=False)
    await town.ask(OPEN, GONE.sub, request="hers")
    came = Arrival(
        *(GONE.issuer, GONE.sub, GONE.organisation, acts.clock(), acts.clock()),
        name=GONE.name,
        email=GONE.email,
    )
    await acts.arrivals.note(came)
    await write(Changes(removed=(find_agent(await acts.catalog.current(), GONE.sub),)))
    await extend_chain(proof_at(town, 0))


def naming(town, *names):
    """The tables of which a row holds one of these, read byte by byte."""
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store:
        tables = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            table
            for (table,) in tables
            for row in store.execute(f'SELECT * FROM "{table}"')
            if any(name in "|".join(map(str, row)) for name in names)
        }


async def test_of_a_person_who_left_no_table_holds_anything(town):
    await somebody_works_and_leaves(town)
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store, store:
        # As the worker does once it has told everybody.
        store.execute("UPDATE outbox SET spread_at = at")
    await sign_days(proof_at(town, 1))
    await write_beside(proof_at(town, 1))
    who = (GONE.sub, GONE.email, GONE.name)
    everywhere = {"act", "arrival", "audit_intent", "catalog_entry", "identity", "outbox"}
    assert everywhere <= naming(town, *who)
    assert (await erase(town, 360)).agents == 0
    assert everywhere <= naming(town, *who)
    assert (await erase(town, 420)).agents == 2
    assert naming(town, *who) == set()
    proof = town.services.proof
    trusted = TrustedKeys.of([proof.key.public])
    checked = await verify_store(proof.chains, proof.roots, proof.beside, trusted.verify)
    assert checked.is_whole, checked.findings


async def test_who_is_an_agent_still_is_not_forgotten(town):
    agents = (await town.services.acts.catalog.current()).agents
    await erase(town, 4000)
    assert (await town.services.acts.catalog.current()).agents == agents


async def test_whom_an_old_message_went_to_is_forgotten_and_not_what_waits(town):
    """A webhook is no person's, and what was not sent yet has to be."""
    folder = town.state.folder / "catalog.sqlite"
    with closing(sqlite3.connect(folder)) as store, store:
        written = town.services.acts.clock().isoformat()
        cell = ("INSERT INTO outbox (id, at, kind, key, body) VALUES (900001, ?, 'x', 'x', '{}')",)
        store.execute(*cell, (written,))
        for name, channel, state in (
            ("mail", "mail", "sent"),
            ("app", "in_app", "sent"),
            ("waits", "mail", "pending"),
            ("hook", "webhook", "sent"),
        ):
            store.execute(
                "INSERT INTO delivery (id, message, channel, target, organisation, state, attempts,"
                " next_at) VALUES (?, 900001, ?, ?, '243500667', ?, 0, ?)",
                (name, channel, f'["i", "{STEWARD}"]', state, written),
            )
    kept = "SELECT id FROM delivery WHERE message = 900001 ORDER BY id"
    assert (await erase(town, 360)).deliveries == 0
    assert len(rows(town, kept)) == 4
    assert (await erase(town, 420)).deliveries >= 2
    assert rows(town, kept) == [("hook",), ("waits",)]


async def test_the_chain_of_acts_stays_whole_and_an_erased_act_cannot_be_made_another(town):
    await somebody_acts_and_somebody_comes(town)
    await sign_days(proof_at(town, 1))
    await write_beside(proof_at(town, 1))
    await erase(town, 420)
    proof = town.services.proof
    trusted = TrustedKeys.of([proof.key.public])
    checked = await verify_store(proof.chains, proof.roots, proof.beside, trusted.verify)
    assert checked.is_whole, checked.findings
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store:
        store.execute(
            "UPDATE act SET summary = json_set(summary, '$.acr', 'eidas3') WHERE by_sub = 'erased'"
        )
        store.commit()
    checked = await verify_store(proof.chains, proof.roots, proof.beside, trusted.verify)
    assert {each.kind for each in checked.findings} == {FindingKind.NOT_AS_RECORDED}


async def test_who_came_back_meanwhile_is_kept(town):
    came = Arrival("urn:a", NEWCOMER, Siren(SDE35), town.services.acts.clock(), LATER)
    await town.services.acts.arrivals.note(came)
    assert (await erase(town, 420)).arrivals == 0


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
