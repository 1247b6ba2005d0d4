"""The demo's agreements verified night after night: real files, a real store, a clock of ours."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from catalog.model.paris import PARIS
from gateway.demo_mode.state import DemoState
from gateway.upkeep.verification.rounds import verify_due
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway

COLLECTES = "val_d_ille_aubigne__collectes"
CITATION = "conv-2025-0001@1"
EVENING = datetime(2026, 12, 2, 18, 0, tzinfo=PARIS)
HOUR = timedelta(hours=1)


class ChangedCatalog:
    """The store's picture, with what a test planted in it."""

    def __init__(self, store):
        self.store = store
        self.planted = []

    async def current(self):
        snapshot = await self.store.current()
        for change in self.planted:
            snapshot = change(snapshot)
        return snapshot


@dataclass
class Nights:
    gateway: Gateway
    ports: object
    catalog: ChangedCatalog
    now: datetime

    async def tick(self):
        """What the worker does each minute. A night here is shorter than the second for which
        callers share one answer of a storage.
        """
        self.ports.sources.prober._probes.clear()
        return await verify_due(self.ports)

    async def passes(self, time):
        """As time goes: the worker looks every quarter of an hour."""
        until = self.now + time
        while self.now < until:
            self.now = min(until, self.now + timedelta(minutes=15))
            await self.tick()

    async def until_morning(self):
        """Until the next seven o'clock."""
        morning = self.now.replace(hour=7, minute=0)
        await self.passes((morning if morning > self.now else morning + 24 * HOUR) - self.now)

    async def health(self, citation=CITATION):
        return (await self.ports.records.healths()).get(citation)

    async def told(self):
        """(kind, the body told, the citation) of each message about health, in their order."""
        entries = await self.gateway.services.notifications.deliveries.unspread(500)
        return [
            (each.message.kind, each.message.to[0], each.message.about)
            for each in entries
            if each.message.kind in {"agreement.broken", "agreement.mended"}
        ]

    async def messages(self):
        entries = await self.gateway.services.notifications.deliveries.unspread(500)
        return [each.message for each in entries if each.message.kind.startswith("agreement.")]

    @property
    def folder(self):
        return Path(self.gateway.state.data, "val-d-ille-aubigne", "collectes")

    def plant(self, change):
        self.catalog.planted.append(change)

    def mend(self):
        self.catalog.planted.clear()


@pytest.fixture
async def nights(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(worker=False), demo=True) as services:
        catalog = ChangedCatalog(services.sources.catalog)
        here = Nights(Gateway(state, services), None, catalog, EVENING)
        sources = replace(services.sources, catalog=catalog, clock=lambda: here.now)
        here.ports = replace(
            services.verification, sources=sources, clock=lambda: here.now, shared_s=0.0
        )
        yield here
