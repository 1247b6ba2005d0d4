"""Forgetting who asked, once the time for it is over; what was asked stays, and the chain whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

import orjson
from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog.canonical_json import write_canonical
from catalog.changes import Family
from catalog.codec import write_value
from catalog.model.delivery import Channel, DeliveryState
from catalog.store.opening import reading, writing
from catalog.store.tables import (
    act,
    arrival,
    audit_intent,
    audit_question,
    catalog_entry,
    delivery,
    identity,
    outbox,
)

ERASED = "erased"
"""The word in place of an agent whose identity was erased, in a question or an act that is kept."""
WHAT_IT_WAS = "sha256_before_erasure"
"""In the summary of an act that named somebody: the digest that the chain has of it."""
_NAMING = frozenset({"issuer", "agent"})
_OF_AN_AGENT = re.compile(r"^([a-z]+ agent) .*", re.DOTALL)
"""`added agent NAME`, in the summary of a declaration."""
_OF_PEOPLE = "roles."
_AT_ONCE = 200
_MONTH = len("2026-11")


@dataclass(frozen=True, slots=True)
class Erased:
    """The number of rows, by kind, from which persons were erased."""

    requests: int = 0
    pseudonyms: int = 0
    questions: int = 0
    acts: int = 0
    arrivals: int = 0
    deliveries: int = 0
    """Of messages that a person was told long ago: each named whom it went to."""
    agents: int = 0
    """Entries of the catalog's past: what people, their roles and addresses once were."""

    def __bool__(self) -> bool:
        return any(astuple(self))


class Retention:
    """`store.proof.retention`. All of it raises StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def count(self, before: datetime, unitary_before: datetime) -> int:
        """Requests, acts, sign-ins, messages told and past agents that are due to be erased."""
        due = (
            (audit_intent, _due(before, unitary_before)),
            (act, _due_act(before)),
            (arrival, _due_arrival(before)),
            (delivery, _due_delivery(before)),
            (catalog_entry, _due_agent(before)),
        )
        counted = (
            select(func.count()).select_from(table).where(rows).scalar_subquery()
            for table, rows in due
        )
        async with reading(self._engine) as connection:
            row = (await connection.execute(select(*counted))).one()
            return sum(row)

    async def erase(self, before: datetime, unitary_before: datetime) -> Erased:
        """Of requests from before then; `unitary_before` for those that treat a file, whose trace
        the law asks to keep longer. Only what is in the chain already, under a pseudonym.
        """
        requests = 0
        while erased := await self._erase_some(before, unitary_before):
            requests += erased
        async with writing(self._engine) as connection:
            gone = await connection.execute(delete(arrival).where(_due_arrival(before)))
            messages = await connection.execute(delete(delivery).where(_due_delivery(before)))
            agents = await connection.execute(delete(catalog_entry).where(_due_agent(before)))
        while await self._forget_in_messages(before):
            pass
        acts = 0
        while erased := await self._erase_some_acts(before):
            acts += erased
        async with writing(self._engine) as connection:
            pseudonyms = await _forget_pseudonyms(connection, before)
        questions = 0
        while rewritten := await self._forget_in_questions():
            questions += rewritten
        left = int(gone.rowcount), int(messages.rowcount), int(agents.rowcount)
        return Erased(requests, pseudonyms, questions, acts, *left)

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

    async def _erase_some_acts(self, before: datetime) -> int:
        """Of acts in a chain: what was done stays, by nobody in person."""
        some = select(act.c.epoch, act.c.number, act.c.summary).where(_due_act(before))
        async with writing(self._engine) as connection:
            due = (await connection.execute(some.limit(_AT_ONCE))).all()
            for row in due:
                await connection.execute(
                    update(act)
                    .where(act.c.epoch == row.epoch, act.c.number == row.number)
                    .values(by_issuer=None, by_sub=ERASED, summary=_naming_nobody(row.summary))
                )
            return len(due)

    async def _forget_in_messages(self, before: datetime) -> int:
        """Erases the person from told messages about roles, and returns how many messages changed.
        Such a message names the person, and its key holds a digest of their identity; the fact that
        roles were given stays.
        """
        about = f'"about":"{ERASED}"'
        waits = select(delivery.c.id).where(
            delivery.c.message == outbox.c.id, delivery.c.state == DeliveryState.PENDING.value
        )
        old = select(outbox.c.id, outbox.c.kind, outbox.c.body).where(
            outbox.c.at < write_value(before),
            outbox.c.kind.startswith(_OF_PEOPLE, autoescape=True),
            outbox.c.spread_at.is_not(None),
            ~outbox.c.body.contains(about, autoescape=True),
            ~waits.correlate(outbox).exists(),
        )
        async with writing(self._engine) as connection:
            due = (await connection.execute(old.limit(_AT_ONCE))).all()
            for row in due:
                key = f"{row.kind}/{ERASED}/{row.id}"
                nobody = {**orjson.loads(row.body), "about": ERASED, "key": key}
                body = write_canonical(nobody).decode()
                await connection.execute(
                    update(outbox).where(outbox.c.id == row.id).values(body=body, key=key)
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


def _due_act(before: datetime) -> ColumnElement[bool]:
    """Of people and machines: what acts by itself (`system:clock`) has no issuer."""
    return and_(
        act.c.chained.is_not(None), act.c.by_issuer.is_not(None), act.c.at < write_value(before)
    )


def _due_arrival(before: datetime) -> ColumnElement[bool]:
    """Of who has not signed in since."""
    is_due: ColumnElement[bool] = arrival.c.last_at < write_value(before)
    return is_due


def _due_delivery(before: datetime) -> ColumnElement[bool]:
    """To people, and over: what a webhook was told names nobody."""
    old = select(outbox.c.id).where(outbox.c.at < write_value(before))
    return and_(
        delivery.c.channel != Channel.WEBHOOK.value,
        delivery.c.state != DeliveryState.PENDING.value,
        delivery.c.message.in_(old),
    )


def _due_agent(before: datetime) -> ColumnElement[bool]:
    """Of an agent who has been another since, or is none any more; who they are now stays."""
    entry = catalog_entry.c
    # Versions are numbered through all epochs.
    ended = select(act.c.number).where(act.c.at < write_value(before))
    return and_(entry.family == Family.AGENT.value, entry.until_version.in_(ended))


def _naming_nobody(text: str) -> str:
    """The summary of an act; that of one about somebody (a role given, an agent declared) without
    them, and with its digest of before.
    """
    summary = orjson.loads(text)
    rest = {name: value for name, value in summary.items() if name not in _NAMING}
    if "changes" in rest:
        rest["changes"] = [_OF_AN_AGENT.sub(r"\1", change) for change in rest["changes"]]
    if rest == summary:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return write_canonical({**rest, WHAT_IT_WAS: digest}).decode()


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
