"""The columns that a statement would answer, told before it runs."""

from __future__ import annotations

from federation.results.formats.protocol import Columns, ShownColumn
from federation.sql_reader import CatalogStatement
from gateway.base.problems import ShuttingDown
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_answer import answer_sql
from gateway.reading.query.sql_prepare import RefusedSql, plan_sent
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing, shown_columns


async def describe_sql(request: SqlRequest, ports: Ports, out: Outgoing) -> Columns:
    """Nothing runs, and nothing is recorded of one that may run: its running will be.

    What a right refuses is refused here, and recorded as the attempt that it is; `out` is that of
    the statement, and nothing is sent to it. Raises Problems.
    """
    if ports.stopping.is_set():
        raise ShuttingDown
    _, prepared = await plan_sent(request, ports)
    match prepared:
        case RefusedSql():
            await answer_sql(request, ports, out)
            raise prepared.problem
        case CatalogStatement():
            return tuple(ShownColumn(name, wire) for name, wire in prepared.columns)
    return shown_columns(prepared.plan.logical.shape)
