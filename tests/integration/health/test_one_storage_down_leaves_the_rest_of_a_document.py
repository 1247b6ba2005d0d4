"""A folder of the demo goes away and comes back, under the gateway and its worker.

Covers gateway.reading.query.execute_slices, federation.caller_failures, schema.types.extensions,
gateway.diagnostics.findings, gateway.diagnostics.runtime_checks,
gateway.upkeep.source_monitoring.loops.
"""

import asyncio
import time

import orjson
import pytest

from gateway.demo_mode.state import DemoState
from gateway.diagnostics.findings import State
from gateway.diagnostics.runtime_checks import check_storages
from gateway.upkeep.source_monitoring.loops import monitored_sources
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway

STEWARD = "steward@val-d-ille-aubigne"
STORAGE = "val_d_ille_aubigne__fichiers"
BOTH = """query { valDIlleAubigne { collectes(first: 1) { nodes { flux } } }
  sde35 { bornesRecharge(first: 1) { totalCount { value } } } }"""
STORAGES = "query { storages { id health { isUp since cause causeFr causeEn } } }"


@pytest.fixture
async def gateway(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    settings = state.settings(worker=False, probe_interval_s=1)
    async with open_services(settings, demo=True) as services:
        yield Gateway(state, services)


async def told(gateway, document):
    return orjson.loads((await gateway.ask(document, STEWARD)).body)


async def shown(gateway, *, is_up):
    """The storage, once the worker has seen it so."""
    async with asyncio.timeout(30):
        while True:
            (found,) = (await told(gateway, STORAGES))["data"]["storages"]
            health = found["health"]
            if health is not None and health["isUp"] is is_up:
                return health


async def test_its_own_fields_fail_at_once_and_it_comes_back(gateway):
    whole = await told(gateway, BOTH)
    assert "errors" not in whole
    folder = gateway.state.data / "val-d-ille-aubigne"
    async with monitored_sources(gateway.services.sources):
        up = await shown(gateway, is_up=True)
        aside = folder.rename(folder.with_name("ailleurs"))
        down = await shown(gateway, is_up=False)
        assert (down["cause"], down["causeEn"]) == ("storage_directory_missing", "folder missing")
        assert down["since"] > up["since"]

        began = time.perf_counter()
        partly = await told(gateway, BOTH)
        took_s = time.perf_counter() - began
        (error,) = partly["errors"]
        assert error["extensions"]["code"] in {"source_down", "source_unreachable"}
        assert error["path"][0] == "valDIlleAubigne"
        assert partly["data"]["sde35"] == whole["data"]["sde35"]
        assert took_s < 1

        aside.rename(folder)
        again = await shown(gateway, is_up=True)
        assert again["since"] > down["since"]
        assert "errors" not in await told(gateway, BOTH)


async def test_the_doctor_and_the_catalog_say_the_same_at_the_same_moment(gateway, monkeypatch):
    monkeypatch.setattr("federation.health.probing._FRESH_S", -1.0)

    async def both():
        snapshot = await gateway.ports.catalog.current()
        (shown,) = (await told(gateway, STORAGES))["data"]["storages"]
        findings = await check_storages(gateway.services.sources, snapshot)
        (finding,) = (each for each in findings if each.about == shown["id"])
        return shown["health"]["isUp"], finding.state is State.OK

    # Nobody's background work runs: whoever asks is told what is so now.
    folder = gateway.state.data / "val-d-ille-aubigne"
    assert await both() == (True, True)
    aside = folder.rename(folder.with_name("ailleurs"))
    assert await both() == (False, False)
    aside.rename(folder)
    assert await both() == (True, True)
