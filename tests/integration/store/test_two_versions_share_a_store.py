"""A process of this version beside one of the next, which has written already.

Covers catalog.model.later_field, catalog.later_parts, catalog.store.written_acts,
catalog.store.pictures, catalog.codec, catalog.problems.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.changes import ActRecord, Changes
from catalog.declaration.difference import field_changes
from catalog.model.dataset import Dataset
from catalog.model.deposit import DepositMode, DepositVersion, VersionState
from catalog.problems import UnreadableEntry
from catalog.store import open_store
from tests.newer_versions import (
    NewerDataset,
    NewerDeposit,
    NewerDepositVersion,
    body_of,
    end_row,
    newer_code,
    write_row,
)
from tests.unit.catalog.examples import DEPOT, DRAFT, VAL_DILLE

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ACT = ActRecord(NOW, "urn:test", "steward@val", VAL_DILLE.siren, "apply", {"n": 1})
DATASET = replace(DRAFT, id="d1", storage_id=DEPOT.id)
FIELDS = {name: getattr(DATASET, name) for name in Dataset.__match_args__}
FIRST = DepositVersion(
    *(1, NOW, "urn:test", "agent@val", DepositMode.REPLACE, "collectes.csv", "a" * 64, "b" * 64, 3)
)
VALUES = {name: getattr(FIRST, name) for name in DepositVersion.__match_args__}


async def put(store, *entities):
    version = (await store.current()).version
    return await store.write(version, Changes(entities), ACT)


async def put_by_the_newer(newer, *entities):
    with newer_code():
        await put(newer, *entities)


async def read_by_the_newer(newer):
    with newer_code():
        return await newer.current()


@pytest.fixture
def newer(other_process):
    return other_process


async def refused(store):
    with pytest.raises(UnreadableEntry) as refusal:
        await store.current()
    return refusal.value


async def test_what_only_informs_stops_nobody(store, newer):
    await put_by_the_newer(newer, VAL_DILLE, DEPOT, NewerDataset(**FIELDS, rows_seen=12))
    assert (await store.current()).datasets["d1"] == DATASET
    assert (await read_by_the_newer(newer)).datasets["d1"].rows_seen == 12


async def test_an_older_process_that_writes_an_entry_again_loses_nothing_of_it(store, newer):
    await put_by_the_newer(newer, NewerDataset(**FIELDS, rows_seen=12))
    renamed = replace((await store.current()).datasets["d1"], title_fr="Autre")
    await put(store, renamed)
    dataset = (await read_by_the_newer(newer)).datasets["d1"]
    assert (dataset.title_fr, dataset.rows_seen) == ("Autre", 12)
    # Nor does one that makes it anew, as a declaration does.
    await put(store, Dataset(**FIELDS | {"title_fr": "Encore"}))
    dataset = (await read_by_the_newer(newer)).datasets["d1"]
    assert (dataset.title_fr, dataset.rows_seen) == ("Encore", 12)
    with newer_code():
        await put(newer, replace(dataset, rows_seen=None))
    assert "+rows_seen" not in await body_of(store, "dataset", "d1")


async def test_an_item_of_a_list_keeps_what_is_its_own(store, newer):
    weighed = NewerDepositVersion(**VALUES, weight=900)
    await put_by_the_newer(newer, NewerDeposit("d1", DEPOT.id, (weighed,)))
    deposit = (await store.current()).deposits["d1"]
    assert deposit.versions == (FIRST,)
    second = replace(FIRST, number=2)
    past = replace(deposit.versions[0], state=VersionState.PAST)
    await put(store, replace(deposit, versions=(past, second)))
    versions = (await read_by_the_newer(newer)).deposits["d1"].versions
    assert [(each.number, each.state, each.weight) for each in versions] == [
        (1, VersionState.PAST, 900),
        (2, VersionState.CURRENT, None),
    ]
    # What is taken out of it takes its own along.
    await put(store, replace(deposit, versions=(second,)))
    (left,) = (await read_by_the_newer(newer)).deposits["d1"].versions
    assert (left.number, left.weight) == (2, None)


async def test_what_an_older_process_may_not_ignore_stops_it(store, newer, store_url):
    await put_by_the_newer(newer, NewerDataset(**FIELDS))
    assert (await store.current()).datasets["d1"] == DATASET
    with newer_code():
        open_one = (await newer.current()).datasets["d1"]
        await put(newer, replace(open_one, to_be_asked_for=True))
    refusal = await refused(store)
    assert refusal.facts["entry"] == "dataset d1"
    assert refusal.facts["reason"] == "unknown Dataset.to_be_asked_for"
    for language in ("fr", "en"):
        assert "d1" not in refusal.sentence(language) + refusal.next_step(language)
        assert "dataset d1" in refusal.for_the_operator.sentence(language)
    # Nor does it act, or begin.
    with pytest.raises(UnreadableEntry):
        await put(store, VAL_DILLE)
    another = await open_store(store_url)
    await refused(another)
    await another.aclose()
    # As soon as nobody uses it any more, it goes on.
    await put_by_the_newer(newer, open_one)
    assert (await store.current()).datasets["d1"] == DATASET


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"hidden": True}, "unknown Dataset.hidden"),
        ({"+access_level": "open"}, "unknown Dataset.+access_level"),
        ({"access_level": "on_request"}, "unknown AccessLevel: on_request"),
    ],
    ids=["a field", "a known field under a mark", "a member"],
)
async def test_nothing_that_may_restrict_is_ignored(store, newer, more, reason):
    await put(store, DATASET)
    await write_row(newer, "dataset", "d1", **more)
    assert (await refused(store)).facts["reason"] == reason


async def test_a_family_that_only_informs_is_left_alone(store, newer):
    await put(store, DATASET)
    await write_row(newer, "+weather", "243500667", degrees=3)
    catalog = await store.current()
    assert catalog.datasets == {"d1": DATASET}
    await put(store, VAL_DILLE)
    assert await body_of(newer, "+weather", "243500667") == {"degrees": 3}


@pytest.mark.parametrize("family", ["weather", "+dataset"])
async def test_a_family_that_may_restrict_stops_an_older_process(store, newer, family):
    await put(store, DATASET)
    await write_row(newer, family, "243500667", degrees=3)
    refusal = await refused(store)
    assert refusal.facts["reason"] == f"unknown family {family}"
    past = await newer._hot_path.read_version()
    with pytest.raises(UnreadableEntry):
        await store.at(past)
    await end_row(newer, family, "243500667")
    assert (await store.current()).datasets == {"d1": DATASET}


async def test_a_value_that_informs_and_is_no_value_yet_is_kept(store, newer):
    """A field that both know, and a value that only the next version does."""
    await put_by_the_newer(newer, NewerDataset(**FIELDS, rows_seen=12))
    await write_row(newer, "dataset", "d1", **{"+rows_seen": {"exactly": 12}})
    with newer_code():
        dataset = (await newer.current()).datasets["d1"]
        assert dataset.rows_seen is None
        await put(newer, replace(dataset, title_fr="Autre"))
    assert (await body_of(store, "dataset", "d1"))["+rows_seen"] == {"exactly": 12}


def test_a_change_is_told_by_the_name_of_the_field():
    seen = NewerDataset(**FIELDS, rows_seen=12)
    (change,) = field_changes(NewerDataset(**FIELDS), seen)
    assert (change.path, change.before, change.after) == ("rows_seen", None, 12)
