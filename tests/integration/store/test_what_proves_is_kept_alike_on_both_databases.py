"""Roots, exports, erasure and figures of use, on SQLite and on PostgreSQL.

Covers catalog.store.chain_roots, catalog.store.chain_reading, catalog.store.retention,
catalog.store.unusual_reading, catalog.store.version_reading, catalog.store.usage_reading.
"""

from datetime import UTC, date, timedelta

from catalog.chain.records import leaf_of
from catalog.chain.roots import root_document, signed
from catalog.changes import ActRecord, Changes
from catalog.model.audit import AuditOutcome
from catalog.model.usage import Period
from tests.integration.store.test_the_audit_becomes_a_chain import NOW, extend, read
from tests.integration.store.test_the_audit_is_durable_before_it_returns import INTENT, rows
from tests.unit.catalog.examples import VAL_DILLE

OWNER = str(VAL_DILLE.siren)


async def filled(store):
    """One read that ended, and one act."""
    act = ActRecord(INTENT.at, "urn:test", "steward", VAL_DILLE.siren, "declare", {"what": "x"})
    await store.write((await store.current()).version, Changes(put=(VAL_DILLE,)), act)
    one = read()
    await store.record_intent(one)
    await store.record_outcome(AuditOutcome(one.request_id, "answered", 7, 2.0))
    await extend(store)
    return one


async def test_the_chain_says_what_the_audit_says(store, store_url):
    one = await filled(store)
    chains = store.proof.chains
    assert await chains.against_the_audit() == []
    ends = await chains.ends()
    lines = [line async for line in chains.lines(OWNER)]
    assert (len(lines), ends[OWNER].n, ends[OWNER].digest) == (3, 3, lines[-1][1])
    await store.proof.retention.erase(NOW + timedelta(days=1), NOW + timedelta(days=1))
    assert await chains.against_the_audit() == []
    kept = f"SELECT sub, file_reference FROM audit_intent WHERE request_id = '{one.request_id}'"
    assert rows(store_url, kept) == [(None, None)]


async def test_a_day_that_is_over_is_due_once(store):
    await filled(store)
    roots, ends = store.proof.roots, await store.proof.chains.ends()
    due = await roots.due(date(2026, 3, 2))
    assert due.day == "2026-03-01"
    assert due.leaves == [leaf_of(OWNER, 1, 3, ends[OWNER].digest)]
    root = signed(root_document(due.day, due.leaves, due.before, "x"), "key", lambda _: b"")
    assert await roots.keep(root)
    assert not await roots.keep(root)
    assert await roots.due(date(2026, 3, 2)) is None
    following = await roots.due(date(2026, 3, 3))
    assert (following.day, following.leaves, following.before) == ("2026-03-02", [], root)
    assert await roots.since() == [root]


async def test_use_is_told_by_month_by_hour_and_by_agent(store):
    one = await filled(store)
    since = INTENT.at - timedelta(days=1)
    (use,) = await store.usage_of(["d1"], {}, since, None, Period.MONTH)
    assert (use.period, use.rows) == ("2026-03", 7)
    assert await store.usage_of(["d1"], {}, since, INTENT.at, Period.DAY) == ()
    (hour,) = await store.proof.unusual.hours(since)
    assert (hour.rows, hour.requests, hour.refused) == (7, 1, 0)
    assert hour.hour == INTENT.at.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    (own,) = await store.requests_of(INTENT.issuer, INTENT.sub, since)
    assert (own.request_id, own.rows) == (one.request_id, 7)
    (version,) = await store.versions_between(INTENT.at, NOW)
    assert version[1] == INTENT.at
