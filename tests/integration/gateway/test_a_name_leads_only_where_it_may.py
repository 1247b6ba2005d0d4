"""A storage whose name leads to this machine is not connected to, unless the operator says so.

Covers federation.storages.address_guard, gateway.wiring.engines.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.changes import ActRecord, Changes
from catalog.model.dataset import ObjectKind, PhysicalObject
from catalog.model.storage import PostgresqlOptions, SecretReference, StorageKind
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway

DATASET = "val_d_ille_aubigne__collectes"
COUNT = "{ valDIlleAubigne { collectes { aggregate { count } } } }"
OWNER = "agent@val-d-ille-aubigne"
SECRET = "INTERCO_SECRET_243500667_BASE"


async def write(gateway, *put):
    snapshot = await gateway.ports.catalog.current()
    record = ActRecord(datetime.now(UTC), None, "test", None, "test")
    await gateway.ports.catalog.write(snapshot.version, Changes(put), record)


async def elsewhere(gateway, host):
    """The dataset is a table of a server that is called so, on a port where nothing answers."""
    snapshot = await gateway.ports.catalog.current()
    dataset = snapshot.datasets[DATASET]
    await write(
        gateway,
        replace(dataset, physical=PhysicalObject(ObjectKind.TABLE, "collectes", "public")),
        replace(
            snapshot.storages[dataset.storage_id],
            kind=StorageKind.POSTGRESQL,
            options=PostgresqlOptions(host, 1, "d", "u", "disable"),
            secret=SecretReference("env", SECRET),
        ),
    )


async def approve(gateway, *hosts):
    snapshot = await gateway.ports.catalog.current()
    owner = snapshot.organisations[snapshot.datasets[DATASET].owner]
    await write(gateway, replace(owner, approved_hosts=hosts))


def codes(answer):
    return [each["extensions"]["code"] for each in json.loads(answer.body)["errors"]]


@pytest.mark.parametrize(
    ("host", "approved", "networks", "expected"),
    [
        ("localhost", ("base.fr",), (), "source_address_refused"),
        ("127.0.0.1", (), (), "source_address_refused"),
        ("localhost", ("localhost",), (), "source_unreachable"),
        ("127.0.0.1", ("127.0.0.1:1",), (), "source_unreachable"),
        ("127.0.0.1", (), ("127.0.0.0/8",), "source_unreachable"),
    ],
)
async def test_a_private_address_is_spoken_to_where_it_was_approved(
    host, approved, networks, expected, tmp_path, monkeypatch
):
    monkeypatch.setenv(SECRET, "x")
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    settings = state.settings(private_networks=networks)
    async with open_services(settings, demo=True) as services:
        gateway = Gateway(state, services)
        await elsewhere(gateway, host)
        await approve(gateway, *approved)
        assert codes(await gateway.ask(COUNT, OWNER)) == [expected]
