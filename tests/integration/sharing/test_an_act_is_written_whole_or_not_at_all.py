"""A crash between any two statements leaves nothing; two processes never do one thing twice.

Covers gateway.acts.commit, gateway.acts.clock_worker, catalog.actions.sharing.telling,
catalog.store.tables, catalog.actions.sharing.acts.
"""

import asyncio
import json
from dataclasses import replace

import pytest
from sqlalchemy import event, select

from catalog.actions.sharing.acts import (
    DraftAgreement,
    ResumeAgreement,
    RevokeAgreement,
    SubmitAgreement,
    SuspendAgreement,
)
from catalog.changes import ActRecord, Changes
from catalog.declaration.resolution import entities_by_key
from catalog.model.agreement import AgreementState
from catalog.model.suspension import SuspensionCause
from catalog.problems import CatalogMoved
from catalog.store import open_store
from catalog.store.tables import act as acts_table
from catalog.store.tables import outbox
from catalog.suspensions import standing_causes
from gateway.acts.clock_worker import Looked, tick
from policies.embedded import EmbeddedPolicy
from tests.sharing.world import CATALOG, CITATION, PROJECT, Guard, World, in_force


class Persistent(World):
    """The same people and acts over a real store."""

    async def told(self):
        store = self.catalog
        async with store._engine.connect() as connection:
            rows = (await connection.execute(select(outbox.c.kind).order_by(outbox.c.id))).all()
        return [each.kind for each in rows]

    async def recorded(self):
        async with self.catalog._engine.connect() as connection:
            rows = (
                await connection.execute(
                    select(acts_table.c.action, acts_table.c.summary).order_by(acts_table.c.number)
                )
            ).all()
        return [(each.action, json.loads(each.summary)) for each in rows]


@pytest.fixture
async def law():
    opened = EmbeddedPolicy(act_deadline_s=30.0)
    yield opened
    await opened.aclose()


async def opened(store_url, law):
    return Persistent(law, catalog=await open_store(store_url), policy=law)


@pytest.fixture
async def process(store_url, law):
    world = await opened(store_url, law)
    snapshot = await world.catalog.current()
    record = ActRecord(world.now, None, "system:clock", None, "begin")
    changes = Changes(tuple(entities_by_key(CATALOG).values()))
    await world.catalog.write(snapshot.version, changes, record)
    yield world
    await world.catalog.aclose()


@pytest.fixture
async def other_process(process, store_url, law):
    world = await opened(store_url, law)
    yield world
    await world.catalog.aclose()


class CrashError(Exception):
    pass


async def everything(world):
    """As another process finds it after a restart."""
    snapshot = await world.catalog.current()
    return snapshot.version, snapshot.agreements, await world.told(), await world.recorded()


async def test_a_crash_between_any_two_writes_leaves_nothing(process, other_process):
    await process.drafts()
    engine = process.catalog._engine.sync_engine
    before = await everything(other_process)
    crashed = 0
    for allowed in range(20):
        statements = 0

        def crash(_connection, _cursor, statement, *_more, most=allowed):
            nonlocal statements
            if statement.split()[0] in {"INSERT", "UPDATE"}:
                statements += 1
                if statements > most:
                    raise CrashError

        event.listen(engine, "before_cursor_execute", crash)
        try:
            await process.does("steward@val-d-ille-aubigne", SubmitAgreement(CITATION))
        except CrashError:
            crashed += 1
            assert await everything(other_process) == before
            continue
        finally:
            event.remove(engine, "before_cursor_execute", crash)
        break
    # Version, entries ended, entries begun, act, messages: five places to crash at.
    assert crashed == 5
    assert (await other_process.agreement()).state is AgreementState.SUBMITTED
    assert await other_process.told() == ["agreement.submitted", "agreement.to_sign"]


async def test_two_who_act_at_once_both_act_or_one_is_told(process, other_process):
    await process.submits()
    await process.both_sign()
    asked = RevokeAgreement(CITATION, "fin")
    refused = await asyncio.gather(
        process.refused("approver@valcobreizh", asked),
        other_process.refused("approver@val-d-ille-aubigne", asked),
    )
    assert sorted(refused, key=len) == [{}, {"act_not_possible": ""}]
    assert (await process.told()).count("agreement.revoked") == 1


async def test_suspensions_set_and_lifted_at_once_all_count(process, other_process):
    """In two processes, several rounds: none is lost, and none lifts another."""
    await in_force(process)
    other_process.now = process.now
    grantee, grantor = "approver@valcobreizh", "approver@val-d-ille-aubigne"
    for _ in range(3):
        await asyncio.gather(
            process.does(grantee, SuspendAgreement(CITATION, "pause")),
            other_process.does(grantor, SuspendAgreement(CITATION, "contrôle")),
        )
        both = await process.agreement()
        assert standing_causes(both) == (SuspensionCause.GRANTOR, SuspensionCause.GRANTEE)
        await asyncio.gather(
            process.does(grantee, ResumeAgreement(CITATION)),
            other_process.does("operator@interco", SuspendAgreement(CITATION, "incident")),
        )
        left = await process.agreement()
        assert left.state is AgreementState.SUSPENDED
        assert standing_causes(left) == (SuspensionCause.GRANTOR, SuspensionCause.OPERATOR)
        await asyncio.gather(
            process.does(grantor, ResumeAgreement(CITATION)),
            other_process.does("operator@interco", ResumeAgreement(CITATION)),
        )
        assert (await process.agreement()).state is AgreementState.ACTIVE
    told = await process.told()
    assert (told.count("agreement.suspended"), told.count("agreement.resumed")) == (9, 3)
    assert told.count("agreement.suspension_lifted") == 6


async def test_a_suspension_during_a_look_of_the_guard_stands_beside_the_guards(
    process, other_process
):
    await in_force(process)
    other_process.now = process.now
    process.guard = Guard()
    await asyncio.gather(
        tick(process.ports, Looked()),
        other_process.does("approver@valcobreizh", SuspendAgreement(CITATION, "pause")),
    )
    # A clock that came second finds the catalog changed, and looks again.
    await tick(process.ports, Looked())
    held = await other_process.agreement()
    assert standing_causes(held) == (SuspensionCause.GRANTEE, SuspensionCause.GUARD)


async def test_clocks_of_two_processes_do_everything_once(process, other_process):
    drafts = [replace(PROJECT, id=f"conv-2026-00{number}") for number in range(30, 34)]
    for each in drafts:
        await process.submits(each)
        await process.both_sign(f"{each.id}@1")
    for world in (process, other_process):
        world.comes(PROJECT.start)
    done = await asyncio.gather(*(tick(w.ports, Looked()) for w in (process, other_process)))
    assert sum(len(each) for each in done) == len(drafts)
    assert (await process.told()).count("agreement.activated") == len(drafts)
    actions = [action for action, _ in await process.recorded()]
    assert actions.count("activate") == len(drafts)


async def test_a_restart_in_between_loses_nothing(process, store_url, law):
    await process.submits()
    await process.both_sign()
    restarted = await opened(store_url, law)
    restarted.comes(PROJECT.end)
    await tick(restarted.ports, Looked())
    assert (await restarted.agreement()).state is AgreementState.ACTIVE
    await restarted.catalog.aclose()


async def test_an_act_that_never_finds_the_catalog_at_rest_says_so(law):
    class Restless:
        async def current(self):
            return CATALOG

        async def write(self, *_arguments):
            raise CatalogMoved

    world = World(law, catalog=Restless(), policy=law)
    refused = await world.refused("steward@val-d-ille-aubigne", DraftAgreement(PROJECT))
    assert refused == {"catalog_moved": ""}
