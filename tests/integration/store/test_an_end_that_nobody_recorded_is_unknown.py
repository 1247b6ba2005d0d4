"""A gateway that dies leaves requests without an end: one that lives says that it is unknown.

Covers catalog.store.unfinished, catalog.store.migrating, catalog.store.opening.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from alembic import command

from catalog.model.audit import AuditOutcome
from catalog.store import migrating, open_store
from catalog.store.opening import store_url as address_of
from tests.integration.store.test_the_audit_is_durable_before_it_returns import (
    INTENT,
    intent,
    rows,
)

LATER = INTENT.at + timedelta(hours=1)
ENDS = "SELECT request_id, status, rows, duration_ms, problem_code FROM audit_outcome"


def ended(url):
    return {found[0]: found[1:] for found in rows(url, ENDS)}


async def test_only_what_is_old_and_has_no_end_is_told(store, store_url):
    dead, answered = intent(), intent()
    living = intent(at=LATER)
    for each in (dead, answered, living):
        await store.record_intent(each)
    await store.record_outcome(AuditOutcome(answered.request_id, "answered", 7, 2.0))
    assert await store.end_unfinished(LATER) == 1
    assert ended(store_url) == {
        dead.request_id: ("unknown", 0, 0, None),
        answered.request_id: ("answered", 7, 2, None),
    }
    found = await store.recorded_request(dead.request_id)
    assert not found.outcome.is_known
    assert await store.end_unfinished(LATER) == 0


async def test_a_later_look_leaves_out_what_an_earlier_one_has_seen(store, store_url):
    before, after = intent(), intent(at=LATER)
    for each in (before, after):
        await store.record_intent(each)
    assert await store.end_unfinished(LATER + timedelta(hours=1), since=LATER) == 1
    assert set(ended(store_url)) == {after.request_id}


async def test_an_end_that_comes_after_all_replaces_it_and_nothing_else_does(store, store_url):
    late = intent()
    await store.record_intent(late)
    assert await store.end_unfinished(LATER) == 1
    await store.record_outcome(AuditOutcome(late.request_id, "partial", 12, 3.6, "source_timeout"))
    end = {late.request_id: ("partial", 12, 4, "source_timeout")}
    assert ended(store_url) == end
    assert await store.end_unfinished(LATER) == 0
    assert ended(store_url) == end


async def test_an_end_that_comes_beside_a_beginning_replaces_it_too(store, store_url):
    """As one statement on PostgreSQL."""
    late = [intent() for _ in range(3)]
    await asyncio.gather(*(store.record_intent(each) for each in late))
    assert await store.end_unfinished(LATER) == 3
    await asyncio.gather(
        *(store.record_intent(intent(at=LATER)) for _ in range(3)),
        *(store.record_outcome(AuditOutcome(each.request_id, "answered", 1, 1)) for each in late),
    )
    assert {end[0] for end in ended(store_url).values()} == {"answered"}


async def test_two_processes_tell_each_of_them_once(store, other_process):
    for _ in range(40):
        await store.record_intent(intent())
    told = await asyncio.gather(*(each.end_unfinished(LATER) for each in (store, other_process)))
    assert sum(told) == 40


@pytest.mark.parametrize("status", ["answered", "cancelled"])
async def test_a_store_of_before_is_brought_up_to_date_with_all_its_ends(
    store_url, monkeypatch, status
):
    kept = replace(INTENT, request_id="kept")
    opened = await open_store(store_url)
    await opened.record_intent(kept)
    await opened.record_outcome(AuditOutcome("kept", status, 3, 1.0, "late"))
    await opened.aclose()
    upgrade = command.upgrade
    with monkeypatch.context() as older:
        older.setattr(command, "upgrade", lambda config, _: command.downgrade(config, "0008"))
        await asyncio.to_thread(migrating.migrate, address_of(store_url))
    assert command.upgrade is upgrade
    opened = await open_store(store_url)
    try:
        assert ended(store_url) == {"kept": (status, 3, 1, "late")}
        await opened.record_intent(intent())
        assert await opened.end_unfinished(LATER) == 1
    finally:
        await opened.aclose()
