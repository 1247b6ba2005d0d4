"""Messages to be sent, written in the transaction of the act that causes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from catalog.canonical_json import write_canonical
from catalog.codec import write_value
from catalog.model.identifiers import InvalidSiren, Siren
from catalog.model.message import Message
from catalog.problems import UnreadableEntry
from catalog.store.inserting import insert_new
from catalog.store.tables import outbox


async def write_messages(
    connection: AsyncConnection, messages: Sequence[Message], at: datetime
) -> None:
    """Writes the messages, without those whose key was written before: a message is told once."""
    if not messages:
        return
    rows = [
        {
            "at": write_value(at),
            "kind": each.kind,
            "key": each.key,
            "body": write_canonical(message_document(each)).decode(),
        }
        for each in messages
    ]
    await connection.execute(insert_new(connection.dialect.name, outbox, "key"), rows)


def message_document(message: Message) -> dict[str, Any]:
    """As JSON; `read_message` reads it back."""
    return {
        "kind": message.kind,
        "key": message.key,
        "to": list(message.to),
        "roles": sorted(message.roles),
        "about": message.about,
        "facts": dict(message.facts),
    }


def read_message(document: Any) -> Message:
    """The reverse of `message_document`; what a later version wrote beside it is left alone.

    Raises UnreadableEntry (operator).
    """
    try:
        return Message(
            kind=document["kind"],
            key=document["key"],
            to=tuple(Siren.parse(each) for each in document["to"]),
            roles=frozenset(document["roles"]),
            about=document["about"],
            facts=document["facts"],
        )
    except (TypeError, KeyError, AttributeError, InvalidSiren) as error:
        raise UnreadableEntry(kind="Message", reason=type(error).__name__) from error
