"""Covers catalog.store.store, catalog.store.written_acts, catalog.store.pictures,
catalog.model.version.
"""

import asyncio
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from catalog.changes import ActRecord, Changes
from catalog.model.agreement import AgreementState
from catalog.model.identifiers import Name
from catalog.model.organisation import Membership, MembershipMode
from catalog.model.version import CatalogVersion
from catalog.problems import CatalogMoved, StoreUnavailable, UnknownCatalogVersion
from catalog.store import open_store
from tests.unit.catalog.examples import DEPOT, DRAFT, MESNIL, VAL_DILLE, VALCOBREIZH

ROOT = Path(__file__).parents[3]
ACT = ActRecord(datetime.now(UTC), "urn:test", "steward@val", VAL_DILLE.siren, "apply", {"n": 1})
DATASET = replace(DRAFT, id="d1", storage_id=DEPOT.id)


async def put(store, *entities, removed=()):
    version = (await store.current()).version
    return await store.write(version, Changes(entities, removed), ACT)


async def test_a_new_store_is_empty_and_at_version_zero(store):
    catalog = await store.current()
    assert catalog.version.number == 0
    assert not catalog.organisations


async def test_what_was_written_is_read_back(store):
    await put(store, VAL_DILLE, DEPOT, DATASET)
    catalog = await store.current()
    assert catalog.organisations == {VAL_DILLE.siren: VAL_DILLE}
    assert catalog.storages == {DEPOT.id: DEPOT}
    assert catalog.datasets_of(VAL_DILLE.siren) == (DATASET,)
    assert catalog.organisation_of_field("valDIlleAubigne") == VAL_DILLE


async def test_a_member_of_a_grouping_with_a_hundred_competences_is_kept(store):
    competences = frozenset(f"{1000 + number}" for number in range(100))
    member = Membership(
        MESNIL.siren, VALCOBREIZH.siren, competences, MembershipMode.DIRECT, date(2019, 1, 1)
    )
    await put(store, MESNIL, VALCOBREIZH, member)
    catalog = await store.current()
    assert member in catalog.memberships


async def test_a_change_of_another_process_is_seen_by_the_next_reading(store, other_process):
    for name in ("un", "deux", "trois"):
        version = await put(other_process, replace(VAL_DILLE, name=name))
        catalog = await store.current()
        assert catalog.version == version
        assert catalog.organisations[VAL_DILLE.siren].name == name


async def test_a_reading_never_shows_less_than_what_was_committed_before_it(store, other_process):
    await put(other_process, VAL_DILLE)
    committed = 0

    async def write():
        nonlocal committed
        for number in range(20):
            committed = (await put(other_process, replace(VAL_DILLE, name=str(number)))).number

    async def read():
        while not writing.done():
            before = committed
            assert (await store.current()).version.number >= before
            await asyncio.sleep(0)

    writing = asyncio.create_task(write())
    await asyncio.gather(writing, *(read() for _ in range(5)))
    assert (await store.current()).organisations[VAL_DILLE.siren].name == "19"


async def test_what_did_not_change_is_the_same_object(store):
    await put(store, VAL_DILLE, VALCOBREIZH, DEPOT, DATASET)
    before = await store.current()
    assert await store.current() is before
    await put(store, replace(DATASET, title_fr="Autre"))
    catalog = await store.current()
    assert catalog.datasets["d1"].title_fr == "Autre"
    assert catalog.organisations is before.organisations
    assert catalog.storages is before.storages
    await put(store, replace(VAL_DILLE, name="Autre"))
    later = await store.current()
    assert later.organisations[VALCOBREIZH.siren] is before.organisations[VALCOBREIZH.siren]
    assert later.datasets is catalog.datasets


async def test_of_two_acts_on_one_version_the_second_is_told_to_start_again(store, other_process):
    version = (await store.current()).version
    await store.write(version, Changes((VAL_DILLE,)), ACT)
    with pytest.raises(CatalogMoved):
        await other_process.write(version, Changes((VALCOBREIZH,)), ACT)
    assert set((await other_process.current()).organisations) == {VAL_DILLE.siren}


async def test_of_many_acts_at_once_one_wins(store, other_process):
    version = (await store.current()).version
    names = [replace(VAL_DILLE, name=str(number)) for number in range(8)]
    results = await asyncio.gather(
        *(
            each.write(version, Changes((name,)), ACT)
            for each, name in zip([store, other_process] * 4, names, strict=True)
        ),
        return_exceptions=True,
    )
    won = [each for each in results if isinstance(each, CatalogVersion)]
    assert won == [CatalogVersion(version.epoch, 1)]
    assert sum(isinstance(each, CatalogMoved) for each in results) == 7


async def test_an_act_that_fails_changes_nothing(store):
    version = (await store.current()).version
    twice = Changes((VAL_DILLE, replace(VAL_DILLE, name="Autre")))
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        await store.write(version, twice, ACT)
    catalog = await store.current()
    assert catalog.version == version
    assert not catalog.organisations


async def test_an_act_that_changes_nothing_writes_no_version(store):
    with pytest.raises(ValueError, match="changes nothing"):
        await put(store)


async def test_past_pictures_can_be_rebuilt(store):
    first = await put(store, VAL_DILLE, MESNIL)
    second = await put(store, replace(VAL_DILLE, name="Autre"), DEPOT)
    third = await put(store, VALCOBREIZH, removed=(MESNIL,))
    empty = await store.at(CatalogVersion(first.epoch, 0))
    assert not empty.organisations
    assert (await store.at(first)).organisations == {
        each.siren: each for each in (VAL_DILLE, MESNIL)
    }
    assert (await store.at(second)).organisations[VAL_DILLE.siren].name == "Autre"
    assert (await store.at(second)).storages == {DEPOT.id: DEPOT}
    assert await store.at(third) == await store.current()
    assert MESNIL.siren not in (await store.current()).organisations
    for unknown in (replace(third, number=4), replace(third, epoch="x"), replace(third, number=-1)):
        with pytest.raises(UnknownCatalogVersion):
            await store.at(unknown)


async def test_after_a_restore_everything_is_read_again(store, other_process):
    written = await put(store, VAL_DILLE)
    before = await other_process.current()
    renewed = await store.renew_epoch()
    assert renewed.epoch != written.epoch
    catalog = await other_process.current()
    assert catalog.version == renewed
    assert catalog.organisations == before.organisations
    assert await store.at(written) == before
    with pytest.raises(CatalogMoved):
        await store.write(written, Changes((VALCOBREIZH,)), ACT)
    with pytest.raises(UnknownCatalogVersion):
        await store.at(replace(written, number=2))
    await put(store, VALCOBREIZH)
    assert len((await other_process.current()).organisations) == 2


async def test_a_reader_who_leaves_does_not_spoil_the_reading_of_others(store, other_process):
    await put(other_process, VAL_DILLE)
    leaving = [asyncio.create_task(store.current()) for _ in range(10)]
    staying = [asyncio.create_task(store.current()) for _ in range(10)]
    await asyncio.sleep(0)
    for task in leaving:
        task.cancel()
    assert all(each.organisations for each in await asyncio.gather(*staying))
    await asyncio.gather(*leaving, return_exceptions=True)


async def test_opening_again_finds_everything(store, store_url):
    await put(store, VAL_DILLE)
    again = await open_store(store_url)
    try:
        assert await again.current() == await store.current()
    finally:
        await again.aclose()


async def test_several_processes_may_open_a_new_store_at_once(store_url):
    code = (
        "import asyncio, sys; from catalog.store import open_store\n"
        "async def main():\n"
        "    store = await open_store(sys.argv[1])\n"
        "    print((await store.current()).version.epoch)\n"
        "    await store.aclose()\n"
        "asyncio.run(main())"
    )
    started = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, store_url, cwd=ROOT, stdout=subprocess.PIPE
        )
        for _ in range(3)
    ]
    told = [(await process.communicate())[0] for process in started]
    assert [process.returncode for process in started] == [0] * 3
    assert len(set(told)) == 1


async def test_one_process_may_open_a_new_store_several_times_at_once(store_url):
    opened = await asyncio.gather(*(open_store(store_url) for _ in range(4)))
    try:
        versions = {(await each.current()).version for each in opened}
        assert len(versions) == 1
    finally:
        await asyncio.gather(*(each.aclose() for each in opened))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody:secret-word@127.0.0.1:1/x",
        "sqlite:////proc/nowhere/catalog.sqlite",
        "sqlite://",
        "mysql://a/b",
        "not an address",
    ],
)
async def test_a_store_that_cannot_be_opened_is_said_without_its_password(url):
    with pytest.raises(StoreUnavailable) as refused:
        await open_store(url)
    told = f"{refused.value.sentence('fr')} {refused.value} {refused.value.facts}"
    assert "secret-word" not in told


async def test_a_revocation_holds_for_the_next_reading(store, other_process):
    from tests.unit.catalog.test_an_agreement_grants_only_what_is_safe import drafted

    active = replace(drafted(), state=AgreementState.ACTIVE)
    await put(store, VAL_DILLE, VALCOBREIZH, active)
    assert (await other_process.current()).agreements == (active,)
    revoked = replace(active, state=AgreementState.REVOKED, ended_at=datetime.now(UTC))
    await put(store, revoked)
    catalog = await other_process.current()
    assert catalog.agreements_granted_to(VALCOBREIZH.siren) == (revoked,)


async def test_a_renamed_dataset_is_found_by_its_new_name(store):
    await put(store, DATASET)
    await put(store, replace(DATASET, name=Name("pesees")))
    catalog = await store.current()
    assert catalog.dataset_of(VAL_DILLE.siren, "collectes") is None
    assert catalog.dataset_of(VAL_DILLE.siren, "pesees") is not None


async def test_closing_waits_for_a_reading_whose_caller_left(tmp_path):
    """Its connection would be left open, and a program that ends would say so."""
    store = await open_store(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    asking = asyncio.create_task(store.current())
    for _ in range(5):
        await asyncio.sleep(0)
    assert store._rebuilds
    asking.cancel()
    await store.aclose()
    assert asking.cancelled()
    assert store.held is not None
