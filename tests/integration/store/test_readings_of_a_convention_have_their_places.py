"""Counted from the audit, in one transaction with the intent itself: no two share a place.

Covers catalog.store.counted_reads, gateway.reading.query.quota_counts.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from catalog.actions.quotas.problems import QuotaExceeded
from catalog.model.audit import AuditOutcome
from catalog.model.quota import Quota, QuotaKind
from catalog.model.subject import Subject
from catalog.problems import AuditUnavailable
from gateway.reading.query.quota_counts import QuotaCounts
from tests.integration.store.test_the_audit_is_durable_before_it_returns import INTENT
from tests.unit.catalog.examples import VAL_DILLE, VALCOBREIZH, catalog_of

DAY = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
CONVENTION = "conv-2026-0017"
READER = VAL_DILLE.siren
"""On whose behalf INTENT reads: its rights count, so its readings are counted."""


def intent(**more):
    return replace(INTENT, request_id=str(uuid4()), **more)


async def place(store, written, since=DAY, conventions=(CONVENTION,)):
    return await store.record_counted_intent(written, conventions, READER, since)


async def test_two_processes_at_once_never_share_a_place(store, other_process):
    both = (store, other_process) * 15
    found = await asyncio.gather(*(place(each, intent()) for each in both))
    assert sorted(each[CONVENTION] for each in found) == list(range(1, 31))


async def test_every_version_by_one_reader_since_then_counts(store):
    for written in (
        intent(),
        intent(agreements=("conv-2026-0001@1", "conv-2026-0017@2")),
        # Not of that convention, not by that reader, not since then.
        intent(agreements=("conv-2026-00170@1", "aconv-2026-0017@1")),
        intent(agreements=("conv-2026-001_@1",)),
        intent(on_behalf_of=None),
        intent(on_behalf_of=VALCOBREIZH.siren),
        intent(at=DAY - timedelta(microseconds=1)),
    ):
        await store.record_intent(written)
    await store.record_intent(intent(at=DAY))
    assert await store.count_reads(CONVENTION, READER, DAY) == 3
    assert await place(store, intent()) == {CONVENTION: 4}
    own = intent(organisation=READER, on_behalf_of=None)
    assert await place(store, own) == {CONVENTION: 5}


async def test_one_request_has_a_place_in_each_convention_that_it_reads_by(store):
    await store.record_intent(intent(agreements=("conv-a@1",)))
    written = intent(agreements=("conv-a@1", "conv-b@1"))
    conventions = ("conv-b", "conv-a", "conv-b")
    assert await place(store, written, conventions=conventions) == {"conv-a": 2, "conv-b": 1}


async def test_what_cannot_be_kept_has_no_place(store):
    written = intent()
    await place(store, written)
    with pytest.raises(AuditUnavailable):
        await place(store, written)
    assert await place(store, intent()) == {CONVENTION: 2}


async def test_two_processes_count_one_quota_and_bill_the_same_time(store, other_process):
    now = DAY + timedelta(hours=2)
    processes = [(store, QuotaCounts()), (other_process, QuotaCounts())]
    catalog = catalog_of(VAL_DILLE, Quota(READER, requests=4, seconds=60))
    reader = Subject("agent", "urn:test", READER, "person")

    async def admitted(process):
        one_store, counts = process
        counts.admit(reader, catalog, now)
        counts.add_time(reader, catalog, 1_499.6)
        written = intent(at=now)
        await one_store.record_intent(written)
        await one_store.record_outcome(AuditOutcome(written.request_id, "answered", 1, 1_499.6))

    for process in (*processes, *processes):
        await admitted(process)
    for one_store, counts in processes:
        # Until it has read again, each knows what it has let through itself.
        assert counts.used(READER, QuotaKind.REQUESTS) == 2
        await counts.read_again(one_store, now, timedelta(minutes=10))
        with pytest.raises(QuotaExceeded):
            counts.admit(reader, catalog, now)
    (report,) = await store.body_usage(DAY - timedelta(days=1), now + timedelta(days=1))
    for _, counts in processes:
        assert counts.used(READER, QuotaKind.SECONDS) == report.milliseconds == 6_000
