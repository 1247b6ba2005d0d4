"""What a record refers to is durable with it, kept once, and read back whole.

Covers catalog.checks.kept, catalog.store.audit_reading, catalog.store.source_records.
"""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from catalog.model.audit import AuditOutcome, Evidence, EvidenceKind
from catalog.problems import AuditUnavailable
from catalog.store import open_store
from tests.integration.store.test_the_audit_is_durable_before_it_returns import intent, rows

FACTS = json.dumps({"subject": {"agent": "agent@valcobreizh"}, "rows": "é"}, ensure_ascii=False)
STATEMENTS = json.dumps({"statements": []})


class Counted:
    """Writes one text, and says how often it was asked to."""

    def __init__(self, text):
        self.text, self.times = text, 0

    def __call__(self):
        self.times += 1
        return self.text


def referring(question=None, plan=None, **more):
    question, plan = question or Counted(FACTS), plan or Counted(STATEMENTS)
    return intent(
        plan_digest="b" * 64,
        evidence=(
            Evidence(EvidenceKind.QUESTION, "0" * 64, question),
            Evidence(EvidenceKind.PLAN, "b" * 64, plan),
        ),
        **more,
    )


async def test_a_request_is_read_back_with_what_it_refers_to(store):
    written = referring()
    await store.record_intent(written)
    outcome = AuditOutcome(written.request_id, "answered", 12, 3.0)
    await store.record_outcome(outcome)
    found = await store.recorded_request(written.request_id)
    assert found.intent == replace(written, evidence=())
    assert (found.outcome, found.facts, found.plan) == (outcome, FACTS, STATEMENTS)


async def test_a_request_from_before_any_evidence_is_read_back_alone(store):
    written = intent()
    await store.record_intent(written)
    found = await store.recorded_request(written.request_id)
    assert (found.intent, found.outcome, found.facts, found.plan) == (written, None, None, None)


@pytest.mark.parametrize("unknown", ["nothing", "", "x" * 5000, "a\0b", "' OR 1=1 --"])
async def test_a_request_that_was_never_recorded_is_none(store, unknown):
    await store.record_intent(referring())
    assert await store.recorded_request(unknown) is None


async def test_what_is_kept_already_is_written_once(store, store_url):
    question, plan = Counted(FACTS), Counted(STATEMENTS)
    for _ in range(3):
        await store.record_intent(referring(question, plan))
    assert (question.times, plan.times) == (1, 1)
    assert rows(store_url, "SELECT count(*) FROM audit_question") == [(1,)]
    assert rows(store_url, "SELECT count(*) FROM audit_plan") == [(1,)]


async def test_another_process_that_keeps_the_same_does_no_harm(store, other_process, store_url):
    await store.record_intent(referring())
    await other_process.record_intent(referring())
    assert rows(store_url, "SELECT facts FROM audit_question") == [(FACTS,)]
    assert rows(store_url, "SELECT count(*) FROM audit_intent") == [(2,)]


async def test_evidence_that_cannot_be_written_refuses_its_record_and_no_other(store, store_url):
    def broken():
        raise ValueError("broken")

    with pytest.raises(AuditUnavailable):
        await store.record_intent(referring(question=broken))
    await store.record_intent(referring())
    assert rows(store_url, "SELECT count(*) FROM audit_intent") == [(1,)]
    assert rows(store_url, "SELECT facts FROM audit_question") == [(FACTS,)]


async def test_evidence_is_not_kept_without_its_record(store_url):
    """A record that the database refuses takes its evidence with it, and it is written again."""
    store = await open_store(store_url)
    first = referring()
    await store.record_intent(intent())
    execute(store_url, "DELETE FROM audit_question")
    twice = replace(first, request_id="twice")
    await store.record_intent(replace(intent(), request_id="twice"))
    with pytest.raises(AuditUnavailable):
        await store.record_intent(twice)
    assert rows(store_url, "SELECT count(*) FROM audit_question") == [(0,)]
    await store.record_intent(first)
    assert rows(store_url, "SELECT count(*) FROM audit_question") == [(1,)]
    await store.aclose()


async def test_questions_are_counted_hour_by_hour_since_a_moment(store):
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    for minutes in (-61, 0, 10, 59, 61):
        await store.record_intent(referring(at=noon + timedelta(minutes=minutes)))
    await store.record_intent(intent(at=noon, question_digest="9" * 64))
    found, without = await store.recorded_questions(noon, noon + timedelta(hours=2))
    assert [(each.at, each.last_at, each.requests) for each in found] == [
        (noon, noon + timedelta(minutes=59), 3),
        (noon + timedelta(minutes=61), noon + timedelta(minutes=61), 1),
    ]
    assert {each.facts for each in found} == {FACTS}
    assert without == 1


def execute(url, statement):
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            connection.execute(statement)
        connection.close()
        return
    with psycopg.connect(url) as connection:
        connection.execute(statement)
