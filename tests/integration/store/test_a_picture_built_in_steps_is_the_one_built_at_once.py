"""Covers catalog.store.opening, catalog.store.tables, catalog.store.pictures, catalog.snapshot,
catalog.declaration.resolution, catalog.store.sqlite_wait.
"""

import asyncio
import json
import sqlite3
import tempfile
from dataclasses import fields
from datetime import UTC, datetime

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.changes import ActRecord, Changes, family_of, key_of
from catalog.declaration.resolution import entities_by_key
from catalog.store import open_store
from catalog.store.opening import make_engine
from catalog.store.opening import store_url as read_url
from catalog.store.tables import metadata
from tests.tiers import examples
from tests.unit.catalog.examples import catalog_of, entities

ACT = ActRecord(datetime.now(UTC), None, "system:test", None, "test")


def distinct(found):
    return tuple({(family_of(each), key_of(each)): each for each in found}.values())


def looked_up(catalog):
    return {each.name: getattr(catalog, each.name) for each in fields(catalog) if not each.init}


steps = st.lists(
    st.tuples(st.lists(entities, min_size=1, max_size=4).map(distinct), st.booleans()),
    min_size=1,
    max_size=5,
)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_after_any_series_of_acts(series):
    async def run(folder):
        url = f"sqlite:///{folder}/catalog.sqlite"
        stepwise = await open_store(url)
        expected, versions = {}, []
        try:
            for put, removing in series:
                catalog = await stepwise.current()
                gone = [key for key in expected if key not in entities_by_key(catalog_of(*put))]
                removed = (expected.pop(gone[0]),) if removing and gone else ()
                expected |= entities_by_key(catalog_of(*put))
                version = await stepwise.write(catalog.version, Changes(put, removed), ACT)
                versions.append((version, dict(expected)))
            in_steps = await stepwise.current()
            at_once = await open_store(url)
            try:
                whole = await at_once.current()
                assert in_steps == whole
                # What is looked up in what did not change is not made again.
                assert looked_up(in_steps) == looked_up(whole)
                for version, entities_then in versions:
                    assert entities_by_key(await at_once.at(version)) == entities_then
                assert in_steps == await at_once.at(in_steps.version)
            finally:
                await at_once.aclose()
            assert entities_by_key(in_steps) == expected
        finally:
            await stepwise.aclose()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(folder))


async def test_every_act_leaves_its_line(tmp_path):
    store = await open_store(f"sqlite:///{tmp_path / 'c.sqlite'}")
    act = ActRecord(
        datetime(2026, 1, 1, tzinfo=UTC), "urn:a", "steward@val", None, "apply", {"b": 1, "a": "é"}
    )
    version = (await store.current()).version
    await store.write(version, Changes((catalog_entity(),)), act)
    await store.aclose()
    connection = sqlite3.connect(tmp_path / "c.sqlite")
    ((number, at, sub, summary),) = connection.execute(
        "SELECT number, at, by_sub, summary FROM act"
    ).fetchall()
    connection.close()
    assert (number, at, sub) == (1, "2026-01-01T00:00:00Z", "steward@val")
    assert json.loads(summary) == {"a": "é", "b": 1}


def catalog_entity():
    from tests.unit.catalog.examples import VAL_DILLE

    return VAL_DILLE


async def test_migrations_make_the_tables_that_the_code_knows(store, store_url):
    engine = make_engine(read_url(store_url))

    def differences(connection):
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata)

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()
