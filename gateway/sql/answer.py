"""One statement, from what was sent to the rows that answer it; recorded either way."""

from __future__ import annotations

import asyncio
import time

import pyarrow as pa

from federation.logical import Cell, Shape
from federation.sql_reader import CatalogStatement
from federation.values import bind_values
from gateway.ports import Ports
from gateway.problems import ShuttingDown
from gateway.recorded_answer import recorded
from gateway.sql.prepare import STATEMENT, PreparedSql, prepare_sql
from gateway.sql.request import SqlRequest
from gateway.sql.rows import SqlRows


async def answer_sql(request: SqlRequest, ports: Ports) -> SqlRows:
    """Raises the Problem that stopped it."""
    started = time.perf_counter()
    if ports.stopping.is_set():
        raise ShuttingDown
    prepared = await prepare_sql(request, ports)
    if isinstance(prepared, CatalogStatement):
        return _shown(prepared)
    async with recorded(prepared, request, ports, started) as recording:
        table = await _execute(prepared, ports)
        recording.parts.append(table.num_rows)
    return SqlRows(table, prepared.plan.logical.shape)


async def _execute(prepared: PreparedSql, ports: Ports) -> pa.Table:
    """Its rows, or the Problem of an agreement that ended meanwhile."""
    plan = prepared.plan
    values = bind_values(plan, prepared.variables, {}, ports.keyring)
    with ports.running.joined(prepared) as query:
        task = asyncio.create_task(ports.engines[plan.engine].execute(plan, values))
        query.tasks[STATEMENT] = task
        try:
            table = await task
        except asyncio.CancelledError:
            if STATEMENT in query.lost:
                raise query.lost[STATEMENT] from None
            raise
        if STATEMENT in query.lost:
            raise query.lost[STATEMENT]
        return table


def _shown(statement: CatalogStatement) -> SqlRows:
    names = [name for name, _ in statement.columns]
    columns = list(zip(*statement.rows, strict=True)) or [()] * len(names)
    arrays = [pa.array(each, pa.string()) for each in columns]
    cells = tuple(Cell(name, name, wire) for name, wire in statement.columns)
    return SqlRows(pa.Table.from_arrays(arrays, names=names), Shape(cells))
