"""The state of the process at the moment of a look, as families of figures for Prometheus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override

from catalog.caches import cache_figures
from catalog.model.problem import Problem
from catalog.model.store_figures import StoreFigures
from catalog.problems import UnreadableEntry
from catalog.snapshot import Snapshot
from federation.engine import TellsState
from federation.plan import Plan
from gateway.services import Services

NAMED_STORAGES = 50
"""So many that are down are named; the others are counted."""


class Standing(Collector):
    """Families that were made beforehand: a registry asks for them without waiting."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = tuple(families)

    @override
    def collect(self) -> Iterable[Metric]:
        return self._families


async def standing_of(services: Services) -> Standing:
    """The figures of this moment. A figure that cannot be read now (the store does not answer) is
    left out, and `interco_store_up` says so: a figure that is missing is better than an old one.
    """
    families = [*_caches(), *_engines(services), *_queue(services)]
    families.append(
        _gauge("interco_files_being_read", "Deposited files.", len(services.deposits.readings))
    )
    is_up = is_readable = True
    try:
        snapshot = await services.query.catalog.current()
        families += _catalog(snapshot)
        families += _storages(services, snapshot)
        if services.store_figures is not None:
            families += _store(await services.store_figures(services.query.clock()))
    except UnreadableEntry:
        is_readable = False
    except Problem:
        is_up = False
    families.append(_gauge("interco_store_up", "Whether the store answers.", int(is_up)))
    if is_up:
        families.append(
            _gauge("interco_catalog_readable", "0: a newer version is needed.", int(is_readable))
        )
    return Standing(families)


def _caches() -> Iterator[Metric]:
    size = GaugeMetricFamily("interco_cache_entries", "Entries of a cache.", labels=["cache"])
    capacity = GaugeMetricFamily("interco_cache_capacity", "Most entries.", labels=["cache"])
    hits = CounterMetricFamily("interco_cache_hits", "Since it was emptied.", labels=["cache"])
    misses = CounterMetricFamily("interco_cache_misses", "Since then.", labels=["cache"])
    for figures in cache_figures():
        size.add_metric([figures.name], figures.size)
        capacity.add_metric([figures.name], figures.capacity)
        hits.add_metric([figures.name], figures.hits)
        misses.add_metric([figures.name], figures.misses)
    yield from (size, capacity, hits, misses)


def _engines(services: Services) -> Iterator[Metric]:
    running = Counter(
        plan.engine
        for query in services.query.running.queries
        for slice_id, plan in query.prepared.plans.slices.items()
        if isinstance(plan, Plan) and slice_id in query.tasks and not query.tasks[slice_id].done()
    )
    busy = GaugeMetricFamily("interco_engine_running", "Statements that run.", labels=["engine"])
    given_up = GaugeMetricFamily(
        "interco_engine_given_up", "Threads that nobody waits for.", labels=["engine"]
    )
    replaced = CounterMetricFamily(
        "interco_engine_replaced", "Instances that were given up.", labels=["engine"]
    )
    full = GaugeMetricFamily(
        "interco_engine_full", "1 where it begins no query.", labels=["engine"]
    )
    for name, engine in services.query.engines.items():
        busy.add_metric([name], running[name])
        if isinstance(engine, TellsState):
            given_up.add_metric([name], engine.state.given_up)
            replaced.add_metric([name], engine.state.replaced)
            full.add_metric([name], int(engine.state.is_full))
    yield from (busy, given_up, replaced, full)


def _queue(services: Services) -> Iterator[Metric]:
    running, waiting = services.query.turns.length
    yield _gauge("interco_queries_running", "Queries that have their turn.", running)
    yield _gauge("interco_queries_waiting", "Queries that wait for theirs.", waiting)
    stopping = int(services.query.stopping.is_set())
    yield _gauge("interco_stopping", "1 while the gateway stops.", stopping)


def _catalog(snapshot: Snapshot) -> Iterator[Metric]:
    things: Mapping[str, int] = {
        "organisations": len(snapshot.organisations),
        "datasets": len(snapshot.datasets),
        "storages": len(snapshot.storages),
        "agreements": len(snapshot.agreements),
    }
    size = GaugeMetricFamily("interco_catalog_entries", "What it knows.", labels=["kind"])
    for kind, number in things.items():
        size.add_metric([kind], number)
    yield size
    yield _gauge("interco_catalog_version", "Its number.", snapshot.version.number)


def _storages(services: Services, snapshot: Snapshot) -> Iterator[Metric]:
    down = [each for each in sorted(snapshot.storages) if services.sources.breakers.down(each)]
    counted = GaugeMetricFamily("interco_storages", "Of the catalog.", labels=["state"])
    counted.add_metric(["down"], len(down))
    counted.add_metric(["up"], len(snapshot.storages) - len(down))
    named = GaugeMetricFamily(
        "interco_storage_down",
        f"1 for each storage that does not answer, the first {NAMED_STORAGES}.",
        labels=["storage"],
    )
    for storage in down[:NAMED_STORAGES]:
        named.add_metric([storage], 1)
    yield from (counted, named)


def _store(figures: StoreFigures) -> Iterator[Metric]:
    yield _gauge("interco_outbox_waiting", "Messages nobody was told yet.", figures.outbox)
    queued = GaugeMetricFamily(
        "interco_deliveries", "To be sent, or given up.", labels=["channel", "state"]
    )
    for (channel, state), number in sorted(figures.deliveries.items()):
        queued.add_metric([channel, state], number)
    yield queued
    late = 0.0 if figures.oldest_due is None else (figures.at - figures.oldest_due).total_seconds()
    yield _gauge("interco_delivery_late_seconds", "The delivery that waits longest.", max(late, 0))
    yield _gauge("interco_audit_intents", "Requests recorded in an hour.", figures.intents)
    yield _gauge("interco_audit_unfinished", "Those without an outcome.", figures.unfinished)
    yield _gauge("interco_audit_unchained", "Requests not in the chain yet.", figures.unchained)
    yield _gauge("interco_sessions", "Browsers that are signed in.", figures.sessions)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)
