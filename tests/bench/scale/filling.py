"""A country straight into the tables of a store, as no act could: what is measured is reading."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from catalog.canonical_json import write_canonical
from catalog.changes import ActRecord, Entity, family_of, key_of
from catalog.codec import write_value
from catalog.store import open_store
from catalog.store.written_acts import act_row
from gateway.demo_mode.state import DemoState
from gateway.upkeep.secret_store.secrets import read_master_key
from tests.bench.scale.country import Country

_VERSION = 1


def prepare_country(folder: Path, country: Country) -> DemoState:
    """A demo's folder whose store holds that country; nothing of it can be read, only decided."""
    state = DemoState(folder)
    state.issuer_key()
    settings = state.settings()
    read_master_key(settings.key_file, create=True)
    asyncio.run(_make_tables(settings.database_url))
    _fill(Path(settings.database_url.removeprefix("sqlite:///")), country.entities())
    return state


async def _make_tables(url: str) -> None:
    await (await open_store(url)).aclose()


def _fill(path: Path, entities: Iterable[Entity]) -> None:
    rows = (
        (family_of(each).value, key_of(each), write_canonical(write_value(each)).decode())
        for each in entities
    )
    act = ActRecord(datetime(2026, 1, 5, tzinfo=UTC), None, "system:bench", None, "fill")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO catalog_entry (family, key, since_version, body) VALUES (?, ?, 1, ?)", rows
        )
        (epoch,) = connection.execute("SELECT epoch FROM catalog_version").fetchone()
        connection.execute("UPDATE catalog_version SET number = ?", (_VERSION,))
        row = act_row(act, epoch, _VERSION)
        names = ", ".join(row)
        marks = ", ".join("?" for _ in row)
        connection.execute(f"INSERT INTO act ({names}) VALUES ({marks})", tuple(row.values()))
        connection.execute("COMMIT")
