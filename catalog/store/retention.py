"""Forgetting who asked, once the time for it is over; what was asked stays, and the chain whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog.codec import write_value
from catalog.store.opening import reading, writing
from catalog.store.tables import audit_intent, audit_question, identity

ERASED = "erased"
"""What stands for an agent whose identity was erased, in a question that is kept."""
_AT_ONCE = 200
_MONTH = len("2026-11")


@dataclass(frozen=True, slots=True)
class Erased:
    """How many of each."""

    requests: int = 0
    pseudonyms: int = 0
    questions: int = 0

    def __bool__(self) -> bool:
        return any((self.requests, self.pseudonyms, self.questions))


class Retention:
    """`store.proof.retention`. All of it raises StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def count(self, before: datetime, unitary_before: datetime) -> int:
        """Requests whose identity is due to be erased."""
        async with reading(self._engine) as connection:
            due = select(func.count()).select_from(audit_intent)
            return int(await connection.scalar(due.where(_due(before, unitary_before))) or 0)

    async def erase(self, before: datetime, unitary_before: datetime) -> Erased:
        """Of requests from before then; `unitary_before` for those that treat a file, whose trace
        the law asks to keep longer. Only what is in the chain already, under a pseudonym.
        """
        requests = 0
        while erased := await self._erase_some(before, unitary_before):
            requests += erased
        async with writing(self._engine) as connection:
            pseudonyms = await _forget_pseudonyms(connection, before)
        questions = 0
        while rewritten := await self._forget_in_questions():
            questions += rewritten
        return Erased(requests, pseudonyms, questions)

    async def _erase_some(self, before: datetime, unitary_before: datetime) -> int:
        async with writing(self._engine) as connection:
            intent = audit_intent.c
            some = select(intent.request_id).where(_due(before, unitary_before)).limit(_AT_ONCE)
            due: Sequence[str] = (await connection.scalars(some)).all()
            if due:
                await connection.execute(
                    update(audit_intent)
                    .where(intent.request_id.in_(due))
                    .values(issuer=None, sub=None, file_reference=None)
                )
            return len(due)

    async def _forget_in_questions(self) -> int:
        """Questions that only requests without an identity still refer to."""
        question, intent = audit_question.c, audit_intent.c
        named = select(intent.request_id).where(
            intent.question_digest == question.digest, intent.sub.is_not(None)
        )
        erased = select(intent.request_id).where(
            intent.question_digest == question.digest, intent.organisation.is_not(None)
        )
        async with writing(self._engine) as connection:
            rows = await connection.execute(
                select(question.digest, question.facts)
                .where(
                    ~named.correlate(audit_question).exists(),
                    erased.correlate(audit_question).exists(),
                    ~question.facts.contains(f'"agent":"{ERASED}"', autoescape=True),
                    ~question.facts.contains('"agent":null', autoescape=True),
                    question.facts.contains('"agent":', autoescape=True),
                )
                .limit(_AT_ONCE)
            )
            kept = rows.all()
            for row in kept:
                facts = orjson.loads(row.facts)
                facts["subject"]["agent"] = ERASED
                text = orjson.dumps(facts, option=orjson.OPT_SORT_KEYS).decode()
                await connection.execute(
                    update(audit_question).where(question.digest == row.digest).values(facts=text)
                )
            return len(kept)


def _due(before: datetime, unitary_before: datetime) -> ColumnElement[bool]:
    intent = audit_intent.c
    return and_(
        intent.chained.is_not(None),
        or_(intent.sub.is_not(None), intent.file_reference.is_not(None)),
        intent.at < write_value(before),
        or_(intent.file_reference.is_(None), intent.at < write_value(unitary_before)),
    )


async def _forget_pseudonyms(connection: AsyncConnection, before: datetime) -> int:
    """Of months that are over, once no request of that agent and month is named any more."""
    intent, known = audit_intent.c, identity.c
    named = select(intent.request_id).where(
        intent.issuer == known.issuer,
        intent.sub == known.sub,
        func.substr(intent.at, 1, _MONTH) == known.month,
    )
    erased = await connection.execute(
        delete(identity).where(
            known.month < write_value(before)[:_MONTH], ~named.correlate(identity).exists()
        )
    )
    return int(erased.rowcount)
