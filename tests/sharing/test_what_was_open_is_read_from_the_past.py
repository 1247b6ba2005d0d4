"""A dataset that was closed before datasets kept what had been open of them: the catalog's past
tells it, once.

Covers gateway.acts.once_open, catalog.store.past_datasets, catalog.actions.dataset,
gateway.acts.clock_worker.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.actions.dataset import with_past
from catalog.changes import ActRecord, Changes
from catalog.model.dataset import AccessLevel, Classification, OnceOpen
from catalog.store import open_store
from gateway.acts.clock_worker import Looked, tick
from gateway.acts.ports import ActPorts
from tests.sharing.world import DATASET, VAL_DILLE
from tests.unit.catalog.examples import DEPOT

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OPEN = replace(
    DATASET,
    access_level=AccessLevel.OPEN,
    personal_data=False,
    columns=tuple(replace(each, classification=Classification.OPEN) for each in DATASET.columns),
)
FEWER = replace(OPEN, columns=OPEN.columns[:2], version=2)
CLOSED = replace(OPEN, access_level=AccessLevel.RESTRICTED, version=3)
NEVER_OPEN = replace(DATASET, id="never-open", access_level=AccessLevel.RESTRICTED)


@pytest.fixture
async def store(tmp_path):
    opened = await open_store(f"sqlite:///{tmp_path}/catalog.sqlite")
    yield opened
    await opened.aclose()


async def write(store, *entities):
    version = (await store.current()).version
    act = ActRecord(NOW, None, "system:test", VAL_DILLE.siren, "fill")
    return await store.write(version, Changes(entities), act)


def ports_of(store, law):
    return ActPorts(store, law, lambda: NOW, past_datasets=store.past_datasets)


async def test_what_everybody_could_read_before_it_was_closed_is_known_again(store, law):
    await write(store, VAL_DILLE, DEPOT, OPEN, NEVER_OPEN)
    await write(store, FEWER)
    # As it was written while nothing of this was kept.
    await write(store, CLOSED)
    await tick(ports_of(store, law), Looked())
    catalog = await store.current()
    known = catalog.datasets[OPEN.id]
    assert known == replace(CLOSED, once_open=(OnceOpen(OPEN.columns),))
    assert catalog.datasets[NEVER_OPEN.id] == NEVER_OPEN


async def test_it_is_written_once_and_nothing_where_nothing_is_new(store, law):
    await write(store, VAL_DILLE, DEPOT, OPEN)
    await tick(ports_of(store, law), Looked())
    await write(store, CLOSED)
    for _ in range(2):
        await tick(ports_of(store, law), Looked())
    before = (await store.current()).version
    await tick(ports_of(store, law), Looked())
    assert (await store.current()).version == before
    assert before.number == 3


async def test_what_is_open_still_is_not_told_twice(store, law):
    await write(store, VAL_DILLE, DEPOT, FEWER)
    version = await write(store, OPEN)
    await tick(ports_of(store, law), Looked())
    catalog = await store.current()
    assert catalog.version == version
    assert catalog.datasets[OPEN.id].once_open == ()


def test_sets_that_were_never_read_beside_each_other_stay_apart():
    others = replace(OPEN, columns=OPEN.columns[2:4])
    known = with_past(CLOSED, (FEWER, others, FEWER))
    assert [each.ids for each in known.once_open] == [
        OnceOpen(others.columns).ids,
        OnceOpen(FEWER.columns).ids,
    ]
    assert with_past(known, (FEWER, others)) is known
