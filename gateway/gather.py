"""The rows that one document asks for, gathered at the same time; each part fails alone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pyarrow as pa

from catalog.model.problem import Problem
from catalog.reference import cog_in
from federation.engines.protocol import Writes, Written
from federation.logical import SliceId
from federation.plan import Plan
from federation.results.json_rows import write_rows
from federation.values import bind_values, cursor_tokens
from gateway.bugs import tell_bug
from gateway.cursors import cursor_binding
from gateway.labels import CogLabels
from gateway.ports import Ports
from gateway.prepared import Prepared
from gateway.request import GraphqlRequest
from schema.document import SliceRows
from schema.paging import finish_nodes

Slice = SliceRows | Problem

_MANY_ROWS = 500
"""Above it, JSON is written in a thread: the loop serves others meanwhile."""


async def gather_slices(
    prepared: Prepared, request: GraphqlRequest, ports: Ports
) -> Mapping[SliceId, Slice]:
    """Every slice's finished JSON or its Problem; all end before this does, also when cancelled.

    What uses an agreement that ends meanwhile is stopped, and tells nothing.
    """
    with ports.running.joined(prepared) as query:

        async def gather(slice_id: SliceId, plan: Plan | Problem) -> Slice:
            if isinstance(plan, Problem):
                return plan
            try:
                return await _run(slice_id, plan, prepared, request, ports)
            except Problem as problem:
                return problem
            except asyncio.CancelledError:
                if slice_id not in query.lost:
                    raise
                return query.lost[slice_id]
            except Exception as bug:  # noqa: BLE001 - one slice's bug is not the others'
                return tell_bug(bug, request.id)

        tasks: dict[SliceId, asyncio.Task[Slice]] = {}
        async with asyncio.TaskGroup() as group:
            for slice_id, plan in prepared.plans.slices.items():
                tasks[slice_id] = group.create_task(gather(slice_id, plan))
                query.tasks[slice_id] = tasks[slice_id]
        return {
            slice_id: query.lost[slice_id] if slice_id in query.lost else task.result()
            for slice_id, task in tasks.items()
        }


async def _run(
    slice_id: SliceId, plan: Plan, prepared: Prepared, request: GraphqlRequest, ports: Ports
) -> SliceRows:
    bound_to = _cursor_binding(slice_id, prepared)
    cursors = {
        token: ports.cursors.open(token, bound_to)
        for token in cursor_tokens(plan, request.variables)
    }
    values = bind_values(plan, request.variables, cursors, ports.keyring)
    engine = ports.engines[plan.engine]
    if plan.json_text is not None and isinstance(engine, Writes):
        written = await engine.write(plan, values)
    else:
        table = await engine.execute(plan, values)
        written = await _write(table, plan, CogLabels(cog_in(prepared.snapshot)))
    return SliceRows(
        body=written.body,
        rows=written.rows,
        has_next=written.has_next,
        end_cursor=None if written.last is None else ports.cursors.seal(written.last, bound_to),
    )


async def _write(table: pa.Table, plan: Plan, labels: CogLabels) -> Written:
    page = finish_nodes(plan.logical, table)
    if page.table.num_rows > _MANY_ROWS:
        body = await asyncio.to_thread(write_rows, page.table, plan.logical.shape, labels)
    else:
        body = write_rows(page.table, plan.logical.shape, labels)
    return Written(body, page.table.num_rows, page.has_next, page.last)


def _cursor_binding(slice_id: SliceId, prepared: Prepared) -> bytes:
    datasets = tuple(
        f"{dataset_id}@{prepared.snapshot.datasets[dataset_id].version}"
        for dataset_id in prepared.read.slices[slice_id].datasets
    )
    order = prepared.read.cursor_orders.get(slice_id, b"")
    return cursor_binding(order, datasets, prepared.subject, prepared.decision.fingerprint)
