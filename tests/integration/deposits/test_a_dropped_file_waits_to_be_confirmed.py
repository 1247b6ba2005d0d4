"""What an SFTP server leaves in a body's folder is taken once it rests, and told to its stewards.

Covers gateway.files.deposits.drop_folder, gateway.files.deposits.arriving.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

import orjson
import pytest

from gateway.files.deposits.arriving import ArrivalPorts
from gateway.files.deposits.drop_folder import DropFolders, look_at_drops
from gateway.files.deposits.preparing import Wanted
from gateway.sharing.notifications.loop import deliver_due
from tests.integration.deposits.files import csv_file
from tests.integration.deposits.test_a_file_becomes_rows import (
    DATASET,
    FOURTH,
    WEIGHINGS,
    deposited,
    service,
    weights,
)

NEXT = csv_file([*WEIGHINGS, FOURTH])


@pytest.fixture
async def drops(gateway, tmp_path):
    await deposited(gateway)
    place = tmp_path / "sftp" / "mesnil-roc-h" / "pesees"
    place.mkdir(parents=True)
    return place


def folder(gateway, drops, settles_s=0.0):
    services = gateway.services
    arrivals = ArrivalPorts(
        services.deposits.uploads,
        services.query.catalog.arrived_files,
        asyncio.Event(),
        services.acts.clock,
    )
    current = services.query.catalog.current
    return DropFolders(drops.parents[1], (), current, arrivals, settles_s)


async def waiting(gateway, agent="steward@mesnil-roc-h"):
    return await (await service(gateway, agent)).uploads()


async def test_a_file_is_taken_once_told_and_confirmed(gateway, drops):
    (drops / "pesees.csv").write_bytes(NEXT)
    watched, resting = folder(gateway, drops), {}
    for _ in range(3):
        await look_at_drops(watched, resting)
    (upload,) = await waiting(gateway)
    assert (upload.file_name, upload.dataset, upload.came_from) == ("pesees.csv", DATASET, "SFTP")
    assert await waiting(gateway, "steward@valcobreizh") == ()
    await deliver_due(gateway.services.notifications)
    answer = await gateway.ask("{ inbox { kind about } }", "steward@mesnil-roc-h")
    assert b"deposit.waiting" in answer.body
    assert len(await weights(gateway)) == 3
    await (await service(gateway)).confirm(upload.id, Wanted(DATASET))
    assert len(await weights(gateway)) == 4
    await look_at_drops(watched, {})
    assert await waiting(gateway) == ()


async def test_a_file_that_still_grows_is_left_until_it_rests(gateway, drops):
    file = drops / "pesees.csv"
    file.write_bytes(NEXT[:40])
    watched, resting = folder(gateway, drops, settles_s=3600.0), {}
    await look_at_drops(watched, resting)
    file.write_bytes(NEXT)
    await look_at_drops(watched, resting)
    assert await waiting(gateway) == ()
    ((state, since),) = resting.values()
    assert state[0] == len(NEXT)
    resting[str(file)] = state, since - 3600.0
    await look_at_drops(watched, resting)
    assert len(await waiting(gateway)) == 1


async def test_what_is_unfinished_linked_or_elsewhere_is_left_alone(gateway, drops, tmp_path):
    outside = tmp_path / "secret.csv"
    outside.write_bytes(NEXT)
    (drops / "lien.csv").symlink_to(outside)
    os.link(outside, drops / "second-nom.csv")
    (drops / "pesees.csv.filepart").write_bytes(NEXT)
    (drops / ".cache.csv").write_bytes(NEXT)
    (drops / "vide.csv").touch()
    (drops / "dossier").mkdir()
    other = drops.parent / "inconnu"
    other.mkdir()
    (other / "pesees.csv").write_bytes(NEXT)
    (drops.parents[1] / "sde35").symlink_to(drops.parent)
    await look_at_drops(folder(gateway, drops), {})
    assert await waiting(gateway) == ()


REGISTER = """mutation($i: StorageInput!) { registerStorage(input: $i) { applied } }"""


@pytest.fixture
async def own(gateway, tmp_path):
    """A `files` storage of Mesnil-Roc'h that takes drops, and its folder of the weighings."""
    await deposited(gateway)
    answer = await registered(gateway, "echanges", "mesnil-roc-h/echanges", dropFolder=True)
    assert answer["data"]["registerStorage"]["applied"]
    place = gateway.state.data.resolve() / "mesnil-roc-h" / "echanges" / "pesees"
    place.mkdir(parents=True)
    return place


async def registered(gateway, name, directory, agent="steward@mesnil-roc-h", **more):
    given = {"name": name, "kind": "FILES", "directory": directory, **more}
    return orjson.loads((await gateway.ask(REGISTER, agent, variables={"i": given})).body)


def storages(gateway, root=None, settles_s=0.0):
    """As the gateway looks where the operator has no folder of drops."""
    return replace(gateway.services.drop_folders, root=root, settles_s=settles_s)


async def test_a_files_storage_of_the_body_feeds_its_deposit(gateway, own):
    (own / "pesees.csv").write_bytes(NEXT)
    watched, resting = storages(gateway), {}
    for _ in range(3):
        await look_at_drops(watched, resting)
    (upload,) = await waiting(gateway)
    assert (upload.file_name, upload.dataset, upload.came_from) == ("pesees.csv", DATASET, "SFTP")
    assert await waiting(gateway, "steward@valcobreizh") == ()
    await (await service(gateway)).confirm(upload.id, Wanted(DATASET))
    assert len(await weights(gateway)) == 4
    await look_at_drops(watched, {})
    assert await waiting(gateway) == ()
    # The same name with other rows is another file.
    (own / "pesees.csv").write_bytes(csv_file(WEIGHINGS))
    await look_at_drops(watched, {})
    assert len(await waiting(gateway)) == 1


async def test_a_growing_file_of_a_storage_is_left_until_it_rests(gateway, own):
    (own / "pesees.csv").write_bytes(NEXT[:40])
    watched, resting = storages(gateway, settles_s=3600.0), {}
    await look_at_drops(watched, resting)
    (own / "pesees.csv").write_bytes(NEXT)
    await look_at_drops(watched, resting)
    assert await waiting(gateway) == ()


async def test_a_folder_that_is_the_operators_too_gives_its_file_once(gateway, own):
    root = own.parents[2]
    opened = await registered(gateway, "sftp", "mesnil-roc-h", dropFolder=True)
    assert opened["data"]["registerStorage"]["applied"]
    place = root / "mesnil-roc-h" / "pesees"
    place.mkdir()
    (place / "pesees.csv").write_bytes(NEXT)
    for watched in (storages(gateway, root), storages(gateway), storages(gateway, root)):
        await look_at_drops(watched, {})
        assert len(await waiting(gateway)) == 1


@pytest.mark.parametrize(
    "how", ["link", "second_name", "linked_folder", "not_opened", "unapproved"]
)
async def test_a_storage_gives_only_files_of_its_own_that_it_opened(gateway, own, tmp_path, how):
    outside = tmp_path / "secret.csv"
    outside.write_bytes(NEXT)
    watched = storages(gateway)
    if how == "link":
        (own / "pesees.csv").symlink_to(outside)
    elif how == "second_name":
        os.link(outside, own / "pesees.csv")
    elif how == "linked_folder":
        own.rmdir()
        folder_outside = tmp_path / "ailleurs"
        folder_outside.mkdir()
        (folder_outside / "pesees.csv").write_bytes(NEXT)
        own.symlink_to(folder_outside)
    else:
        (own / "pesees.csv").write_bytes(NEXT)
    if how == "not_opened":
        await registered(gateway, "echanges", "mesnil-roc-h/echanges")
    if how == "unapproved":
        watched = replace(watched, approved=("/srv/ailleurs",))
    await look_at_drops(watched, {})
    assert await waiting(gateway) == ()


async def test_no_body_feeds_the_deposit_of_another(gateway, own):
    """A folder named after another's data is nothing; another's folder is not one's own."""
    refused = await registered(
        gateway, "autre", "mesnil-roc-h/echanges", "steward@valcobreizh", dropFolder=True
    )
    assert refused["errors"][0]["extensions"]["code"] == "directory_not_approved"
    weak = await registered(
        gateway, "autre", "mesnil-roc-h/autre", "agent@mesnil-roc-h", dropFolder=True
    )
    assert weak["errors"][0]["extensions"]["code"] == "role_required"
    await registered(gateway, "autre", "valcobreizh/autre", "steward@valcobreizh", dropFolder=True)
    theirs = own.parents[2] / "valcobreizh" / "autre" / "pesees"
    theirs.mkdir(parents=True)
    (theirs / "pesees.csv").write_bytes(NEXT)
    await look_at_drops(storages(gateway), {})
    for agent in ("steward@mesnil-roc-h", "steward@valcobreizh"):
        assert await waiting(gateway, agent) == ()


async def test_a_storage_shows_that_it_takes_drops_and_never_lies_in_a_deposit(gateway, own):
    document = '{ storage(name: "mesnil_roc_h__echanges") { options { name value } } }'
    answer = orjson.loads((await gateway.ask(document, "steward@mesnil-roc-h")).body)
    assert {"name": "drop_folder", "value": "true"} in answer["data"]["storage"]["options"]
    inside = await registered(
        gateway, "dedans", "valcobreizh/depot/x", "steward@valcobreizh", dropFolder=True
    )
    assert inside["errors"][0]["extensions"]["code"] == "storage_refused"


async def test_a_folder_that_became_a_link_gives_nothing(gateway, drops, tmp_path):
    (drops / "pesees.csv").write_bytes(NEXT)
    moved = tmp_path / "ailleurs"
    drops.rename(moved)
    drops.symlink_to(moved)
    await look_at_drops(folder(gateway, drops), {})
    assert await waiting(gateway) == ()
