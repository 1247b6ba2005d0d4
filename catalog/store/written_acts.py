"""An act as rows: the version moves, entries end and begin, and the line of the audit of acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import orjson
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from catalog.canonical_json import write_canonical
from catalog.changes import ActRecord, Changes, Entity, Family, family_of, key_of
from catalog.codec import MARK, write_value
from catalog.later_parts import with_later_parts
from catalog.model.organisation import Agent
from catalog.model.secret import StoredSecret
from catalog.model.version import CatalogVersion
from catalog.problems import CatalogMoved
from catalog.store.outbox import write_messages
from catalog.store.tables import act as acts
from catalog.store.tables import catalog_entry, catalog_version, session
from catalog.store.uncertain_commit import ActRow

_Bodies = dict[tuple[str, str], str]
"""Of entries, by family and key."""


async def write_act(
    connection: AsyncConnection,
    expected: CatalogVersion,
    changes: Changes,
    act: ActRow,
    at: datetime,
) -> None:
    number = expected.number + 1
    await move(connection, expected, CatalogVersion(expected.epoch, number))
    await _end_entries(connection, (*changes.put, *changes.removed), number)
    await _forget_secrets(connection, (*changes.put, *changes.removed), number)
    await _end_sessions(connection, changes)
    before = await _with_marks(connection, number)
    await _begin_entries(connection, changes.put, number, before)
    await connection.execute(insert(acts).values(act))
    await write_messages(connection, changes.messages, at)


async def move(
    connection: AsyncConnection, expected: CatalogVersion, following: CatalogVersion
) -> None:
    moved = await connection.execute(
        update(catalog_version)
        .where(
            catalog_version.c.epoch == expected.epoch,
            catalog_version.c.number == expected.number,
        )
        .values(epoch=following.epoch, number=following.number)
    )
    if moved.rowcount != 1:
        raise CatalogMoved


async def _end_entries(
    connection: AsyncConnection, entities: tuple[Entity, ...], number: int
) -> None:
    entry = catalog_entry.c
    if not entities:
        return
    await connection.execute(
        update(catalog_entry)
        .where(
            entry.family == bindparam("of_family"),
            entry.key == bindparam("of_key"),
            entry.until_version.is_(None),
        )
        .values(until_version=number),
        [{"of_family": family_of(each).value, "of_key": key_of(each)} for each in entities],
    )


async def _forget_secrets(
    connection: AsyncConnection, entities: tuple[Entity, ...], number: int
) -> None:
    """Empties the sealed text of secrets that are replaced or removed: no past picture needs it."""
    entry = catalog_entry.c
    for each in entities:
        if not isinstance(each, StoredSecret):
            continue
        empty = replace(each, wrapped="", sealed="")
        await connection.execute(
            update(catalog_entry)
            .where(
                entry.family == Family.SECRET.value,
                entry.key == key_of(each),
                entry.until_version == number,
            )
            .values(body=write_canonical(write_value(empty)).decode())
        )


async def _end_sessions(connection: AsyncConnection, changes: Changes) -> None:
    """Of every agent that is left without a role: a role given later opens none of them again."""
    removed = [entity for entity in changes.removed if isinstance(entity, Agent)]
    put = [entity for entity in changes.put if isinstance(entity, Agent)]
    for agent in (*removed, *(agent for agent in put if not agent.has_role)):
        is_theirs = (session.c.issuer == agent.issuer) & (session.c.sub == agent.sub)
        await connection.execute(delete(session).where(is_theirs))


async def _with_marks(connection: AsyncConnection, number: int) -> _Bodies:
    """Of the entries that ended at `number`, those in which a later version may have written."""
    entry = catalog_entry.c
    rows = await connection.execute(
        select(entry.family, entry.key, entry.body).where(
            entry.until_version == number, entry.body.contains(f'"{MARK}', autoescape=True)
        )
    )
    return {(family, key): body for family, key, body in rows}


async def _begin_entries(
    connection: AsyncConnection, entities: tuple[Entity, ...], number: int, before: _Bodies
) -> None:
    if not entities:
        return
    await connection.execute(
        insert(catalog_entry),
        [
            {
                "family": family_of(each).value,
                "key": key_of(each),
                "since_version": number,
                "body": _body(each, before.get((family_of(each).value, key_of(each)))),
            }
            for each in entities
        ],
    )


def _body(entity: Entity, before: str | None) -> str:
    written = write_value(entity)
    if before is not None:
        written = with_later_parts(type(entity), orjson.loads(before), written)
    return write_canonical(written).decode()


def act_row(act: ActRecord, epoch: str, number: int) -> ActRow:
    return {
        "epoch": epoch,
        "number": number,
        "at": write_value(act.at),
        "by_issuer": act.by_issuer,
        "by_sub": act.by_sub,
        "for_organisation": act.for_organisation and str(act.for_organisation),
        "action": act.action,
        "summary": write_canonical(act.summary).decode(),
    }
