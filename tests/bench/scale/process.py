"""One process over a country: what it costs to start, to hold, to ask, and to see a change.

Processor time of this process, in milliseconds, unless a name says otherwise: what else the machine
does meanwhile is not in it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

# As `./interco` begins.
from gateway.wiring.gc_tuning import look_rarely

look_rarely()

# ruff: noqa: E402
from catalog.changes import ActRecord, Changes
from catalog.model.identifiers import graphql_name
from catalog.model.organisation import Organisation
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from catalog.store import open_store
from gateway.app import build_app
from gateway.base.demo_issuer import DEMO_ISSUER
from gateway.base.logging import configure_logging
from gateway.control.execute import answer_document
from gateway.demo_mode.state import DemoState
from gateway.reading.query.callers import identify
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import discover, prepare_for
from gateway.reading.query.request import Answer, GraphqlRequest
from gateway.services import Services
from policies.embedded import EmbeddedPolicy
from policies.question import Action
from policies.questions import question_of
from tests.bench.scale.country import PURPOSE, Country

_DOCUMENTS = 30
_PAIRS = 100
_FIELDS = "codeCommune jour flux tonnageKg volume commune { nom population }"


class Spent:
    """Milliseconds of this process, from the moment it was made."""

    def __init__(self) -> None:
        gc.collect()
        self._started = time.process_time()

    @property
    def ms(self) -> float:
        return (time.process_time() - self._started) * 1000


async def spent(work: Callable[[], Awaitable[object]]) -> float:
    watch = Spent()
    await work()
    return watch.ms


@dataclass
class Process:
    """The services of a gateway over `country`, and what was measured of it by name."""

    services: Services
    country: Country
    state: DemoState
    measured: dict[str, float]

    @property
    def ports(self) -> Ports:
        return self.services.query

    def request(self, document: str, sub: str, scope: str | None = None) -> GraphqlRequest:
        body = self.services.query.catalog.held.agents[DEMO_ISSUER, sub]  # type: ignore[attr-defined]
        return GraphqlRequest(
            id=uuid.uuid4().hex,
            document=document,
            authorization=f"Bearer {self.state.token(body)}",
            purpose=PURPOSE,
            scope=scope,
        )

    async def standpoint(self, sub: str) -> Standpoint:
        return await identify(self.request("{ me { agent } }", sub), self.ports)

    async def ask(self, document: str, sub: str, scope: str | None = None) -> Answer:
        answer = await answer_document(self.request(document, sub, scope), self.services)
        assert b'"errors"' not in answer.body, answer.body[:600]
        return answer

    async def measure(self) -> None:
        pairs = self.country.pairs()
        grantor, grantee = pairs[0]
        reader = f"agent@{grantee.slug}"
        await self._discoveries(reader, f"steward@{grantee.slug}")
        await self._documents(reader, grantor)
        await self._decisions(pairs[:_PAIRS])
        await self._schemas(reader, grantor)
        await self._searches(reader)
        await self._changes(reader, grantor)
        self.measured["rss_busy_mb"] = rss_mb()

    async def _discoveries(self, reader: str, other: str) -> None:
        one, two = await self.standpoint(reader), await self.standpoint(other)
        # The law's machine code is made by its first question, whatever it is about.
        await self.ports.probe_policy()
        self.measured["discovery_first"] = await spent(lambda: discover(one, self.ports))
        self.measured["discovery_another"] = await spent(lambda: discover(two, self.ports))
        again = [await spent(lambda: discover(one, self.ports)) for _ in range(5)]
        self.measured["discovery_cached"] = min(again)

    async def _documents(self, reader: str, grantor: Organisation) -> None:
        """Planned anew each time: the decisions alone are kept."""
        standpoint = await self.standpoint(reader)
        names = [each.name for each in standpoint.snapshot.datasets_of(grantor.siren)]
        cold = []
        for number in range(_DOCUMENTS):
            name = names[number % len(names)]
            document = _document(grantor, name, number)
            ask = self.request(document, reader)
            watch = Spent()
            await prepare_for(standpoint, ask, self.ports)
            if number >= len(names):
                cold.append(watch.ms)
        self.measured["document_cold"] = median(cold)

    async def _decisions(self, pairs: list[tuple[Organisation, Organisation]]) -> None:
        """Of all datasets of a pair, with its fifty agreements; making the question is in it."""
        law, took = EmbeddedPolicy(), []
        try:
            for turn in range(2):
                for grantor, grantee in pairs:
                    standpoint = await self.standpoint(f"agent@{grantee.slug}")
                    datasets = standpoint.snapshot.datasets_of(grantor.siren)

                    watch = Spent()
                    await law.decide(
                        question_of(standpoint, datasets, self.ports.installation, Action.READ)
                    )
                    if turn:
                        took.append(watch.ms)
        finally:
            await law.aclose()
        self.measured["decision_cold_median"] = median(took)
        self.measured["decision_cold_p95"] = quantiles(took, n=20)[-1] if len(took) > 1 else took[0]

    async def _schemas(self, reader: str, grantor: Organisation) -> None:
        async def schema(body: Organisation) -> float:
            document = "{ __schema { types { name fields { name } } } }"
            return await spent(lambda: self.ask(document, reader, body.slug))

        bodies = self.country.organisations()
        place = bodies.index(grantor)
        view = await discover(await self.standpoint(reader), self.ports)
        others = [each for each in (*bodies[place:], *bodies) if view.datasets_of(each.siren)][:5]
        first = [await schema(each) for each in others]
        self.measured["schema_first"] = median(first)
        self.measured["schema_cached"] = min([await schema(others[0]) for _ in range(3)])

    async def _searches(self, reader: str) -> None:
        async def search() -> None:
            await self.ask('{ datasets(search: "compteurs") { id titleFr } }', reader)

        self.measured["search_first"] = await spent(search)
        self.measured["search_cached"] = min([await spent(search) for _ in range(3)])

    async def _changes(self, reader: str, grantor: Organisation) -> None:
        """A title is corrected elsewhere: what it costs to see it, and to answer the next."""
        other = await open_store(self.state.settings().database_url)
        seen, answered = [], []
        try:
            for number in range(4):
                catalog = await other.current()
                await other.write(catalog.version, _retitled(catalog, grantor, number), _act())
                seen.append(await spent(self.ports.catalog.current))
                standpoint = await self.standpoint(reader)
                name = standpoint.snapshot.datasets_of(grantor.siren)[0].name
                ask = self.request(_document(grantor, name, 1000 + number), reader)
                watch = Spent()
                await prepare_for(standpoint, ask, self.ports)
                answered.append(watch.ms)
        finally:
            await other.aclose()
        self.measured["change_seen"] = min(seen)
        self.measured["document_after_change"] = min(answered)


def _retitled(catalog: Snapshot, grantor: Organisation, number: int) -> Changes:
    dataset = catalog.datasets_of(grantor.siren)[1]
    titled = replace(dataset, title_fr=f"Corrigé {number}", version=dataset.version + 1)
    return Changes(put=(titled,))


def _act() -> ActRecord:
    return ActRecord(datetime.now(UTC), None, "system:bench", None, "retitle")


def _document(body: Organisation, name: str, number: int) -> str:
    """None like another."""
    dataset = f"d{number}: {graphql_name(name)}(first: {100 + number})"
    return f"{{ {graphql_name(body.slug)} {{ {dataset} {{ nodes {{ {_FIELDS} }} }} }} }}"


def rss_mb() -> float:
    status = Path("/proc/self/status").read_text()
    line = next(each for each in status.splitlines() if each.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


async def measure(folder: Path, bodies: int, began: float) -> dict[str, float]:
    state = DemoState(folder)
    app = build_app(state.settings(worker=False), demo=True)
    async with app.router.lifespan_context(app):
        measured = {
            "start_wall_s": time.monotonic() - began,
            "start_s": time.process_time(),
            "rss_mb": rss_mb(),
        }
        process = Process(app.state.services, Country(bodies), state, measured)
        await process.measure()
    return measured


def main() -> None:
    configure_logging("error")
    folder, bodies, began = sys.argv[1:4]
    measured = asyncio.run(measure(Path(folder), int(bodies), float(began)))
    sys.stdout.write(json.dumps(measured) + "\n")


if __name__ == "__main__":
    main()
