"""Covers catalog.store.usage_reading, catalog.store.audit_reading."""

from dataclasses import replace
from datetime import timedelta

from catalog.model.audit import AuditedRead, AuditOutcome, Evidence, EvidenceKind
from tests.integration.store.test_the_audit_is_durable_before_it_returns import INTENT, intent


async def test_with_how_it_ended_by_time(store):
    late = intent(at=INTENT.at + timedelta(hours=1))
    early = intent(agreements=("conv-2026-0001@1", "conv-2026-0017@1"), catalog=None, sub=None)
    for each in (late, early):
        await store.record_intent(each)
    outcome = AuditOutcome(late.request_id, "answered", 42, 3.0)
    await store.record_outcome(outcome)
    assert await store.audit_of("conv-2026-0017@1") == (
        AuditedRead(early, None),
        AuditedRead(late, outcome),
    )
    assert await store.audit_of("conv-2026-0001@1") == (AuditedRead(early, None),)


async def test_and_nothing_of_a_citation_that_only_begins_or_ends_alike(store):
    await store.record_intent(intent(agreements=("conv-2026-0017@11",)))
    await store.record_intent(intent(agreements=("x-conv-2026-0017@1",)))
    await store.record_intent(intent(agreements=()))
    for citation in ("conv-2026-0017@1", "conv-2026-%", "%", "conv-2026-001_@11", ""):
        assert await store.audit_of(citation) == ()


async def test_another_process_reads_what_was_committed(store, other_process):
    written = replace(intent(), on_behalf_of=None)
    await store.record_intent(written)
    assert await other_process.audit_of("conv-2026-0017@1") == (AuditedRead(written, None),)


async def test_what_ran_is_told_of_a_record_that_does_not_say_which_columns_are_whose(store):
    ran = Evidence(EvidenceKind.PLAN, "1" * 64, lambda: '[{"columns": []}]')
    for columns in (("c1", "c2"), ("d1/c1", "d2/c1")):
        await store.record_intent(
            intent(datasets=("d1", "d2"), columns=columns, plan_digest=ran.digest, evidence=(ran,))
        )
    found = await store.audit_of("conv-2026-0017@1")
    assert {each.intent.columns: each.plan for each in found} == {
        ("c1", "c2"): '[{"columns": []}]',
        ("d1/c1", "d2/c1"): None,
    }
