"""The next version of Interco beside this one: what it would write into the same store.

Its classes have a field more; its families, and what this version must not even meet in its own
code, are written as rows.
"""

import json
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from catalog import changes
from catalog.changes import Family
from catalog.model.dataset import Dataset
from catalog.model.deposit import Deposit, DepositVersion
from catalog.model.later_field import informs, restricts
from catalog.model.version import CatalogVersion
from catalog.store.opening import writing
from catalog.store.tables import catalog_entry, catalog_version
from catalog.store.written_acts import move


@dataclass(frozen=True, slots=True)
class NewerDataset(Dataset):
    rows_seen: int | None = informs(None)
    to_be_asked_for: bool = restricts(default=False)


@dataclass(frozen=True, slots=True)
class NewerDepositVersion(DepositVersion):
    weight: int | None = informs(None)


@dataclass(frozen=True, slots=True)
class NewerDeposit(Deposit):
    versions: tuple[NewerDepositVersion, ...]


NEWER = {Family.DATASET: NewerDataset, Family.DEPOSIT: NewerDeposit}


@contextmanager
def newer_code():
    """While it is open, stores read and write as the next version does."""
    older = {family: changes.CLASSES[family] for family in NEWER}
    changes.CLASSES.update(NEWER)
    changes._FAMILIES.update({kind: family for family, kind in NEWER.items()})
    try:
        yield
    finally:
        changes.CLASSES.update(older)


async def write_row(store, family, key, **more):
    """A new entry of whatever family, or the current one of that key with `more` in it."""
    async with writing(store._engine) as connection:
        version = await _next(connection)
        body = await _end(connection, family, key, version.number)
        row = {"family": family, "key": key, "since_version": version.number}
        document = json.dumps({**body, **more}, separators=(",", ":"))
        await connection.execute(insert(catalog_entry).values(**row, body=document))


async def end_row(store, family, key):
    async with writing(store._engine) as connection:
        version = await _next(connection)
        await _end(connection, family, key, version.number)


async def body_of(store, family, key):
    async with writing(store._engine) as connection:
        return await _body(connection, family, key)


async def _next(connection):
    row = (await connection.execute(select(catalog_version))).one()
    before = CatalogVersion(row.epoch, row.number)
    following = CatalogVersion(row.epoch, row.number + 1)
    await move(connection, before, following)
    return following


async def _end(connection, family, key, number):
    body = await _body(connection, family, key)
    await connection.execute(
        update(catalog_entry).where(*_current(family, key)).values(until_version=number)
    )
    return body


async def _body(connection, family, key):
    found = await connection.execute(select(catalog_entry.c.body).where(*_current(family, key)))
    return json.loads(found.scalar_one_or_none() or "{}")


def _current(family, key):
    entry = catalog_entry.c
    return entry.family == family, entry.key == key, entry.until_version.is_(None)
