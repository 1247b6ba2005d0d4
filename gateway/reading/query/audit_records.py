"""Records of a request for the audit: its caller, purpose and agreements; never a value."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from catalog.model.audit import AuditIntent, AuditOutcome, column_read
from catalog.model.paris import PARIS, paris_day
from catalog.model.problem import Problem
from catalog.snapshot import Snapshot
from catalog.stages import Stage, staged
from federation.plan import Plan
from gateway.base.problems import AgreementLimitReached
from gateway.reading.query.kept_plan import evidence_of
from gateway.reading.query.plan_cache import PreparedRead
from gateway.reading.query.ports import Ports
from gateway.reading.query.request import DataRequest
from policies.question import day_starts_at

OWNER = "owner"
"""Cited where no agreement is needed: a reading of one's own rows."""


def intent_of(prepared: PreparedRead, request: DataRequest, ports: Ports) -> AuditIntent:
    plans = [plan for plan in prepared.plans.slices.values() if isinstance(plan, Plan)]
    subject = prepared.subject
    return AuditIntent(
        request_id=request.id,
        at=ports.clock(),
        issuer=subject.issuer,
        sub=subject.agent,
        organisation=subject.organisation,
        on_behalf_of=subject.on_behalf_of,
        purpose=subject.purpose,
        datasets=prepared.datasets,
        columns=_columns(plans, prepared.snapshot),
        agreements=tuple(sorted({each for plan in plans for each in plan.citations})),
        policy_revision=prepared.decision.revision,
        question_digest=prepared.question.digest,
        catalog=prepared.snapshot.version,
        file_reference=request.file_reference,
        plan_digest=prepared.plans.digest,
        decision_digest=prepared.decision.fingerprint,
        door=request.door,
        link=subject.link,
        evidence=evidence_of(
            prepared.question,
            plans,
            prepared.plans.digest,
            prepared.snapshot,
            ports.default_engine,
        ),
        document_digest=ports.digest_document(request.document.encode("utf-8", "surrogatepass")),
    )


@staged(Stage.AUDIT)
async def record_intent(
    prepared: PreparedRead, request: DataRequest, ports: Ports
) -> AgreementLimitReached | None:
    """Durable when it returns; the limit of an agreement that this request is one too many for.

    Attempts count too: the intent is what is counted, before anything runs.
    """
    intent = intent_of(prepared, request, ports)
    limits = _daily_limits(prepared)
    reader = prepared.subject.reader
    if not limits or reader is None:
        await ports.audit.record_intent(intent)
        return None
    today = paris_day(intent.at)
    places = await ports.audit.record_counted_intent(
        intent, tuple(limits), reader, day_starts_at(today, PARIS.key)
    )
    for convention, most in limits.items():
        if places[convention] > most:
            return AgreementLimitReached(agreement=convention, limit=most)
    return None


def _daily_limits(prepared: PreparedRead) -> Mapping[str, int]:
    """The lowest of each convention over all slices: one request is one query."""
    lowest: dict[str, int] = {}
    for plan in prepared.plans.slices.values():
        for each in plan.daily_limits if isinstance(plan, Plan) else ():
            known = lowest.get(each.convention, each.queries)
            lowest[each.convention] = min(each.queries, known)
    return lowest


def _columns(plans: Sequence[Plan], snapshot: Snapshot) -> tuple[str, ...]:
    """The columns that the caller's part of the plans reads, each with its dataset."""
    named = {each for plan in plans for each in plan.columns_read}
    return tuple(
        column_read(dataset, column.id)
        for dataset, name in sorted(named)
        if (column := snapshot.datasets[dataset].column_named(name)) is not None
    )


def outcome_of(
    parts: Sequence[int | Problem],
    error: BaseException | None,
    request: DataRequest,
    started: float,
) -> AuditOutcome:
    """Of each statement, how many rows it gave or what stopped it. `failed` when none answered,
    `partial` when some did not, `cancelled` by the caller.
    """
    problems = [each for each in parts if isinstance(each, Problem)]
    answered = [each for each in parts if not isinstance(each, Problem)]
    if error is not None:
        status = "failed" if isinstance(error, Exception) else "cancelled"
    elif problems:
        status = "partial" if answered else "failed"
    else:
        status = "answered"
    first = error if isinstance(error, Problem) else (problems[0] if problems else None)
    return AuditOutcome(
        request_id=request.id,
        status=status,
        rows=sum(answered),
        duration_ms=(time.perf_counter() - started) * 1000,
        problem_code=None if first is None else first.code,
    )
