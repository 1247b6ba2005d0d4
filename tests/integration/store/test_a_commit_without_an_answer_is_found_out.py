"""The store is lost between an act's commit and its answer: what is told is what was written.

Covers catalog.store.uncertain_commit, catalog.store.silence, catalog.store.written_acts,
tests.door.
"""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from sqlalchemy import event

from catalog.changes import ActRecord, Changes
from catalog.model.identifiers import Siren, Slug
from catalog.model.organisation import Organisation, OrganisationKind
from catalog.problems import ActOutcomeUnknown, StoreUnavailable
from catalog.store import open_store
from tests.door import Door, State

TOWN = Organisation(Siren("213500010"), Slug("ville"), "Ville", OrganisationKind.COMMUNE)


@pytest.fixture
def door(postgresql_database):
    opened = Door(urlsplit(postgresql_database).port)
    yield opened
    opened.close()


@pytest.fixture
async def store(postgresql_database, door):
    port = urlsplit(postgresql_database).port
    address = postgresql_database.replace(f":{port}/", f":{door.port}/")
    opened = await open_store(address, silence_s=0.5)
    yield opened
    await opened.aclose()


@pytest.fixture
async def beside(postgresql_database, store):
    """Another process, by another way."""
    opened = await open_store(postgresql_database)
    yield opened
    await opened.aclose()


def at_the_commit(store, happens):
    event.listen(store._engine.sync_engine, "commit", lambda _: happens(), once=True)


async def write(store):
    before = (await store.current()).version
    record = ActRecord(datetime.now(UTC), None, "test", None, "apply", {})
    return before, await store.write(before, Changes(put=(TOWN,)), record)


async def test_an_act_whose_answer_alone_is_lost_is_told_as_done(store, beside, door):
    at_the_commit(store, lambda: door.set(State.CUT_ONCE))
    before, after = await write(store)
    found = await beside.current()
    assert (found.version, after.number) == (after, before.number + 1)
    assert TOWN.siren in found.organisations


async def test_an_act_that_never_reached_the_store_is_told_as_refused(store, beside, door):
    def lost():
        with door.shut():
            pass

    before = (await store.current()).version
    at_the_commit(store, lost)
    with pytest.raises(StoreUnavailable):
        await write(store)
    assert (await beside.current()).version == before
    assert (await write(store))[0] == before


async def test_where_nobody_can_tell_nothing_is_claimed(store, beside, door):
    at_the_commit(store, lambda: door.set(State.STALLED))
    with pytest.raises(ActOutcomeUnknown):
        await write(store)
    door.set(State.OPEN)
    # As it happens it was done, once; whoever looks sees it.
    assert TOWN.siren in (await beside.current()).organisations
    assert TOWN.siren in (await store.current()).organisations
