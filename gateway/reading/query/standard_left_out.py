"""Counts, by source, the rows that no answer has, as a word of theirs is no code of its list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Protocol

from catalog.model.problem import Problem
from catalog.standards.coverage import LeftOut
from federation.logical import LogicalQuery
from federation.plan import Plan
from federation.standards.standard_measures import left_out_of, with_arms
from gateway.reading.query.plan_cache import PreparedRead
from gateway.reading.query.standard_sources import StandardRead


class Reads(Protocol):
    """A reader of the lines of a governed statement of the same request."""

    @property
    def prepared(self) -> PreparedRead: ...

    async def lines(
        self, logical: LogicalQuery, known: Plan | Problem | None = None
    ) -> list[dict[str, Any]]: ...


async def left_out_by_dataset(
    reads: Reads, read: StandardRead, down: Collection[str]
) -> Mapping[str, tuple[LeftOut, ...]]:
    """By dataset id; a count of None where they could not be counted."""
    counts: dict[str, list[LeftOut]] = defaultdict(list)
    by_name = {each.full_name: each.dataset.id for each in read.sources.table.arms}
    for key, logical in read.left_out.items():
        field = key.rpartition(":")[2]
        answering = set(logical.datasets) - set(down)
        if not answering:
            continue
        measure, known = logical, reads.prepared.plans.slices.get(key)
        if len(answering) < len(logical.datasets):
            some = with_arms(read.sources.table, answering)
            measure, known = left_out_of(some, field, read.conditions, read.parameters), None
        try:
            lines = await reads.lines(measure, known)
        except Problem:
            for dataset in sorted(answering):
                counts[dataset].append(LeftOut(field, None))
            continue
        for line in lines:
            if line["lignes"]:
                counts[by_name[line["dataset"]]].append(LeftOut(field, line["lignes"]))
    return {dataset: tuple(some) for dataset, some in counts.items()}
