"""A check of a source is a reading of all its rows by its owner, and recorded as one."""

from __future__ import annotations

import time
import uuid
from collections.abc import Awaitable, Callable

from catalog.checks.values import SourceCheck
from catalog.model.audit import AuditIntent, AuditOutcome, column_read
from catalog.model.dataset import Dataset
from catalog.model.problem import Problem
from catalog.standpoint import Standpoint
from gateway.reading.query.audit_records import OWNER
from gateway.reading.query.hosting import refuse_for_hosting
from gateway.reading.query.kept_plan import evidence_of
from gateway.reading.query.ports import Ports
from policies.questions import question_of

_WHAT = "sourceCheck"


async def recorded_check(
    dataset: Dataset,
    standpoint: Standpoint,
    ports: Ports,
    check: Callable[[], Awaitable[SourceCheck]],
) -> tuple[SourceCheck, str]:
    """The check, and the reference of its record, durable before anything is read.

    It has no plan: the source is read as it lies. Raises AuditUnavailable, HostingNotMet where the
    dataset's own demand is not met, and what `check` raises.
    """
    intent = await _intent(dataset, standpoint, ports, _WHAT)
    await ports.audit.record_intent(intent)
    started = time.perf_counter()

    def outcome(status: str, rows: int, code: str | None) -> AuditOutcome:
        duration_ms = (time.perf_counter() - started) * 1000
        return AuditOutcome(intent.request_id, status, rows, duration_ms, code)

    try:
        found = await check()
    except BaseException as error:
        status = "failed" if isinstance(error, Exception) else "cancelled"
        code = error.code if isinstance(error, Problem) else None
        await ports.audit.record_outcome(outcome(status, 0, code))
        raise
    stop = found.stops[0].code if found.stops else None
    status = "answered" if stop is None else "failed"
    await ports.audit.record_outcome(outcome(status, found.rows or 0, stop))
    return found, intent.request_id


async def record_own_reading(
    dataset: Dataset, rows: int, standpoint: Standpoint, ports: Ports, what: str
) -> bool:
    """True where the caller, of the owner's body, may read the whole dataset; recorded first.

    Of what no query reads: a file as it came, or the difference between two versions. Never a key:
    the machine reads what it was made to read, through its own doors. Raises AuditUnavailable,
    HostingNotMet.
    """
    subject = standpoint.subject
    if subject.kind not in {"person", "machine"} or subject.organisation != dataset.owner:
        return False
    question = question_of(standpoint, (dataset,), ports.installation)
    decision = await ports.policy.decide(question)
    branches = decision.datasets[dataset.id].branches
    if not any(each.agreement == OWNER for each in branches):
        return False
    intent = await _intent(dataset, standpoint, ports, what)
    await ports.audit.record_intent(intent)
    await ports.audit.record_outcome(AuditOutcome(intent.request_id, "answered", rows, 0.0, None))
    return True


async def _intent(
    dataset: Dataset, standpoint: Standpoint, ports: Ports, reading: str
) -> AuditIntent:
    subject, snapshot = standpoint.subject, standpoint.snapshot
    question = question_of(standpoint, (dataset,), ports.installation)
    decision = await ports.policy.decide(question)
    refuse_for_hosting(decision.datasets[dataset.id], dataset.name)
    what = f"{reading} {dataset.id}"
    return AuditIntent(
        request_id=uuid.uuid4().hex,
        at=ports.clock(),
        issuer=subject.issuer,
        sub=subject.agent,
        organisation=subject.organisation,
        on_behalf_of=subject.on_behalf_of,
        purpose=subject.purpose,
        datasets=(dataset.id,),
        columns=tuple(column_read(dataset.id, each.id) for each in dataset.columns),
        agreements=(OWNER,),
        policy_revision=decision.revision,
        question_digest=question.digest,
        document_digest=ports.digest_document(what.encode()),
        catalog=snapshot.version,
        decision_digest=decision.fingerprint,
        evidence=evidence_of(question, (), None, snapshot, ports.default_engine),
    )
