"""Counters of this process for Prometheus, by labels whose values are few.

A label is never a person, a body, a dataset, a statement or a value: it is a door, a status, the
code of a problem, a stage, or a name that this code gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram, PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from catalog.stages import Fact, Stage

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

_REQUEST_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_STAGE_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 30.0)

REQUESTS = Counter(
    "interco_requests", "Requests that were answered.", ("door", "status"), registry=REGISTRY
)
REQUEST_SECONDS = Histogram(
    "interco_request_duration_seconds",
    "From the head of a request to the last byte of its answer.",
    ("door",),
    buckets=_REQUEST_S,
    registry=REGISTRY,
)
STAGE_SECONDS = Histogram(
    "interco_stage_duration_seconds",
    "What each stage of a query took.",
    ("stage",),
    buckets=_STAGE_S,
    registry=REGISTRY,
)
PROBLEMS = Counter(
    "interco_problems", "Problems that were told to callers, by code.", ("code",), registry=REGISTRY
)
DECISIONS = Counter(
    "interco_decisions",
    "Decisions of the law: `allowed` where at least one row may be read, or the act done.",
    ("action", "outcome"),
    registry=REGISTRY,
)


class CountedStages:
    """An observer that measures stages and keeps nothing else."""

    def __init__(self) -> None:
        self._of = {each: STAGE_SECONDS.labels(each.value) for each in Stage}

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[None]:
        started = perf_counter()
        try:
            yield
        finally:
            self._of[stage].observe(perf_counter() - started)

    def note(self, fact: Fact, value: str) -> None:
        """A query's name would be a label with as many values as queries."""
