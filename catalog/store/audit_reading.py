"""Reads back the audit: a request, questions put to the law, readings under an agreement."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from catalog.codec import read_value, write_value
from catalog.model.audit import (
    AuditedRead,
    AuditIntent,
    AuditOutcome,
    RecordedQuestion,
    RecordedRequest,
    column_read,
)
from catalog.model.identifiers import Siren
from catalog.model.version import CatalogVersion
from catalog.store.tables import audit_intent, audit_outcome, audit_plan, audit_question

_MAX_ID = 64


async def read_request(connection: AsyncConnection, request_id: str) -> RecordedRequest | None:
    if len(request_id) > _MAX_ID or "\0" in request_id:
        return None
    intent, question, plan = audit_intent.c, audit_question.c, audit_plan.c
    found = await connection.execute(
        select(audit_intent, question.facts, plan.statements)
        .select_from(
            audit_intent.outerjoin(
                audit_question, question.digest == intent.question_digest
            ).outerjoin(audit_plan, plan.digest == intent.plan_digest)
        )
        .where(intent.request_id == request_id)
    )
    row = found.one_or_none()
    if row is None:
        return None
    return RecordedRequest(
        intent=intent_in(row),
        outcome=await _read_outcome(connection, request_id),
        facts=row.facts,
        plan=row.statements,
    )


async def read_under(connection: AsyncConnection, citation: str) -> tuple[AuditedRead, ...]:
    """Requests that cite an agreement's version (`conv-2026-0017@2`), by time then request."""
    intent, outcome, plan = audit_intent.c, audit_outcome.c, audit_plan.c
    # What ran is long, and a record of today says by itself of which dataset a column is.
    says_by_itself = intent.columns.contains(column_read("", ""), autoescape=True)
    ran = case((says_by_itself, None), else_=plan.statements).label("ran")
    ended = (outcome.status, outcome.rows, outcome.duration_ms, outcome.problem_code)
    found = await connection.execute(
        select(*intent, *ended, ran)
        .select_from(
            audit_intent.outerjoin(audit_outcome).outerjoin(
                audit_plan, plan.digest == intent.plan_digest
            )
        )
        # The column is a JSON list of citations: quotes make one whole.
        .where(intent.agreements.contains(json.dumps(citation), autoescape=True))
        .order_by(intent.at, intent.request_id)
    )
    return tuple(
        AuditedRead(intent_in(row), None if row.status is None else outcome_in(row), row.ran)
        for row in found
    )


async def read_questions(
    connection: AsyncConnection, since: datetime, until: datetime
) -> list[RecordedQuestion]:
    """Each question once an hour in which it was asked, the oldest first."""
    intent, question = audit_intent.c, audit_question.c
    # Two questions of one hour, `2026-11-25T10`, may still lie on two sides of a boundary: both
    # ends are told.
    hour = func.substr(intent.at, 1, 13)
    rows = await connection.execute(
        select(
            question.digest,
            question.facts,
            func.min(intent.at).label("first"),
            func.max(intent.at).label("last"),
            func.count().label("requests"),
        )
        .join(audit_question, question.digest == intent.question_digest)
        .where(intent.at >= write_value(since), intent.at < write_value(until))
        .group_by(question.digest, question.facts, hour)
        .order_by(func.min(intent.at), question.digest)
    )
    return [
        RecordedQuestion(
            digest=row.digest,
            facts=row.facts,
            at=read_value(datetime, row.first),
            last_at=read_value(datetime, row.last),
            requests=row.requests,
        )
        for row in rows
    ]


async def count_without_question(
    connection: AsyncConnection, since: datetime, until: datetime
) -> int:
    """Requests of that time whose question was not kept: they cannot be replayed."""
    intent = audit_intent.c
    found = await connection.execute(
        select(func.count())
        .select_from(
            audit_intent.outerjoin(
                audit_question, audit_question.c.digest == intent.question_digest
            )
        )
        .where(
            intent.at >= write_value(since),
            intent.at < write_value(until),
            audit_question.c.digest.is_(None),
        )
    )
    return int(found.scalar_one())


async def _read_outcome(connection: AsyncConnection, request_id: str) -> AuditOutcome | None:
    found = await connection.execute(
        select(audit_outcome).where(audit_outcome.c.request_id == request_id)
    )
    row = found.one_or_none()
    if row is None:
        return None
    return outcome_in(row)


def outcome_in(row: Any) -> AuditOutcome:
    """Of a row that has the columns of `audit_outcome`."""
    return AuditOutcome(
        row.request_id, row.status, row.rows, float(row.duration_ms), row.problem_code
    )


def intent_in(row: Any) -> AuditIntent:
    """Of a row that has the columns of `audit_intent`."""
    epoch, number = row.catalog_epoch, row.catalog_number
    return AuditIntent(
        request_id=row.request_id,
        at=read_value(datetime, row.at),
        issuer=row.issuer,
        sub=row.sub,
        organisation=None if row.organisation is None else Siren(row.organisation),
        on_behalf_of=None if row.on_behalf_of is None else Siren(row.on_behalf_of),
        purpose=row.purpose,
        datasets=tuple(json.loads(row.datasets)),
        columns=tuple(json.loads(row.columns)),
        agreements=tuple(json.loads(row.agreements)),
        policy_revision=row.policy_revision,
        question_digest=row.question_digest,
        document_digest=row.document_digest,
        catalog=None if epoch is None or number is None else CatalogVersion(epoch, number),
        file_reference=row.file_reference,
        plan_digest=row.plan_digest,
        decision_digest=row.decision_digest,
        door=row.door,
        link=row.link,
    )
