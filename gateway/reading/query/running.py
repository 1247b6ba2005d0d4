"""The queries that run in this process: decided again when the catalog moves, stopped if they lose.

A revocation by another process is seen the same way: the catalog's version is read every two
seconds while something runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from catalog.model.problem import Problem
from catalog.model.version import CatalogVersion
from federation.logical import SliceId
from federation.plan import Plan
from gateway.reading.query.plan_cache import PreparedRead
from policies.decision import Decision


@dataclass(slots=True, eq=False)
class RunningQuery:
    """`judged` is the catalog version under which its decision last held, `undecided_since` when
    (on the loop's clock) it first could not be decided again.
    """

    prepared: PreparedRead
    judged: CatalogVersion
    undecided_since: float | None = None
    lost: dict[SliceId, Problem] = field(default_factory=dict)
    """The problem that is told instead of the rows of each lost slice."""
    tasks: dict[SliceId, asyncio.Task[object]] = field(default_factory=dict)

    def lose(self, slices: frozenset[SliceId], why: Problem) -> None:
        """Stops them; those that are done already will not be told either."""
        for each in slices - self.lost.keys():
            self.lost[each] = why
            if each in self.tasks:
                self.tasks[each].cancel()


@dataclass(slots=True)
class RunningQueries:
    queries: set[RunningQuery] = field(default_factory=set)

    @contextmanager
    def joined(self, prepared: PreparedRead) -> Iterator[RunningQuery]:
        query = RunningQuery(prepared, prepared.snapshot.version)
        self.queries.add(query)
        try:
            yield query
        finally:
            self.queries.discard(query)


def lost_slices(prepared: PreparedRead, now: Decision | None) -> frozenset[SliceId]:
    """The slices that use a branch that `now` no longer gives; None gives nothing at all."""
    return frozenset(
        slice_id
        for slice_id, plan in prepared.plans.slices.items()
        if isinstance(plan, Plan) and _has_lost(plan, prepared, now)
    )


def _has_lost(plan: Plan, prepared: PreparedRead, now: Decision | None) -> bool:
    for dataset in plan.logical.datasets:
        before = prepared.decision.datasets[dataset].branches
        found = None if now is None else now.datasets.get(dataset)
        kept = () if found is None else found.branches
        if any(each.agreement in plan.citations and each not in kept for each in before):
            return True
    return False
