"""By day, with nothing that waits, the verification leaves the store and the law alone.

Covers gateway.upkeep.verification.rounds, gateway.upkeep.verification.loop, catalog.health.due.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from catalog.model.hours import Hours
from gateway.upkeep.verification.rounds import Rounds, verify_all
from tests.integration.verification.conftest import CITATION, COLLECTES, HOUR

BOTH = [("agreement.broken", side, CITATION) for side in ("243500667", "200090884")]
MINUTE = timedelta(minutes=1)


@dataclass
class Counted:
    """Another's methods, each call noted by its name."""

    of: object
    calls: list = field(default_factory=list)

    def __getattr__(self, name):
        self.calls.append(name)
        return getattr(self.of, name)


@dataclass
class Worker:
    nights: object
    records: Counted
    law: Counted
    rounds: Rounds

    async def minutes(self, count):
        """What was read of the store and asked of the law in so many rounds, one a minute."""
        self.records.calls.clear()
        self.law.calls.clear()
        for _ in range(count):
            self.nights.now += MINUTE
            self.nights.ports.sources.prober._probes.clear()
            await self.rounds.next()
        return [*self.records.calls, *self.law.calls]


@pytest.fixture
def worker(nights):
    records, law = Counted(nights.ports.records), Counted(nights.ports.law)
    ports = replace(nights.ports, records=records, law=law)
    return Worker(nights, records, law, Rounds(ports))


async def test_by_day_one_look_an_hour_is_enough(nights, worker):
    await nights.until_morning()
    nights.now += 3 * HOUR
    assert await worker.minutes(1)
    assert await worker.minutes(59) == []
    assert "decide_act" in await worker.minutes(1)


async def test_at_night_each_round_looks(nights, worker):
    await nights.until_morning()
    nights.now = nights.now.replace(hour=2) + 24 * HOUR
    await worker.minutes(5)
    assert (await worker.minutes(2)).count("probes") == 2


async def test_hours_that_an_owner_set_by_day_are_hours_too(nights, worker):
    def by_day(snapshot):
        storage = snapshot.datasets[COLLECTES].storage_id
        own = replace(snapshot.storages[storage], verified_between=Hours(12, 13))
        return replace(snapshot, storages={**snapshot.storages, storage: own})

    await nights.until_morning()
    nights.plant(by_day)
    nights.now = nights.now.replace(hour=11, minute=50)
    await worker.minutes(9)
    before = (await nights.health()).tried_at
    await worker.minutes(2)
    assert (await nights.health()).tried_at > before


async def test_a_break_that_waits_for_its_second_try_is_looked_at_by_day(nights, worker):
    await nights.until_morning()
    nights.now += 3 * HOUR
    nights.folder.rename(nights.folder.with_name("moved"))
    await verify_all(nights.ports)
    assert await worker.minutes(1)
    assert (await worker.minutes(3)).count("probes") == 3
    await worker.minutes(57)
    assert await nights.told() == BOTH
