"""The hours of use that the rules of unusual use look at; and what they tell, once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.codec import write_value
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.store.ends import Ends
from catalog.store.opening import reading, writing
from catalog.store.outbox import write_messages
from catalog.store.tables import audit_intent, audit_outcome
from catalog.unusual.rules import HourOfUse

_HOUR = len("2026-11-26T10")


class UnusualUse:
    """`store.proof.unusual`. All of it raises StoreUnavailable."""

    def __init__(self, engine: AsyncEngine, ends: Ends) -> None:
        self._engine = engine
        self._ends = ends

    async def hours(self, since: datetime) -> list[HourOfUse]:
        """By dataset, reading body and hour; those without an account have no history."""
        intent, outcome = audit_intent.c, audit_outcome.c
        reader = func.coalesce(intent.on_behalf_of, intent.organisation).label("reader")
        hour = func.substr(intent.at, 1, _HOUR).label("hour")
        refused = case(
            (outcome.status.in_(("failed", "partial")) & outcome.problem_code.is_not(None), 1),
            else_=0,
        )
        kept = case((outcome.status == "failed", 0), else_=1)
        await self._ends.written()
        async with reading(self._engine) as connection:
            rows = await connection.execute(
                select(
                    intent.datasets,
                    reader,
                    hour,
                    func.sum(kept).label("requests"),
                    func.sum(func.coalesce(outcome.rows, 0)).label("rows"),
                    func.sum(refused).label("refused"),
                )
                .select_from(audit_intent.outerjoin(audit_outcome))
                .where(intent.at >= write_value(since), reader.is_not(None))
                .group_by(intent.datasets, reader, hour)
            )
            by_hour = rows.all()
        counted: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        for row in by_hour:
            read = json.loads(row.datasets)
            for dataset in read:
                numbers = counted[dataset, row.reader, row.hour]
                numbers[0] += int(row.requests)
                numbers[1] += int(row.rows) if len(read) == 1 else 0
                numbers[2] += int(row.refused)
        return [
            HourOfUse(
                dataset,
                Siren(siren),
                datetime.fromisoformat(f"{text}:00:00").replace(tzinfo=UTC),
                *numbers,
            )
            for (dataset, siren, text), numbers in counted.items()
        ]

    async def tell(self, messages: Sequence[Message], at: datetime) -> None:
        """Writes the messages, without those whose key was told before."""
        async with writing(self._engine) as connection:
            await write_messages(connection, messages, at)
