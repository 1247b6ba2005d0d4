"""The findings of the nightly verification, kept from one night to the next."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog.canonical_json import write_canonical
from catalog.codec import read_value, write_value
from catalog.health.nights import StorageNights
from catalog.health.probes import DatasetProbe
from catalog.health.tries import Tried
from catalog.model.health import AgreementHealth, HealthChange
from catalog.model.message import Message
from catalog.store.inserting import insert_new, insert_or_replace
from catalog.store.opening import reading, writing
from catalog.store.outbox import write_messages
from catalog.store.verification_tables import (
    agreement_health,
    dataset_probe,
    health_change,
    storage_nights,
)

_FREE = "1970-01-01T00:00:00Z"
_MOST_CHANGES = 200
_MANY = 500


class VerificationRecords:
    """Every method is one transaction; all raise StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def claim(self, storage: str, now: datetime, until: datetime) -> bool:
        """True where nobody else verifies that storage: it is the caller's until `until`."""
        row = storage_nights.c
        free = {
            "storage": storage,
            "claimed_until": _FREE,
            "body": _text(StorageNights(storage)),
        }
        async with writing(self._engine) as connection:
            name = connection.dialect.name
            await connection.execute(insert_new(name, storage_nights, "storage").values(**free))
            result = await connection.execute(
                update(storage_nights)
                .where(row.storage == storage, row.claimed_until <= _second(now))
                .values(claimed_until=_second(until))
            )
            return result.rowcount == 1

    async def release(self, nights: StorageNights) -> None:
        """The caller's claim ends, and its nights are kept."""
        async with writing(self._engine) as connection:
            await connection.execute(
                update(storage_nights)
                .where(storage_nights.c.storage == nights.storage)
                .values(claimed_until=_FREE, body=_text(nights))
            )

    async def nights(self) -> dict[str, StorageNights]:
        """By storage id."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(select(storage_nights.c.body))
            values = [read_value(StorageNights, json.loads(body)) for (body,) in rows]
            return {each.storage: each for each in values}

    async def probes(self) -> dict[str, DatasetProbe]:
        """By dataset id."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(select(dataset_probe.c.body))
            values = [read_value(DatasetProbe, json.loads(body)) for (body,) in rows]
            return {each.dataset: each for each in values}

    async def note_probe(self, probe: DatasetProbe) -> None:
        row = {"dataset": probe.dataset, "body": _text(probe)}
        async with writing(self._engine) as connection:
            name = connection.dialect.name
            await connection.execute(insert_or_replace(name, dataset_probe, "dataset", row))

    async def healths(self, citations: Collection[str] | None = None) -> dict[str, AgreementHealth]:
        """By citation: of these, or all."""
        table = agreement_health.c
        query = select(table.body)
        async with reading(self._engine) as connection:
            if citations is not None and len(citations) <= _MANY:
                query = query.where(table.citation.in_(sorted(citations)))
            rows = await connection.execute(query)
            values = [read_value(AgreementHealth, json.loads(body)) for (body,) in rows]
        return {
            each.citation: each
            for each in values
            if citations is None or each.citation in citations
        }

    async def changes(self, citation: str) -> tuple[HealthChange, ...]:
        """The last first."""
        table = health_change.c
        async with reading(self._engine) as connection:
            rows = await connection.execute(
                select(table.body)
                .where(table.citation == citation)
                .order_by(table.at.desc())
                .limit(_MOST_CHANGES)
            )
            return tuple(read_value(HealthChange, json.loads(body)) for (body,) in rows)

    async def note_healths(
        self,
        citations: Sequence[str],
        judge: Callable[[str, AgreementHealth | None], Tried],
        tell: Callable[[Tried], Sequence[Message]],
        at: datetime,
    ) -> Mapping[str, Tried]:
        """The health that follows from each, kept in one transaction with what is told of it,
        so that two processes do not tell the same twice.
        """
        async with writing(self._engine) as connection:
            rows = await connection.execute(
                select(agreement_health.c.body)
                .where(agreement_health.c.citation.in_(citations))
                .with_for_update()
            )
            values = [read_value(AgreementHealth, json.loads(body)) for (body,) in rows]
            before = {each.citation: each for each in values}
            tried = {each: judge(each, before.get(each)) for each in citations}
            for outcome in tried.values():
                await _write(connection, outcome)
            messages = [message for each in tried.values() for message in tell(each)]
            await write_messages(connection, messages, at)
            return tried

    async def forget(self, citations: Collection[str]) -> None:
        """The health of agreements that are no more; their history stays."""
        async with writing(self._engine) as connection:
            gone = agreement_health.c.citation.in_(sorted(citations))
            await connection.execute(delete(agreement_health).where(gone))


async def _write(connection: AsyncConnection, tried: Tried) -> None:
    name = connection.dialect.name
    health, change = tried.health, tried.change
    row = {"citation": health.citation, "body": _text(health)}
    await connection.execute(insert_or_replace(name, agreement_health, "citation", row))
    if change is not None:
        line = {
            "citation": health.citation,
            "at": str(write_value(change.at)),
            "body": _text(change),
        }
        key = delete(health_change).where(
            health_change.c.citation == line["citation"], health_change.c.at == line["at"]
        )
        await connection.execute(key)
        await connection.execute(health_change.insert().values(**line))


def _text(value: object) -> str:
    return write_canonical(write_value(value)).decode()


def _second(at: datetime) -> str:
    """Without a fraction: texts are compared as instants are."""
    return str(write_value(at.replace(microsecond=0)))
