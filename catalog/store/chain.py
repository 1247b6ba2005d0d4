"""The chains of the store: what the audit recorded is put behind their ends, once and in order.

Nothing of it is on a request's way. What is not in a chain yet is marked so by the record itself,
in the commit that made it durable: whoever comes next continues, whatever ended before.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import orjson
from sqlalchemy import func, select, true, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog.caches import Cache
from catalog.chain.events import Owners, act_events, end_events, read_events
from catalog.chain.records import ChainRecord, Event, Place, chained
from catalog.changes import ActRecord
from catalog.codec import read_value
from catalog.model.audit import AuditIntent
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.snapshot import Snapshot
from catalog.store.audit_reading import intent_in, outcome_in
from catalog.store.ends import Ends
from catalog.store.identities import Agent, Identities, agents_in
from catalog.store.inserting import insert_many
from catalog.store.opening import reading, writing
from catalog.store.tables import act as acts
from catalog.store.tables import (
    audit_intent,
    audit_outcome,
    audit_question,
    chain_record,
    chain_root,
)

_AT_ONCE = {"sqlite": 50, "postgresql": 500}
"""Of each kind, in one transaction: requests wait for it on SQLite."""
_UNTIL_OTHERS = {"sqlite": None, "postgresql": 25}
"""Records computed before others have their turn; on SQLite they wait for it to end anyway."""
T = TypeVar("T")
_MOST_COLLISIONS = 100
"""With other processes; what is left is due at the next look."""


@dataclass(frozen=True, slots=True)
class _Due:
    """Rows that are in no chain yet, oldest first; an end only where its beginning is in one, or is
    of `intents`. `is_all`: nothing else was in no chain at the time.
    """

    intents: Sequence[Any]
    ends: Sequence[Any]
    acts: Sequence[Any]
    is_all: bool

    @property
    def is_empty(self) -> bool:
        return not (self.intents or self.ends or self.acts)


class Chain:
    """`store.proof.chain`. All of it raises StoreUnavailable."""

    def __init__(self, engine: AsyncEngine, ends: Ends) -> None:
        self._engine = engine
        self._ends = ends
        self._owners: Cache[str, Owners] = Cache("store.owners", 2_000)
        """By the digest of the question that named the datasets."""

    async def extend(self, catalog: Snapshot, now: datetime, turns: int | None = None) -> int:
        """All that is recorded now and in no chain yet, or what so many transactions hold of it;
        how many records that made. What comes meanwhile is the next round's: following it would
        take a transaction for a few records each.

        Safe beside other processes: who comes second finds the place taken, and starts again.
        """
        await self._ends.written()
        added = collisions = taken = 0
        while collisions < _MOST_COLLISIONS and (turns is None or taken < turns):
            taken += 1
            async with reading(self._engine) as connection:
                due = await _read_due(connection)
                if due.is_empty:
                    return added
                owners = await self._owners_of((*due.intents, *due.ends), connection, catalog)
            try:
                async with writing(self._engine) as connection:
                    added += await _write_due(connection, due, owners, catalog, now)
                if due.is_all:
                    return added
            except (IntegrityError, _TakenError):
                collisions += 1
        return added

    async def _owners_of(
        self, rows: Iterable[Any], connection: AsyncConnection, catalog: Snapshot
    ) -> dict[str, Owners]:
        """By the question's digest: as the law was told, else as the catalog has them today."""
        every = {**catalog.withdrawn_datasets, **catalog.datasets}
        known = {dataset: str(each.owner) for dataset, each in every.items()}
        owners: dict[str, Owners] = {}
        for row in rows:
            digest = row.question_digest
            if digest in owners:
                continue
            kept = self._owners.find(digest)
            if kept is None:
                facts = await connection.scalar(
                    select(audit_question.c.facts).where(audit_question.c.digest == digest)
                )
                datasets = [] if facts is None else orjson.loads(facts)["datasets"]
                kept = self._owners.keep(digest, {each["id"]: each["owner"] for each in datasets})
            owners[digest] = kept or known
        return owners


class _TakenError(Exception):
    """Another process has chained some of it meanwhile."""


async def _read_due(connection: AsyncConnection) -> _Due:
    intent, outcome = audit_intent.c, audit_outcome.c
    at_once = _AT_ONCE[connection.dialect.name]
    unchained = await connection.execute(
        select(audit_intent)
        .where(intent.chained.is_(None))
        .order_by(intent.at, intent.request_id)
        .limit(at_once)
    )
    intents = unchained.all()
    # Where these are all, every end has its beginning in a chain or among them.
    has_begun = true() if len(intents) < at_once else intent.chained.is_not(None)
    ended = (outcome.status, outcome.rows, outcome.duration_ms, outcome.problem_code)
    begun = await connection.execute(
        select(*intent, *ended)
        .select_from(audit_outcome.join(audit_intent))
        .where(outcome.chained.is_(None), has_begun)
        .order_by(intent.at, intent.request_id)
        .limit(at_once)
    )
    done = await connection.execute(
        select(acts)
        .where(acts.c.chained.is_(None))
        .order_by(acts.c.at, acts.c.epoch, acts.c.number)
        .limit(at_once)
    )
    kinds = intents, begun.all(), done.all()
    return _Due(*kinds, is_all=all(len(rows) < at_once for rows in kinds))


async def _write_due(
    connection: AsyncConnection,
    due: _Due,
    owners: dict[str, Owners],
    catalog: Snapshot,
    now: datetime,
) -> int:
    every = _UNTIL_OTHERS[connection.dialect.name]
    done = [(f"{row.epoch}/{row.number}", _act(row)) for row in due.acts]
    begun = [intent async for intent in _in_turns(map(intent_in, due.intents), every)]
    known = await Identities(connection).pseudonyms(agents_in(begun, [each for _, each in done]))
    events = [
        event async for event in _in_turns(_events(due, begun, done, owners, known, catalog), every)
    ]
    day = await _open_day(connection, paris_day(now))
    places = await _places(connection, {each.body for each in events})
    records: list[ChainRecord] = []
    async for event in _in_turns(events, every):
        record = chained(event, places.get(event.body, Place()), day)
        places[event.body] = Place(record.n, record.day, record.digest)
        records.append(record)
    await insert_many(connection, chain_record, [_row(each) for each in records])
    await _mark(connection, due)
    return len(records)


async def _in_turns(given: Iterable[T], every: int | None) -> AsyncIterator[T]:
    """As they are computed, with others on the event loop in between."""
    for count, each in enumerate(given, 1):
        yield each
        if every is not None and count % every == 0:
            await asyncio.sleep(0)


def _events(
    due: _Due,
    begun: Sequence[AuditIntent],
    done: Sequence[tuple[str, ActRecord]],
    owners: dict[str, Owners],
    known: dict[Agent, str],
    catalog: Snapshot,
) -> Iterable[Event]:
    for number, act in done:
        by = known.get(Agent.of_act(act)) if act.by_issuer else act.by_sub
        yield from act_events(number, act, by, catalog)
    for intent in begun:
        pseudonym = known.get(Agent.of_read(intent))
        yield from read_events(intent, owners[intent.question_digest], pseudonym, catalog)
    known_intents = {each.request_id: each for each in begun}
    for row in due.ends:
        ended: AuditIntent = known_intents.get(row.request_id) or intent_in(row)
        yield from end_events(ended, outcome_in(row), owners[row.question_digest])


async def _open_day(connection: AsyncConnection, today: date) -> str:
    """Today, or the day after the last that has its root: what is signed is closed."""
    last = await connection.scalar(select(func.max(chain_root.c.day)))
    if last is None or last < today.isoformat():
        return today.isoformat()
    return date.fromordinal(date.fromisoformat(last).toordinal() + 1).isoformat()


async def _places(connection: AsyncConnection, bodies: Iterable[str]) -> dict[str, Place]:
    record = chain_record.c
    ends = (
        select(record.body, func.max(record.n))
        .where(record.body.in_(sorted(bodies)))
        .group_by(record.body)
    )
    rows = await connection.execute(
        select(record.body, record.n, record.day, record.digest).where(
            tuple_(record.body, record.n).in_(ends)
        )
    )
    return {row.body: Place(row.n, row.day, row.digest) for row in rows}


async def _mark(connection: AsyncConnection, due: _Due) -> None:
    """As in a chain. Raises _TakenError where one of them is already."""
    intents = [row.request_id for row in due.intents]
    ends = [row.request_id for row in due.ends]
    versions = [(row.epoch, row.number) for row in due.acts]
    marks = (
        (audit_intent, audit_intent.c.request_id.in_(intents), len(intents)),
        (audit_outcome, audit_outcome.c.request_id.in_(ends), len(ends)),
        (acts, tuple_(acts.c.epoch, acts.c.number).in_(versions), len(versions)),
    )
    for table, rows, expected in marks:
        if expected:
            marked = await connection.execute(
                update(table).where(table.c.chained.is_(None), rows).values(chained=1)
            )
            if marked.rowcount != expected:
                raise _TakenError


def _row(record: ChainRecord) -> dict[str, object]:
    return {
        "body": record.body,
        "n": record.n,
        "day": record.day,
        "source": record.source,
        "digest": record.digest,
        "text": record.text,
    }


def _act(row: Any) -> ActRecord:
    return ActRecord(
        at=read_value(datetime, row.at),
        by_issuer=row.by_issuer,
        by_sub=row.by_sub,
        for_organisation=None if row.for_organisation is None else Siren(row.for_organisation),
        action=row.action,
        summary=json.loads(row.summary),
    )
