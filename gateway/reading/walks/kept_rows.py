"""A small answer that stays in this process: a count, one row, the rows beside those of a page."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
from typing_extensions import override

from catalog.model.problem import Language, Problem
from federation.results.formats.protocol import Columns, Encoder
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_answer import answer_sql
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing


@dataclass(slots=True)
class KeptRows(Encoder):
    """`batches` are canonical."""

    columns: Columns = ()
    batches: list[pa.RecordBatch] = field(default_factory=list)
    media_type: str = "application/vnd.apache.arrow.stream"
    extension: str = "arrow"

    @override
    def begin(self, columns: Columns) -> bytes:
        self.columns = columns
        return b""

    @override
    def batch(self, batch: pa.RecordBatch) -> bytes:
        self.batches.append(batch)
        return b""

    @override
    def end(self) -> bytes:
        return b""

    @override
    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        del problem, language, request_id, rows
        return b""


async def rows_kept(request: SqlRequest, ports: Ports) -> KeptRows:
    """Raises the Problem that stopped the statement."""
    rows = KeptRows()
    await answer_sql(request, ports, Outgoing(rows, _nowhere, ports.writers))
    return rows


async def counted(request: SqlRequest, ports: Ports) -> int:
    """The one number of a statement that counts."""
    rows = await rows_kept(request, ports)
    (batch,) = rows.batches
    return int(batch.column(0)[0].as_py())


async def _nowhere(_data: bytes) -> None:
    """Nothing leaves."""
