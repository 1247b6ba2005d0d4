"""Bugs by which one caller stops the others are each found.

Covers gateway.reading.query.spool, gateway.reading.query.admission,
gateway.base.child_process.host.
"""

import pytest

from tests.integration.sql.conftest import door as opened_door
from tests.mutants import in_the_loads

door = opened_door


async def test_slow_readers_stop_nobody_without_a_bug(door, tmp_path):
    assert await in_the_loads.stopped_by_slow_readers(door, tmp_path) is None


@pytest.mark.parametrize("name", in_the_loads.SLOW_READERS)
async def test_slow_readers_stop_others_because(name, monkeypatch, door, tmp_path):
    in_the_loads.SLOW_READERS[name].plant(monkeypatch)
    assert await in_the_loads.stopped_by_slow_readers(door, tmp_path)


async def test_an_endless_service_ends_without_a_bug():
    assert await in_the_loads.left_by_an_endless_service() is None


@pytest.mark.parametrize("name", in_the_loads.ENDLESS_SERVICES)
async def test_an_endless_service_goes_on_because(name, monkeypatch):
    in_the_loads.ENDLESS_SERVICES[name].plant(monkeypatch)
    assert await in_the_loads.left_by_an_endless_service()
