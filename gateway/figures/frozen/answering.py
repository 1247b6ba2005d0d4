"""A statement answered once to be kept: planned, judged, run and recorded as any other, bounded."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson
import pyarrow as pa

from catalog.actions.figures.content import FigureAnswer, FigureSource
from catalog.actions.figures.problems import FigureTooLarge
from catalog.canonical_json import Json, write_canonical
from catalog.model.dataset import Column
from catalog.model.problem import Language, Problem
from catalog.snapshot import Snapshot
from federation.results.formats.protocol import Columns, ShownColumn
from federation.sql_reader import CatalogStatement
from gateway.figures.frozen.falling_out import rows_that_fall_out
from gateway.figures.frozen.problems import FigureUnsigned, NotAnAnswer
from gateway.figures.frozen.unlike_ratios import unlike_ratios
from gateway.reading.query.audited import recorded
from gateway.reading.query.ports import Ports
from gateway.reading.query.receipting import receipt_of
from gateway.reading.query.sql_prepare import PreparedSql, RefusedSql, plan_sql
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing, stream_answer

MOST_ROWS, MOST_CELLS = 2_000, 20_000
TABLE = "answer"
"""The one table of an answer to a statement; services name theirs."""
_SAFE = 2**53 - 1


class FigureEncoder:
    """Keeps the rows as JSON values, and writes nothing. Raises FigureTooLarge."""

    media_type = "application/json"
    extension = "json"

    def __init__(self) -> None:
        self.columns: Columns = ()
        self.rows: list[list[Json]] = []
        self.scope: bytes | None = None
        """The owners of the rows, where a standard was read: JSON."""

    def begin(self, columns: Columns) -> bytes:
        self.columns = columns
        return b""

    def batch(self, batch: pa.RecordBatch) -> bytes:
        count = len(self.rows) + batch.num_rows
        if count > MOST_ROWS:
            raise FigureTooLarge(limit=MOST_ROWS, what_fr="lignes", what_en="rows")
        if count * batch.num_columns > MOST_CELLS:
            raise FigureTooLarge(limit=MOST_CELLS, what_fr="cellules", what_en="cells")
        columns = [[json_cell(value) for value in column.to_pylist()] for column in batch.columns]
        self.rows += [list(row) for row in zip(*columns, strict=True)]
        return b""

    def end(self) -> bytes:
        return b""

    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:  # noqa: ARG002 - nothing is sent that would need last words
        return b""


async def plan_figure(request: SqlRequest, ports: Ports) -> PreparedSql:
    """The plan of a figure's statement; nothing runs. A refusal is recorded as an attempt.

    Raises NotAnAnswer, FigureUnsigned, and what a statement may meet.
    """
    if ports.receipts is None:
        raise FigureUnsigned
    prepared = await plan_sql(request, ports)
    if isinstance(prepared, CatalogStatement):
        raise NotAnAnswer
    if isinstance(prepared, RefusedSql):
        async with recorded(prepared, request, ports, time.perf_counter()):
            raise prepared.problem
    return prepared


async def answer_figure(prepared: PreparedSql, request: SqlRequest, ports: Ports) -> FigureAnswer:
    """Run, recorded, and signed with the digest of what was answered. Raises FigureTooLarge, and
    what a statement may meet.
    """
    encoder = FigureEncoder()
    out = Outgoing(encoder, _nowhere, ports.writers)
    await stream_answer(prepared, request, ports, out, time.perf_counter())
    answer = {
        "tables": {TABLE: table_of(encoder.columns, encoder.rows, prepared)},
        "figures": [],
    }
    receipt = receipt_of(prepared, request, ports, [out.rows], write_canonical(answer))
    if receipt is None:
        raise FigureUnsigned

    async def rows_of(counting: SqlRequest) -> Sequence[Sequence[Any]]:
        return await _rows(counting, ports)

    lost = await rows_that_fall_out(request, rows_of)
    unlike = await unlike_ratios(request, prepared, rows_of)
    return FigureAnswer(
        query=request.document,
        parameters=[json_parameter(value) for value in request.parameters],
        purpose=request.purpose,
        answer=answer,
        sources=sources_read(prepared),
        receipt=receipt,
        scope=_with_faults(
            None if encoder.scope is None else orjson.loads(encoder.scope), lost, unlike
        ),
    )


def _with_faults(
    scope: Mapping[str, Any] | None,
    lost: Mapping[str, Any] | None,
    unlike: Sequence[Mapping[str, Any]],
) -> Mapping[str, Any] | None:
    """The scope with its faults; an answer with lost rows or unlike coverages is partial."""
    faults: dict[str, Any] = {} if lost is None else {"fallen_out": lost}
    if unlike:
        faults["unlike"] = list(unlike)
    return {**(scope or {}), "partial": True, **faults} if faults else scope


async def _rows(request: SqlRequest, ports: Ports) -> Sequence[Sequence[Any]]:
    prepared = await plan_figure(request, ports)
    encoder = FigureEncoder()
    out = Outgoing(encoder, _nowhere, ports.writers)
    await stream_answer(prepared, request, ports, out, time.perf_counter())
    return encoder.rows


def sources_read(prepared: PreparedSql) -> tuple[FigureSource, ...]:
    """Each dataset with the agreements that let rows of it through, if any were needed."""
    snapshot = prepared.snapshot
    return tuple(
        source for name in sorted(prepared.datasets) for source in _of(name, prepared, snapshot)
    )


def _of(name: str, prepared: PreparedSql, snapshot: Snapshot) -> list[FigureSource]:
    version = snapshot.datasets[name].version
    through = sorted(
        agreement.citation
        for agreement in snapshot.agreements
        if agreement.dataset_id == name and agreement.citation in prepared.plan.citations
    )
    return [FigureSource(name, version, citation) for citation in through] or [
        FigureSource(name, version)
    ]


def table_of(
    columns: Columns, rows: Sequence[Sequence[Json]], prepared: PreparedSql
) -> dict[str, Any]:
    """As in a service's result; a column called as one of the datasets' has its label."""
    return {"columns": [_column(shown, prepared) for shown in columns], "rows": rows}


def _column(shown: ShownColumn, prepared: PreparedSql) -> dict[str, Any]:
    known = _known_column(shown.name, prepared)
    label = {"fr": shown.name, "en": shown.name}
    if known is not None:
        label = {"fr": known.label_fr or shown.name, "en": known.label_en or shown.name}
    return {
        "name": shown.name,
        "label": label,
        "unit": None if known is None else known.unit,
        "type": shown.type,
    }


def _known_column(name: str, prepared: PreparedSql) -> Column | None:
    """The column of that name which the statement reads, where there is one alone."""
    read = {dataset for dataset, column in prepared.plan.columns_read if column == name}
    if len(read) != 1:
        return None
    return prepared.snapshot.datasets[read.pop()].column_named(name)


def json_cell(value: object) -> Json:
    """Canonical JSON has no floating-point number, and a reader of it none beyond 2^53."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if abs(value) <= _SAFE else str(value)
        case float():
            return repr(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


def json_parameter(value: object) -> Json:
    match value:
        case Mapping():
            return {str(key): json_parameter(inner) for key, inner in value.items()}
        case float():
            return {"type": "double", "value": repr(value)}
        case _:
            return json_cell(value)


async def _nowhere(data: bytes) -> None:
    """A figure is kept, not sent."""
