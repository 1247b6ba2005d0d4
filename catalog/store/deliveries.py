"""Deliveries: each message to each target, claimed by one process at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog.model.delivery import Channel, Delivery, DeliveryState, OutboxEntry
from catalog.store.delivery_rows import delivery_row, read_delivery, read_entry, write_instant
from catalog.store.inserting import insert_new
from catalog.store.opening import reading, writing
from catalog.store.tables import delivery as deliveries
from catalog.store.tables import outbox, webhook_failures

_PENDING = DeliveryState.PENDING.value
_UNCLAIMED: dict[str, Any] = {"claimed_by": None, "claimed_until": None}


class Deliveries:
    """Every method is one transaction; all raise StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def unspread(self, limit: int) -> tuple[OutboxEntry, ...]:
        """The oldest messages whose deliveries were not made yet."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(
                select(outbox.c.id.label("number"), outbox.c.at, outbox.c.body)
                .where(outbox.c.spread_at.is_(None))
                .order_by(outbox.c.id)
                .limit(limit)
            )
            return tuple(read_entry(row) for row in rows.mappings())

    async def last_number(self) -> int:
        """The number of the newest message; 0 where there is none."""
        async with reading(self._engine) as connection:
            last = await connection.execute(select(func.max(outbox.c.id)))
            return int(last.scalar_one_or_none() or 0)

    async def of_kind(self, kind: str, after: int, limit: int) -> tuple[OutboxEntry, ...]:
        """Messages of one kind with a greater number than `after`, the oldest first."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(
                select(outbox.c.id.label("number"), outbox.c.at, outbox.c.body)
                .where(outbox.c.id > after, outbox.c.kind == kind)
                .order_by(outbox.c.id)
                .limit(limit)
            )
            return tuple(read_entry(row) for row in rows.mappings())

    async def written(self, keys: Collection[str]) -> frozenset[str]:
        """Of these keys, those of messages that were written before."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(select(outbox.c.key).where(outbox.c.key.in_(keys)))
            return frozenset(rows.scalars())

    async def spread(
        self, entries: Sequence[OutboxEntry], planned: Sequence[Delivery], at: datetime
    ) -> None:
        """All their deliveries and the mark that they were made; none is made twice.

        What is for a webhook that is left alone for a while waits behind what waits there.
        """
        async with writing(self._engine) as connection:
            if planned:
                waits = await _waits(connection, planned)
                rows = [
                    delivery_row(
                        each,
                        max(write_instant(each.next_at or at), waits.get(each.target, "")),
                    )
                    for each in planned
                ]
                new = insert_new(connection.dialect.name, deliveries, "id")
                await connection.execute(new, rows)
            await connection.execute(
                update(outbox)
                .where(outbox.c.id.in_([each.number for each in entries]))
                .values(spread_at=write_instant(at))
            )

    async def claim(
        self, by: str, now: datetime, until: datetime, limit: int
    ) -> tuple[Delivery, ...]:
        """Claims at most `limit` due deliveries, oldest first, for `by` alone until `until`."""
        due = _due(write_instant(now))
        async with reading(self._engine) as connection:
            # A look first: most of the time nothing is due, and a look waits for nobody.
            if not (await connection.execute(select(exists().where(due)))).scalar_one():
                return ()
        claimable = (
            select(deliveries.c.id)
            .where(due)
            .order_by(deliveries.c.next_at, deliveries.c.message)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return await self._claim(claimable, by, until)

    async def claim_mails_to(
        self, targets: Collection[str], by: str, now: datetime, until: datetime
    ) -> tuple[Delivery, ...]:
        """Claims all other due mails to these agents, which leave together."""
        if not targets:
            return ()
        is_mail = deliveries.c.channel == Channel.MAIL.value
        claimable = (
            select(deliveries.c.id)
            .where(_due(write_instant(now)), is_mail, deliveries.c.target.in_(targets))
            .with_for_update(skip_locked=True)
        )
        return await self._claim(claimable, by, until)

    async def _claim(
        self, claimable: Select[Any], by: str, until: datetime
    ) -> tuple[Delivery, ...]:
        async with writing(self._engine) as connection:
            claimed = await connection.execute(
                update(deliveries)
                .where(deliveries.c.id.in_(claimable))
                .values(claimed_by=by, claimed_until=write_instant(until))
                .returning(deliveries.c.id)
            )
            ids = claimed.scalars().all()
            return await _read(connection, _deliveries().where(deliveries.c.id.in_(ids)))

    async def settle_sent(
        self, delivery: Delivery, now: datetime, since: datetime | None = None
    ) -> None:
        """Marks the delivery sent even if another process has claimed it meanwhile. `since` is the
        webhook's, if the delivery is to one: its failures in a row begin again at zero.
        """
        async with writing(self._engine) as connection:
            await connection.execute(
                update(deliveries)
                .where(deliveries.c.id == delivery.id)
                .values(
                    state=DeliveryState.SENT.value,
                    attempts=deliveries.c.attempts + 1,
                    sent_at=write_instant(now),
                    last_error=None,
                    **_UNCLAIMED,
                )
            )
            if since is not None:
                await connection.execute(
                    update(webhook_failures)
                    .where(_counted(delivery.target, since))
                    .values(in_a_row=0)
                )

    async def settle_failed(
        self, delivery: Delivery, by: str, error: str, next_at: datetime | None
    ) -> None:
        """To be tried again at `next_at`, or given up."""
        state = DeliveryState.FAILED if next_at is None else DeliveryState.PENDING
        again = {} if next_at is None else {"next_at": write_instant(next_at)}
        async with writing(self._engine) as connection:
            await connection.execute(
                _claimed(delivery, by).values(
                    state=state.value,
                    attempts=deliveries.c.attempts + 1,
                    last_error=error,
                    **again,
                    **_UNCLAIMED,
                )
            )

    async def settle_off(self, delivery: Delivery, by: str, error: str) -> None:
        """Its target is not to be told, or not now."""
        async with writing(self._engine) as connection:
            await connection.execute(
                _claimed(delivery, by).values(
                    state=DeliveryState.OFF.value, last_error=error, **_UNCLAIMED
                )
            )

    async def count_failure(self, webhook: str, since: datetime) -> int:
        """The number of failures in a row of this webhook, with this failure added."""
        row = {"webhook": webhook, "since": write_instant(since), "in_a_row": 1}
        async with writing(self._engine) as connection:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            counted = await connection.execute(
                dialect.insert(webhook_failures)
                .values(row)
                .on_conflict_do_update(
                    index_elements=["webhook", "since"],
                    set_={"in_a_row": webhook_failures.c.in_a_row + 1},
                )
                .returning(webhook_failures.c.in_a_row)
            )
            return int(counted.scalar_one())

    async def postpone(self, webhook: str, next_at: datetime) -> None:
        """Everything for a webhook that just failed: nothing is tried there before `next_at`."""
        at = write_instant(next_at)
        async with writing(self._engine) as connection:
            await connection.execute(
                update(deliveries)
                .where(_to(webhook), deliveries.c.state == _PENDING, deliveries.c.next_at < at)
                .values(next_at=at, **_UNCLAIMED)
            )

    async def exhausted(self, failures: int) -> frozenset[tuple[str, str]]:
        """Webhooks, and their `since` as text, that failed so many times in a row or more."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(
                select(webhook_failures.c.webhook, webhook_failures.c.since).where(
                    webhook_failures.c.in_a_row >= failures
                )
            )
            return frozenset((webhook, since) for webhook, since in rows)

    async def turn_off(self, webhook: str, error: str) -> None:
        """Stops the pending deliveries to a webhook until the webhook is turned on again."""
        async with writing(self._engine) as connection:
            await connection.execute(
                update(deliveries)
                .where(_to(webhook), deliveries.c.state == _PENDING)
                .values(state=DeliveryState.OFF.value, last_error=error, **_UNCLAIMED)
            )

    async def resume(self, active: Collection[str], now: datetime) -> None:
        """Makes the deliveries that waited for these webhooks, which are on again, due now."""
        if not active:
            return
        waiting = and_(
            deliveries.c.channel == Channel.WEBHOOK.value,
            deliveries.c.target.in_(active),
            deliveries.c.state == DeliveryState.OFF.value,
        )
        async with reading(self._engine) as connection:
            if not (await connection.execute(select(exists().where(waiting)))).scalar_one():
                return
        async with writing(self._engine) as connection:
            again = {"state": _PENDING, "attempts": 0, "next_at": write_instant(now)}
            await connection.execute(update(deliveries).where(waiting).values(**again))

    async def replay(self, delivery: Delivery, now: datetime) -> None:
        """Sent once more under the same id, whatever became of it."""
        async with writing(self._engine) as connection:
            await connection.execute(
                update(deliveries)
                .where(deliveries.c.id == delivery.id)
                .values(state=_PENDING, attempts=0, next_at=write_instant(now), **_UNCLAIMED)
            )

    async def delivery(self, delivery_id: str) -> Delivery | None:
        async with reading(self._engine) as connection:
            found = await _read(connection, _deliveries().where(deliveries.c.id == delivery_id))
        return found[0] if found else None

    async def to_target(
        self, channel: Channel, target: str, *, unread: bool = False, limit: int = 100
    ) -> tuple[Delivery, ...]:
        """The newest first; only what was not read where `unread`."""
        query = _deliveries().where(
            deliveries.c.channel == channel.value, deliveries.c.target == target
        )
        if unread:
            query = query.where(deliveries.c.read_at.is_(None))
        async with reading(self._engine) as connection:
            newest = query.order_by(None).order_by(deliveries.c.message.desc()).limit(limit)
            return await _read(connection, newest)

    async def mark_read(self, target: str, ids: Collection[str], now: datetime) -> int:
        """Marks these in-app messages of the agent read; returns how many were unread."""
        async with writing(self._engine) as connection:
            marked = await connection.execute(
                update(deliveries)
                .where(
                    deliveries.c.id.in_(ids),
                    deliveries.c.channel == Channel.IN_APP.value,
                    deliveries.c.target == target,
                    deliveries.c.read_at.is_(None),
                )
                .values(read_at=write_instant(now))
            )
        return int(marked.rowcount)


async def _read(connection: AsyncConnection, query: Select[Any]) -> tuple[Delivery, ...]:
    rows = await connection.execute(query)
    return tuple(read_delivery(row) for row in rows.mappings())


async def _waits(connection: AsyncConnection, planned: Sequence[Delivery]) -> dict[str, str]:
    """When each webhook is next tried, of those for which something waits."""
    webhooks = {each.target for each in planned if each.channel is Channel.WEBHOOK}
    if not webhooks:
        return {}
    rows = await connection.execute(
        select(deliveries.c.target, func.max(deliveries.c.next_at).label("next_at"))
        .where(
            deliveries.c.channel == Channel.WEBHOOK.value,
            deliveries.c.target.in_(webhooks),
            deliveries.c.state == _PENDING,
        )
        .group_by(deliveries.c.target)
    )
    return {row["target"]: row["next_at"] for row in rows.mappings()}


def _deliveries() -> Select[Any]:
    return (
        select(deliveries, outbox.c.id.label("number"), outbox.c.at, outbox.c.body)
        .join(outbox, outbox.c.id == deliveries.c.message)
        .order_by(deliveries.c.message, deliveries.c.id)
    )


def _due(now: str) -> ColumnElement[bool]:
    return and_(
        deliveries.c.state == _PENDING,
        deliveries.c.next_at <= now,
        or_(deliveries.c.claimed_until.is_(None), deliveries.c.claimed_until <= now),
    )


def _claimed(delivery: Delivery, by: str) -> Any:
    """Only while the claim holds: another process may have taken over what took too long."""
    return update(deliveries).where(deliveries.c.id == delivery.id, deliveries.c.claimed_by == by)


def _to(webhook: str) -> ColumnElement[bool]:
    return and_(deliveries.c.channel == Channel.WEBHOOK.value, deliveries.c.target == webhook)


def _counted(webhook: str, since: datetime) -> ColumnElement[bool]:
    return and_(
        webhook_failures.c.webhook == webhook, webhook_failures.c.since == write_instant(since)
    )
