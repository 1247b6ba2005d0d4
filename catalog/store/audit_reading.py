"""The audit, read back: what was consulted under an agreement."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.model.audit import AuditedRead, AuditIntent, AuditOutcome
from catalog.model.identifiers import Siren
from catalog.model.version import CatalogVersion
from catalog.store.opening import reading
from catalog.store.tables import audit_intent, audit_outcome


async def audit_of(engine: AsyncEngine, citation: str) -> tuple[AuditedRead, ...]:
    """Whatever cites `conv-2026-0017@2`, by time then request. Raises StoreUnavailable."""
    quoted = json.dumps(citation)
    found = (
        select(
            *audit_intent.c,
            audit_outcome.c.status,
            audit_outcome.c.rows,
            audit_outcome.c.duration_ms,
            audit_outcome.c.problem_code,
        )
        .select_from(audit_intent.outerjoin(audit_outcome))
        # The column is a JSON list of citations: quotes make one whole.
        .where(audit_intent.c.agreements.contains(quoted, autoescape=True))
        .order_by(audit_intent.c.at, audit_intent.c.request_id)
    )
    async with reading(engine) as connection:
        rows = (await connection.execute(found)).mappings().all()
    return tuple(_read(row) for row in rows)


def _read(of: RowMapping) -> AuditedRead:
    outcome = (
        None
        if of["status"] is None
        else AuditOutcome(
            request_id=of["request_id"],
            status=of["status"],
            rows=of["rows"],
            duration_ms=float(of["duration_ms"]),
            problem_code=of["problem_code"],
        )
    )
    return AuditedRead(_intent(of), outcome)


def _intent(of: RowMapping) -> AuditIntent:
    epoch, number = of["catalog_epoch"], of["catalog_number"]
    return AuditIntent(
        request_id=of["request_id"],
        at=datetime.fromisoformat(of["at"]),
        issuer=of["issuer"],
        sub=of["sub"],
        organisation=_siren(of["organisation"]),
        on_behalf_of=_siren(of["on_behalf_of"]),
        purpose=of["purpose"],
        datasets=tuple(json.loads(of["datasets"])),
        columns=tuple(json.loads(of["columns"])),
        agreements=tuple(json.loads(of["agreements"])),
        policy_revision=of["policy_revision"],
        question_digest=of["question_digest"],
        document_digest=of["document_digest"],
        catalog=None if epoch is None else CatalogVersion(epoch, number),
    )


def _siren(text: str | None) -> Siren | None:
    return None if text is None else Siren(text)
