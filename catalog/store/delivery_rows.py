"""Deliveries and the messages they carry, from rows and to rows."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

from catalog.model.delivery import Channel, Delivery, DeliveryState, OutboxEntry
from catalog.model.identifiers import Siren
from catalog.store.outbox import read_message


def write_instant(at: datetime) -> str:
    """Of one width whatever the instant, so that text sorts by time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_entry(row: RowMapping) -> OutboxEntry:
    """Of a row of `outbox` under the names number, at, body. Raises UnreadableEntry."""
    return OutboxEntry(
        number=row["number"],
        at=datetime.fromisoformat(row["at"]),
        message=read_message(json.loads(row["body"])),
    )


def read_delivery(row: RowMapping) -> Delivery:
    """Of a row of `delivery` beside its row of `outbox`. Raises UnreadableEntry."""
    return Delivery(
        id=row["id"],
        entry=read_entry(row),
        channel=Channel(row["channel"]),
        target=row["target"],
        organisation=Siren(row["organisation"]),
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        next_at=_instant(row["next_at"]),
        last_error=row["last_error"],
        sent_at=_instant(row["sent_at"]),
        read_at=_instant(row["read_at"]),
    )


def delivery_row(delivery: Delivery, next_at: str) -> dict[str, Any]:
    """A new row, due at `next_at` where it is to be sent."""
    sent_at = delivery.sent_at and write_instant(delivery.sent_at)
    return {
        "id": delivery.id,
        "message": delivery.entry.number,
        "channel": delivery.channel.value,
        "target": delivery.target,
        "organisation": str(delivery.organisation),
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "next_at": next_at,
        "last_error": delivery.last_error,
        "sent_at": sent_at,
    }


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
