"""OPA, the store or a storage is gone, silent or cut off while many read and act.

Covers tests.door, policies.opa_server, catalog.store.opening, catalog.store.postgresql_hot_path,
federation.engines.postgres_engine.
"""

import asyncio
import json
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from catalog.store import open_store
from tests.door import State

LAW = {"policy_unavailable", "policy_late", "policy_malformed"}
STORE = {"store_unavailable", "audit_unavailable", "act_outcome_unknown", "cut"}
STORAGE = {"source_unreachable", "source_down", "source_timeout", "source_failed", "cut"}


async def told_and_mended(load, door, state):
    async with load.going_on():
        await load.until_right()
        with door.being(state):
            await load.rounds()
        await load.until_right()
    assert load.wrong == []


async def everybody_has_left(town):
    """Whoever breaks off is gone before the server has recorded how it ended."""
    query = town.app.state.services.query
    async with asyncio.timeout(20):
        while query.turns.length != (0, 0):  # noqa: ASYNC110 - turns of another thread
            await asyncio.sleep(0.01)
    # On its own loop: what ends on another wakes nobody who waits here.
    written = asyncio.run_coroutine_threadsafe(query.audit.ends.written(), town.app.state.loop)
    await asyncio.wrap_future(written)


async def check_what_is_kept(town, load):
    """Every act that was told as done, none that was refused; each request once, with an end."""
    done = set()
    for action, summary in town.told("SELECT action, summary FROM act"):
        for citation in json.loads(summary).get("agreements") or ():
            done.add((action, citation))
    for act, is_done in load.acts.items():
        if is_done is not None:
            assert (act in done) is is_done, act
    await everybody_has_left(town)
    store = await open_store(town.store_url)
    try:
        await store.end_unfinished(datetime.now(UTC) + timedelta(hours=1))
    finally:
        await store.aclose()
    ends = town.told(
        """SELECT i.request_id, o.status
        FROM audit_intent i LEFT JOIN audit_outcome o USING (request_id)"""
    )
    statuses = dict(ends)
    assert len(ends) == len(statuses)
    assert set(statuses.values()) <= {"answered", "partial", "failed", "cancelled", "unknown"}
    assert {statuses.get(each) for each in load.right_ids} == {"answered"}


@pytest.mark.parametrize("state", [State.SHUT, State.STALLED, State.CUT])
async def test_without_the_law_nothing_new_is_told(faulty_town, load, state):
    await told_and_mended(load, faulty_town.doors.law, state)
    assert load.codes() - LAW == set()
    assert load.codes("acts")
    await check_what_is_kept(faulty_town, load)


@pytest.mark.parametrize("state", [State.SHUT, State.STALLED, State.CUT])
async def test_without_the_store_nothing_is_told_and_no_act_is_lost(faulty_town, load, state):
    await told_and_mended(load, faulty_town.doors.store, state)
    assert load.codes() - STORE == set()
    assert load.codes("acts")
    assert load.codes("signed in")
    await check_what_is_kept(faulty_town, load)


@pytest.mark.parametrize("state", [State.SHUT, State.STALLED, State.CUT])
async def test_without_a_storage_the_rest_is_told(faulty_town, load, state):
    await told_and_mended(load, faulty_town.doors.storage, state)
    assert load.codes() - STORAGE == set()
    assert not load.codes("acts", "neighbour")
    assert load.codes("owner")
    await check_what_is_kept(faulty_town, load)


async def test_where_everything_is_slow_everything_is_right(faulty_town, load):
    doors = faulty_town.doors
    async with load.going_on():
        with ExitStack() as slow:
            for door in (doors.law, doors.store, doors.storage, doors.provider):
                slow.enter_context(door.being(State.SLOW))
            await load.until_right()
    assert load.problems == load.wrong == []
    await check_what_is_kept(faulty_town, load)
