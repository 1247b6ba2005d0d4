"""Pseudonyms of the chain: a random number for each agent and month, in a table apart.

The number itself says nothing. Once its row is deleted, nobody can tell any more whom the number
stood for, and the chain, which holds the number alone, stays as it is.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from catalog.changes import ActRecord
from catalog.codec import write_value
from catalog.model.audit import AuditIntent
from catalog.store.inserting import insert_unique
from catalog.store.tables import identity

_MONTH = len("2026-11")


class Agent(NamedTuple):
    """In a month (UTC) of an event: the next month has another number."""

    issuer: str
    sub: str
    month: str

    @classmethod
    def of_read(cls, intent: AuditIntent) -> Agent:
        return cls(intent.issuer or "", intent.sub or "", write_value(intent.at)[:_MONTH])

    @classmethod
    def of_act(cls, act: ActRecord) -> Agent:
        return cls(act.by_issuer or "", act.by_sub, write_value(act.at)[:_MONTH])


def agents_in(intents: Iterable[AuditIntent], acts: Iterable[ActRecord]) -> list[Agent]:
    """Each once; neither those without a token nor the system itself, which is no person."""
    readers = {Agent.of_read(each) for each in intents if each.sub is not None}
    return sorted(readers | {Agent.of_act(each) for each in acts if each.by_issuer is not None})


class Identities:
    """Within the transaction of `connection`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def pseudonyms(self, agents: Sequence[Agent]) -> dict[Agent, str]:
        """Drawn for those who have none yet."""
        if not agents:
            return {}
        new = insert_unique(self._connection.dialect.name, identity, ("issuer", "sub", "month"))
        rows = [{"id": secrets.token_hex(16), **each._asdict()} for each in agents]
        await self._connection.execute(new, rows)
        known = identity.c
        rows_of = await self._connection.execute(
            select(known.issuer, known.sub, known.month, known.id).where(
                tuple_(known.issuer, known.sub, known.month).in_([tuple(each) for each in agents])
            )
        )
        return {Agent(row.issuer, row.sub, row.month): row.id for row in rows_of}
