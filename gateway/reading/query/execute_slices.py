"""The rows that one document asks for, gathered at the same time; each part fails alone."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping

from catalog.model.problem import Problem, SourceProblem
from catalog.model.subject import Subject
from federation.engines.result_budget import WHOLE, Whole
from federation.logical import SliceId, SliceKind
from federation.plan import Plan
from federation.problems import TooManyRows
from gateway.base.error_reporting import report_unexpected
from gateway.identity.subject import is_steward_of
from gateway.reading.query.pages import read_slice
from gateway.reading.query.plan_cache import Prepared
from gateway.reading.query.ports import Ports
from gateway.reading.query.request import GraphqlRequest
from schema.reading.read_document import SliceRows

Slice = SliceRows | Problem


async def execute_slices(
    prepared: Prepared, request: GraphqlRequest, ports: Ports
) -> Mapping[SliceId, Slice]:
    """Every slice's finished JSON or its Problem; all end before this does, also when cancelled.

    What uses an agreement that ends meanwhile is stopped, and tells nothing.
    """
    whole = Whole(ports.limits.max_document_rows, ports.limits.max_bytes)
    WHOLE.set(whole)
    with ports.running.joined(prepared) as query:

        async def gather(slice_id: SliceId, plan: Plan | Problem) -> Slice:
            if isinstance(plan, Problem):
                return plan
            try:
                # Where the others are too much already, it is not asked for.
                whole.add()
                rows = await read_slice(slice_id, plan, prepared, request, ports)
                whole.add(written_bytes=len(rows.body))
            except SourceProblem as failed:
                return told_to(prepared.subject, failed, plan)
            except Problem as problem:
                return problem
            except asyncio.CancelledError:
                if slice_id not in query.lost:
                    raise
                return query.lost[slice_id]
            except Exception as bug:  # noqa: BLE001 - one slice's bug is not the others'
                return report_unexpected(bug, request.id)
            return rows

        tasks: dict[SliceId, asyncio.Task[Slice]] = {}
        async with asyncio.TaskGroup() as group:
            for slice_id, plan in prepared.plans.slices.items():
                if slice_id not in prepared.read.slices:
                    # What measures a standard has run before.
                    continue
                tasks[slice_id] = group.create_task(gather(slice_id, plan))
                query.tasks[slice_id] = tasks[slice_id]
        return _within_agreements(
            prepared.plans.slices,
            {
                slice_id: query.lost[slice_id] if slice_id in query.lost else task.result()
                for slice_id, task in tasks.items()
            },
        )


def _within_agreements(
    plans: Mapping[SliceId, Plan | Problem], slices: Mapping[SliceId, Slice]
) -> Mapping[SliceId, Slice]:
    """A document is one query: its lists of one dataset share the rows that an agreement allows."""
    rows: Counter[str] = Counter()
    beyond: dict[str, int] = {}
    limited: dict[SliceId, Plan] = {}
    for slice_id, found in slices.items():
        plan = plans[slice_id]
        if isinstance(plan, Plan) and plan.row_limits and isinstance(found, SliceRows):
            if plan.logical.kind is not SliceKind.NODES and plan.logical.rows_shown is None:
                continue
            limited[slice_id] = plan
            for dataset_id, limit in plan.row_limits:
                # Rows of other datasets that a list reads count as its own do.
                own = dataset_id == plan.logical.datasets[0] or dataset_id not in found.linked
                rows[dataset_id] += found.linked.get(dataset_id, 0) + (found.rows if own else 0)
                if rows[dataset_id] > limit:
                    beyond[dataset_id] = limit

    def told(slice_id: SliceId, found: Slice) -> Slice:
        asked = dict(limited[slice_id].row_limits) if slice_id in limited else {}
        for dataset_id in asked.keys() & beyond.keys():
            return TooManyRows(max_rows=beyond[dataset_id])
        return found

    return {slice_id: told(slice_id, found) for slice_id, found in slices.items()}


def told_to(subject: Subject, failed: SourceProblem, plan: Plan) -> Problem:
    """Why it failed, to a steward of whoever owns all that was read; to others, that it did."""
    if failed.cause is None:
        return failed
    is_theirs = all(is_steward_of(subject, table.dataset) for table in plan.tables)
    return failed.cause if is_theirs else failed
