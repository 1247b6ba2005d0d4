"""Covers catalog.store.sqlite_turns, catalog.store.inserting, catalog.store.postgresql_hot_path,
catalog.store.sqlite_hot_path, catalog.model.audit.
"""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest

from catalog.model.audit import AuditIntent, AuditOutcome
from catalog.model.draft import DraftPlace
from catalog.model.version import CatalogVersion
from catalog.problems import AuditUnavailable
from catalog.store import open_store
from tests.unit.catalog.examples import VAL_DILLE, VALCOBREIZH

INTENT = AuditIntent(
    request_id="r",
    at=datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=UTC),
    issuer="urn:test",
    sub="agent@valcobreizh",
    organisation=VALCOBREIZH.siren,
    on_behalf_of=VAL_DILLE.siren,
    purpose="rpqs_dechets",
    datasets=("d1",),
    columns=("c1", "c2"),
    agreements=("conv-2026-0017@1",),
    policy_revision="rev",
    question_digest="0" * 64,
    document_digest="f" * 64,
    catalog=CatalogVersion("epoch", 3),
    file_reference="DOS-2026-17",
    decision_digest="d" * 64,
)


def intent(**more):
    return replace(INTENT, request_id=str(uuid4()), **more)


def rows(url, statement):
    """By a connection of its own: only what was committed is there."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        found = connection.execute(statement).fetchall()
        connection.close()
        return found
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchall()


async def test_sixty_who_write_at_once_keep_no_record_waiting(store, store_url):
    """Each waits for its turn, and the record of a query has one between any two."""
    at = datetime(2026, 11, 27, 8, tzinfo=UTC)
    place = DraftPlace("https://issuer", "anne", VALCOBREIZH.siren, "key")
    written = 0

    async def write(number):
        nonlocal written
        await store.drafts.keep(replace(place, name=f"key-{number}"), {"a": ("b",)}, at)
        written += 1

    writing = [asyncio.create_task(write(number)) for number in range(60)]
    while not written:
        await asyncio.wait(writing, timeout=1, return_when=asyncio.FIRST_COMPLETED)
    before = written
    await store.record_intent(intent())
    # PostgreSQL has many writers at once.
    assert written - before < (10 if store_url.startswith("sqlite") else 60)
    await asyncio.gather(*writing)


async def test_an_intent_and_its_outcome_are_kept_whole(store, store_url):
    written = intent()
    await store.record_intent(written)
    assert rows(store_url, "SELECT * FROM audit_intent") == [
        (
            written.request_id,
            "2026-03-01T09:30:00.123456Z",
            "urn:test",
            "agent@valcobreizh",
            "200090884",
            "243500667",
            "rpqs_dechets",
            '["d1"]',
            '["c1", "c2"]',
            '["conv-2026-0017@1"]',
            "rev",
            "0" * 64,
            "f" * 64,
            "epoch",
            3,
            None,
            "DOS-2026-17",
            "d" * 64,
            None,
            None,
            None,
        )
    ]
    await store.record_outcome(AuditOutcome(written.request_id, "partial", 12, 3.6, "late"))
    assert rows(store_url, "SELECT * FROM audit_outcome") == [
        (written.request_id, "partial", 12, 4, "late", None)
    ]


async def test_an_anonymous_reading_is_kept(store, store_url):
    nobody = {"issuer": None, "sub": None, "organisation": None, "on_behalf_of": None}
    await store.record_intent(intent(**nobody, purpose=None, catalog=None))
    (found,) = rows(store_url, "SELECT sub, purpose, catalog_number FROM audit_intent")
    assert found == (None, None, None)


async def test_many_at_once_are_all_kept(store, store_url):
    written = [intent() for _ in range(300)]
    await asyncio.gather(*(store.record_intent(each) for each in written))
    found = rows(store_url, "SELECT request_id FROM audit_intent")
    assert {each[0] for each in found} == {each.request_id for each in written}


@pytest.mark.parametrize(
    "bad", [{"question_digest": None}, {"purpose": "a\ud800"}, {"request_id": "twice"}]
)
async def test_what_cannot_be_kept_refuses_its_query_and_no_other(store, store_url, bad):
    await store.record_intent(replace(INTENT, request_id="twice"))
    refused = intent()
    refused = replace(refused, **bad)
    kept = [intent() for _ in range(10)]
    results = await asyncio.gather(
        *(store.record_intent(each) for each in (*kept[:5], refused, *kept[5:])),
        return_exceptions=True,
    )
    assert [type(each) for each in results if each is not None] == [AuditUnavailable]
    assert isinstance(results[5], AuditUnavailable)
    assert rows(store_url, "SELECT count(*) FROM audit_intent") == [(11,)]
    await store.record_intent(intent())


async def test_what_begins_and_what_ends_at_once_is_kept_but_for_what_cannot_be(store, store_url):
    running = [intent() for _ in range(6)]
    await asyncio.gather(*(store.record_intent(each) for each in running))
    ends = [AuditOutcome(each.request_id, "answered", 1, 1) for each in running]
    begins = [intent() for _ in range(6)]
    unknown = AuditOutcome("unknown", "answered", 1, 1)
    results = await asyncio.gather(
        *(store.record_intent(each) for each in begins),
        *(store.record_outcome(each) for each in (unknown, *ends)),
        return_exceptions=True,
    )
    assert [each for each in results if each is not None] == [results[6]]
    assert isinstance(results[6], AuditUnavailable)
    assert rows(store_url, "SELECT count(*) FROM audit_intent") == [(12,)]
    found = rows(store_url, "SELECT request_id FROM audit_outcome")
    assert {each[0] for each in found} == {each.request_id for each in ends}


@pytest.mark.parametrize(
    "outcome", [AuditOutcome("unknown", "answered", 1, 1), AuditOutcome("twice", "happy", 1, 1)]
)
async def test_an_outcome_belongs_to_an_intent_and_says_a_known_word(store, outcome):
    await store.record_intent(replace(INTENT, request_id="twice"))
    with pytest.raises(AuditUnavailable):
        await store.record_outcome(outcome)


async def test_a_caller_who_leaves_is_still_in_the_record(store, store_url):
    task = asyncio.create_task(store.record_intent(intent()))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await store.record_intent(intent())
    assert rows(store_url, "SELECT count(*) FROM audit_intent") == [(2,)]


async def test_closing_writes_what_was_accepted(store_url):
    store = await open_store(store_url)
    tasks = [asyncio.create_task(store.record_intent(intent())) for _ in range(20)]
    await asyncio.sleep(0)
    await store.aclose()
    await asyncio.gather(*tasks)
    assert rows(store_url, "SELECT count(*) FROM audit_intent") == [(20,)]
    with pytest.raises(AuditUnavailable):
        await store.record_intent(intent())


async def test_a_store_that_went_away_refuses_and_comes_back(postgresql, postgresql_database):
    store = await open_store(postgresql_database)
    try:
        await store.current()
        await store.record_intent(intent())
        with psycopg.connect(postgresql.dsn(), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'interco-hot-path'"
            )
        assert (await store.current()).version.number == 0
        await store.record_intent(intent())
    finally:
        await store.aclose()


async def test_a_full_disk_refuses_the_query(tmp_path):
    path = tmp_path / "catalog.sqlite"
    store = await open_store(f"sqlite:///{path}")
    try:
        blocking = sqlite3.connect(path, isolation_level=None)
        blocking.execute(
            "CREATE TRIGGER full BEFORE INSERT ON audit_intent BEGIN"
            " SELECT RAISE(FAIL, 'database or disk is full'); END"
        )
        blocking.close()
        with pytest.raises(AuditUnavailable) as refused:
            await store.record_intent(intent())
        assert "disk" not in refused.value.sentence("fr") + refused.value.sentence("en")
    finally:
        await store.aclose()
