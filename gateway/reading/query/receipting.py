"""The receipt of an answer: made of what was decided and planned, and signed."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.model.problem import Problem
from federation.plan import Plan
from gateway.proof.receipts import Receipted
from gateway.reading.query.plan_cache import PreparedRead
from gateway.reading.query.ports import Ports
from gateway.reading.query.request import DataRequest


def receipt_of(
    prepared: PreparedRead,
    request: DataRequest,
    ports: Ports,
    parts: Sequence[int | Problem] | None,
    answer: bytes | None,
) -> str | None:
    """None where this gateway signs none. `parts` and `answer` are None of what is streamed."""
    if ports.receipts is None:
        return None
    plans = [plan for plan in prepared.plans.slices.values() if isinstance(plan, Plan)]
    known, reader = prepared.snapshot.datasets, prepared.subject.reader
    rows = None if parts is None else [each for each in parts if isinstance(each, int)]
    return ports.receipts.sign(
        Receipted(
            request_id=request.id,
            at=ports.clock(),
            document=request.document,
            reader=None if reader is None else str(reader),
            purpose=prepared.subject.purpose,
            datasets={each: known[each].version for each in prepared.datasets},
            catalog=prepared.snapshot.version,
            agreements=sorted({each for plan in plans for each in plan.citations}),
            policy_revision=prepared.decision.revision,
            decision=prepared.decision.fingerprint,
            rows=None if rows is None else sum(rows),
            answer=answer,
            is_whole=parts is None or len(parts) == len(rows or ()),
        )
    )
