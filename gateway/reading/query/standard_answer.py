"""A statement over standards, once it is known which sources answer: the plan, and its scope."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from catalog.standards.coverage import Coverage
from federation.plan import Plan
from gateway.reading.query.ports import Ports
from gateway.reading.query.request import DataRequest
from gateway.reading.query.sql_prepare import PreparedSql, read_narrowed
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.standard_scope import Measuring

MOST_RUNS = 3
"""The most runs of a statement, each without the sources that failed meanwhile."""


@dataclass(frozen=True, slots=True)
class Answerable:
    """`scope` is None where the statement reads no standard."""

    plan: Plan
    scope: Coverage | None = None

    @property
    def document(self) -> bytes | None:
        """The scope as JSON."""
        return None if self.scope is None else orjson.dumps(self.scope.document())

    @property
    def lacking(self) -> tuple[int, int]:
        """As `Coverage.lacking`."""
        return (0, 0) if self.scope is None else self.scope.lacking

    @property
    def summary(self) -> str | None:
        """The scope in one line of ASCII, for a header."""
        return None if self.scope is None else self.scope.summary


async def settle(prepared: PreparedSql, request: DataRequest, ports: Ports) -> Answerable:
    """The plan over the sources that answer, and their coverage. Raises StandardOverlap.

    Called inside the record of `prepared`: what it reads was written down before.
    """
    if prepared.standards is None or not isinstance(request, SqlRequest):
        return Answerable(prepared.plan)
    measuring = Measuring(prepared, request, ports, prepared.variables)
    tables, scope = {}, Coverage()
    for read in prepared.standards.reads:
        settled = await measuring.settle(read, request.overlap)
        tables[read.sources.table.standard.sql_name] = settled.table
        scope = (
            settled.coverage
            if len(tables) == 1
            else scope.beside(settled.coverage, measuring.cog, measuring.today)
        )
    return Answerable(await read_narrowed(prepared, request, tables, ports), scope)
