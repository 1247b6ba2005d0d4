"""The answer to a saved question for a page: its first rows as texts, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import uuid4

import orjson
import pyarrow as pa

from catalog.model.problem import Language, Problem
from federation.results.formats.protocol import Columns
from federation.results.formats.text_cells import join_lines, json_cells
from gateway.reading.query.plan_cache import PreparedRead
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_answer import answer_sql
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing

SHOWN_ROWS = 200


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """`rows` are the first ones, `count` is of all; `receipt` is signed, where one is given.
    `synthetic`: some of what it read was invented.
    """

    columns: tuple[str, ...]
    rows: list[list[str | None]]
    count: int
    receipt: str | None
    synthetic: bool = False


@dataclass(slots=True)
class FirstRows:
    """The first `most` rows of an answer, as texts; its scope is told by other formats."""

    most: int
    media_type: str = "application/json"
    extension: str = "json"
    columns: Columns = ()
    rows: list[list[str | None]] = field(default_factory=list)

    def begin(self, columns: Columns) -> bytes:
        self.columns = columns
        return b""

    def batch(self, batch: pa.RecordBatch) -> bytes:
        first = batch.slice(0, self.most - len(self.rows))
        around = [",[", *[","] * (first.num_columns - 1), "]"]
        if first.num_rows:
            cells = [
                json_cells(values, output.wire)
                for values, output in zip(first.columns, self.columns, strict=True)
            ]
            lines = orjson.loads(b"[" + join_lines(cells, around, "null")[1:] + b"]")
            self.rows += [[_text(cell) for cell in row] for row in lines]
        return b""

    def end(self) -> bytes:
        return b""

    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        """Nothing was sent: the problem is told by itself."""
        del problem, language, request_id, rows
        return b""


@dataclass(frozen=True, slots=True)
class QuestionService:
    """`request` is an empty statement in the name of who asks."""

    request: SqlRequest
    ports: Ports

    async def answer(self, name: str, values: Mapping[str, str]) -> QuestionAnswer:
        """Read and recorded as by any door. Raises UnknownOperationName, QuestionValueRefused,
        PartialNotTold, and what a statement may meet.
        """
        question = replace(self.request, id=uuid4().hex, document_name=name, values=values)
        return await self._answered(question)

    async def statement(
        self, document: str, values: Sequence[tuple[str, str | None]]
    ) -> QuestionAnswer:
        """The same of a text with the types and values of its `?`, whoever wrote it: it reads as
        its caller does. Raises what a statement may meet.
        """
        parameters = tuple({"type": kind, "value": value} for kind, value in values)
        question = replace(self.request, id=uuid4().hex, document=document, parameters=parameters)
        return await self._answered(question)

    async def _answered(self, question: SqlRequest) -> QuestionAnswer:
        encoder = FirstRows(SHOWN_ROWS)
        out = Outgoing(encoder, _nowhere, self.ports.writers)
        await answer_sql(question, self.ports, out)
        columns = tuple(each.name for each in encoder.columns)
        synthetic = out.prepared is not None and _reads_synthetic(out.prepared)
        return QuestionAnswer(columns, encoder.rows, out.rows, out.receipt, synthetic)


def _reads_synthetic(read: PreparedRead) -> bool:
    datasets = read.snapshot.datasets
    return any(name in datasets and datasets[name].synthetic for name in read.datasets)


def _text(cell: object) -> str | None:
    match cell:
        case None | str():
            return cell
        case bool():
            return "true" if cell else "false"
    return orjson.dumps(cell).decode()


async def _nowhere(data: bytes) -> None:
    """A page is given values, not bytes."""
