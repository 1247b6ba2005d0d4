"""One statement, from what was sent to the last byte that answers it; recorded either way."""

from __future__ import annotations

import time

import pyarrow as pa

from federation.engines.query_tag import REQUEST
from federation.logical import Cell, Shape
from federation.sql_reader import CatalogStatement
from gateway.base.problems import ShuttingDown
from gateway.reading.query.audited import recorded
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_prepare import PreparedSql, RefusedSql, plan_sent
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing, send_table, stream_answer


async def answer_sql(request: SqlRequest, ports: Ports, out: Outgoing) -> None:
    """Raises the Problem that stopped it, before the first byte or after (`stream_answer`)."""
    started = time.perf_counter()
    REQUEST.set(request.id)
    if ports.stopping.is_set():
        raise ShuttingDown
    request, prepared = await plan_sent(request, ports)
    match prepared:
        case CatalogStatement():
            await send_table(_table(prepared), _shape(prepared), out)
        case RefusedSql():
            async with recorded(prepared, request, ports, started):
                raise prepared.problem
        case PreparedSql():
            await stream_answer(prepared, request, ports, out, started)


def _table(statement: CatalogStatement) -> pa.Table:
    names = [name for name, _ in statement.columns]
    columns = list(zip(*statement.rows, strict=True)) or [()] * len(names)
    arrays = [pa.array(each, pa.string()) for each in columns]
    return pa.Table.from_arrays(arrays, names=names)


def _shape(statement: CatalogStatement) -> Shape:
    return Shape(tuple(Cell(name, name, wire) for name, wire in statement.columns))
