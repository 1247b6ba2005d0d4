"""Bugs by which one caller stops the others are each found.

Covers gateway.query.spool, gateway.query.admission.
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
