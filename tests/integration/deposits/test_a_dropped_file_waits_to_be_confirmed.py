"""What an SFTP server leaves in a body's folder is taken once it rests, and told to its stewards.

Covers gateway.deposits.drop_folder, gateway.deposits.arriving.
"""

from __future__ import annotations

import asyncio
import os

import pytest

from gateway.deposits.arriving import ArrivalPorts
from gateway.deposits.drop_folder import DropFolder, look_at_drops
from gateway.deposits.preparing import Wanted
from gateway.notifications.loop import deliver_due
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
    return DropFolder(drops.parents[1], services.query.catalog.current, arrivals, settles_s)


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


async def test_a_folder_that_became_a_link_gives_nothing(gateway, drops, tmp_path):
    (drops / "pesees.csv").write_bytes(NEXT)
    moved = tmp_path / "ailleurs"
    drops.rename(moved)
    drops.symlink_to(moved)
    await look_at_drops(folder(gateway, drops), {})
    assert await waiting(gateway) == ()
