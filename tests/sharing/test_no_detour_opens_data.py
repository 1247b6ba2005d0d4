"""Ways round the second person: other names, other rows, data that come back.

Covers catalog.actions.openings.widening, catalog.actions.openings.holding,
catalog.actions.openings.messages.
"""

from dataclasses import replace

import pytest

from catalog.actions.openings.problems import OpeningChanged, PersonalNeverOpen
from catalog.changes import Changes
from catalog.model.dataset import AccessLevel, Classification, Listing
from catalog.model.deposit import Deposit
from catalog.model.identifiers import Name
from catalog.model.storage import FilesOptions, SecretReference
from tests.sharing.test_data_are_opened_by_two_persons import (
    COLUMN,
    DPO,
    answers,
    now,
    proposes,
    puts,
    sources,
    waiting,
    writes,
)
from tests.sharing.world import DATASET


def as_personal(dataset, name=COLUMN):
    column = dataset.column_named(name)
    personal = replace(column, classification=Classification.PERSONAL)
    return replace(
        dataset, columns=tuple(personal if each == column else each for each in dataset.columns)
    )


def under_another_name(dataset, classification, name=COLUMN):
    """The same cells of the source, declared as a column that was never there."""
    column = dataset.column_named(name)
    other = replace(column, id="renamed", name=Name("autre_nom"), classification=classification)
    columns = tuple(other if each == column else each for each in dataset.columns)
    return replace(dataset, columns=columns, version=dataset.version + 1)


async def test_personal_cells_stay_personal_under_another_name(world):
    personal = await writes(world, as_personal(DATASET))
    renamed = await writes(world, under_another_name(personal, Classification.INTERNAL))
    assert renamed.column_named("autre_nom").classification is Classification.PERSONAL
    assert [each.column for each in waiting(world).columns] == ["renamed"]


async def test_personal_cells_are_opened_under_no_name(world):
    opening = await proposes(world, columns=("code_commune",))
    await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    personal = await writes(world, as_personal(now(world)))
    with pytest.raises(PersonalNeverOpen):
        await writes(world, under_another_name(personal, Classification.OPEN))


async def test_data_that_leave_their_deposit_are_other_rows(world):
    """A dataset was deposited and opened; its steward declares it over another table."""
    deposit = Deposit(DATASET.id, DATASET.storage_id, ())
    snapshot = world.catalog.snapshot
    await world.catalog.write(snapshot.version, Changes((deposit,)), None)
    opening = await proposes(world)
    await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    open_now = now(world)
    next_file = replace(
        open_now,
        physical=replace(open_now.physical, name="v2.parquet"),
        version=open_now.version + 1,
    )
    assert (await writes(world, next_file)).open_columns == open_now.open_columns
    elsewhere = replace(next_file, storage_id="autre", version=next_file.version + 1)
    held = await writes(world, elsewhere)
    assert (held.access_level, held.open_columns) == (AccessLevel.RESTRICTED, ())
    assert waiting(world) is not None


async def test_what_was_withdrawn_comes_back_closed(world):
    opening = await proposes(world)
    await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    open_then = now(world)
    await sources(world).withdraw_dataset(DATASET.name, None, dry_run=False)
    again = await writes(world, replace(open_then, version=open_then.version + 2))
    assert (again.listing, again.access_level) == (Listing.PARTIES, AccessLevel.RESTRICTED)
    assert again.open_columns == ()
    assert waiting(world).listing is Listing.PUBLIC


async def test_what_was_open_to_accounts_and_withdrawn_comes_back_closed_to_them_too(world):
    """Its steward declares it again, open to everybody."""
    opening = await proposes(world, level=AccessLevel.OPEN_WITH_ACCOUNT)
    await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    wider = replace(now(world), access_level=AccessLevel.OPEN, version=now(world).version + 2)
    await sources(world).withdraw_dataset(DATASET.name, None, dry_run=False)
    again = await writes(world, wider)
    assert (again.access_level, again.open_columns) == (AccessLevel.RESTRICTED, ())
    assert waiting(world).access_level is AccessLevel.OPEN


async def test_what_is_open_to_accounts_stays_so_while_more_waits(world):
    opening = await proposes(world, level=AccessLevel.OPEN_WITH_ACCOUNT)
    await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    await proposes(world, level=AccessLevel.OPEN)
    assert now(world).access_level is AccessLevel.OPEN_WITH_ACCOUNT
    assert waiting(world).access_level is AccessLevel.OPEN


async def test_each_opening_is_told_and_none_for_another(world):
    for reason in ("Trop fin.", "Encore trop fin."):
        await proposes(world)
        await answers(world, DPO).refuse(DATASET.id, reason, dry_run=False)
        world.now += world.now.resolution
    told = [each.key for each in world.catalog.messages]
    assert len(told) == len(set(told)) == 4


@pytest.mark.parametrize("is_written_too", [False, True])
async def test_data_whose_storage_lies_elsewhere_are_other_rows(world, is_written_too):
    """Its steward has opened them, and declares its folder anew: somebody opens that file."""
    opening = await proposes(world)
    await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    open_now = now(world)
    moved = replace(storage(world), options=FilesOptions("/srv/donnees/ailleurs"))
    renamed = replace(open_now, title_fr="Autre titre", version=open_now.version + 1)
    held = await puts(world, moved, *([renamed] if is_written_too else []))
    assert (held.access_level, held.open_columns) == (AccessLevel.RESTRICTED, ())
    assert waiting(world).access_level is AccessLevel.OPEN
    await answers(world).confirm(DATASET.id, waiting(world).sha256, dry_run=False)
    assert now(world).open_columns == open_now.open_columns


async def test_a_secret_or_a_country_moves_no_rows(world):
    opening = await proposes(world)
    await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    open_now = now(world)
    same = replace(storage(world), secret=SecretReference("env", "AUTRE"), host_country="FR")
    assert await puts(world, same) == open_now
    assert waiting(world) is None


async def test_what_was_read_is_confirmed_of_no_other_folder(world):
    opening = await proposes(world)
    moved = replace(storage(world), options=FilesOptions("/srv/donnees/ailleurs"))
    await puts(world, moved)
    assert now(world) == DATASET
    with pytest.raises(OpeningChanged):
        await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    assert (waiting(world).sha256 == opening.sha256, waiting(world).by) == (False, "system:clock")
    await answers(world).confirm(DATASET.id, waiting(world).sha256, dry_run=False)


def storage(world):
    return world.catalog.snapshot.storages[DATASET.storage_id]


def reading(dataset, name, source):
    """The column of that name, reading the cells of another one of the source."""
    columns = tuple(
        replace(each, source_name=source) if each.name == name else each
        for each in dataset.columns
        if each.name == name or each.source_name != source
    )
    return replace(dataset, columns=columns, version=dataset.version + 1)


async def test_an_open_column_reads_no_other_cells_before_it_is_confirmed(world):
    """Its steward declares the open column over the cells of one that is not."""
    opening = await proposes(world)
    await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    closed = next(
        each for each in now(world).columns
        if each.classification is Classification.INTERNAL and each.name != COLUMN
    )  # fmt: skip
    held = await writes(world, reading(now(world), COLUMN, closed.source_name))
    assert held.column_named(COLUMN).source_name == closed.source_name
    assert held.open_columns == ()
    await answers(world).confirm(DATASET.id, waiting(world).sha256, dry_run=False)
    assert [each.source_name for each in now(world).open_columns] == [closed.source_name]
