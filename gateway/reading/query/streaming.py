"""A large answer on its way: recorded, read, written and sent piece by piece."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from functools import partial

import pyarrow as pa

from catalog.model.problem import Problem, SourceProblem
from catalog.stages import Stage, stage
from federation.logical import Cell, Shape
from federation.plan import Plan
from federation.problems import SourceTimeout
from federation.results.formats.protocol import Columns, Encoder, ShownColumn, TellsScope
from federation.values import bind_values
from gateway.base.error_reporting import report_unexpected
from gateway.reading.query.audited import Recording, recorded
from gateway.reading.query.described_columns import masks_of
from gateway.reading.query.execute_slices import told_to
from gateway.reading.query.partial_problems import lacking
from gateway.reading.query.ports import Ports
from gateway.reading.query.receipting import receipt_of
from gateway.reading.query.request import DataRequest
from gateway.reading.query.running import RunningQuery
from gateway.reading.query.spool import Reader, Spool, reader_of
from gateway.reading.query.sql_prepare import STATEMENT, PreparedSql
from gateway.reading.query.standard_answer import MOST_RUNS, Answerable, settle

Send = Callable[[bytes], Awaitable[None]]
"""Waits while whoever reads the answer is slower than we are."""

_MANY_ROWS, _MANY_CELLS, _MANY_COLUMNS = 500, 5_000, 100
"""Above any, rows are written in a thread: the loop serves others meanwhile."""
_MOST_ROWS = 65_536
"""An engine may give more at once; so many are written and kept at a time."""
_LONG_BYTES = 256 * 1024
"""A longer answer is a download."""
_LAST_WORDS_S = 1.0


@dataclass(slots=True)
class Outgoing:
    """One answer: `rows` and `size_bytes` have been given to `send` so far."""

    encoder: Encoder
    send: Send
    writers: ThreadPoolExecutor
    spool: Spool | None = None
    """Keeps the answer for a reader slower than we are; None: `send` takes it as it comes."""
    reader: Reader | None = None
    receipt: str | None = None
    """Known when the first bytes leave; so is `scope`, a line about the sources of a standard, and
    `masked`, the columns that are not given as they are.
    """
    scope: str | None = None
    masked: str | None = None
    rows: int = 0
    size_bytes: int = 0
    prepared: PreparedSql | None = None
    """Known once the answer runs: its datasets, and how their columns are given."""
    is_lost: bool = False
    """Its agreement has ended: no row leaves any more, not even one that is written already."""
    _kept: bytes = field(default=b"", repr=False)
    _leaving_rows: int = 0

    def tell_scope(self, document: bytes | None, line: str | None) -> None:
        """Keeps the scope of the rows, told after them where the format has a place for it."""
        self.scope = line
        if document is not None and isinstance(self.encoder, TellsScope):
            self.encoder.scope = document

    async def begin(self, columns: Columns) -> None:
        """Its first bytes wait for the first rows: what fails before is a problem of its own."""
        masks = (f"{each.name}={'+'.join(each.masks)}" for each in columns if each.masks)
        self.masked = ", ".join(masks) or None
        if len(columns) > _MANY_COLUMNS:
            self._kept = await self._in_a_thread(partial(self.encoder.begin, columns))
        else:
            self._kept = self.encoder.begin(columns)

    async def batch(self, batch: pa.RecordBatch) -> None:
        for part in _parts(batch):
            rows, columns = part.num_rows, part.num_columns
            # Each column costs some time of its own, however few its rows.
            if rows > _MANY_ROWS or columns > _MANY_COLUMNS or rows * columns > _MANY_CELLS:
                written = await self._in_a_thread(partial(self.encoder.batch, part))
            else:
                written = self.encoder.batch(part)
            if written:
                # Should it be cut here, some of them are out already.
                self._leaving_rows = part.num_rows
                await self._leave(written)
                self._leaving_rows = 0
            self.rows += part.num_rows

    async def end(self) -> None:
        """Writes the bytes that the format kept back, in a thread where the rows were many."""
        many = self.rows > _MANY_ROWS
        written = await self._in_a_thread(self.encoder.end) if many else self.encoder.end()
        await self._leave(written, is_last=True)

    async def sent(self) -> None:
        """Returns once all of it was taken."""
        if self.spool is not None:
            await self.spool.drained()

    async def fail(self, problem: Problem, request: DataRequest) -> None:
        """Last words, for as long as a reader who may not read them deserves."""
        words = self.encoder.fail(
            problem, request.language, request.id, self.rows + self._leaving_rows
        )
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS_S):
                if self.spool is None:
                    await self.send(words)
                else:
                    await self.spool.end_with(words, at_once=self.is_lost)

    async def _leave(self, written: bytes, *, is_last: bool = False) -> None:
        """A long answer asks for its place before its first byte: until then it may be refused."""
        self._kept += written
        if self.spool is not None and not self.size_bytes:
            if len(self._kept) > _LONG_BYTES and self.reader is not None:
                self.spool.claim(self.reader)
            elif not is_last:
                return
        leaving, self._kept = self._kept, b""
        self.size_bytes += len(leaving)
        await (self.send if self.spool is None else self.spool.write)(leaving)

    async def _in_a_thread(self, write: Callable[[], bytes]) -> bytes:
        writing = asyncio.get_running_loop().run_in_executor(self.writers, write)
        try:
            return await asyncio.shield(writing)
        except asyncio.CancelledError:
            # An encoder does one thing at a time: it may still have to say why it ends here.
            await asyncio.wait({writing})
            raise


async def stream_answer(
    prepared: PreparedSql, request: DataRequest, ports: Ports, out: Outgoing, started: float
) -> None:
    """All of it has been sent when it returns.

    Recorded before anything runs, then however it ends. It ends early with its agreement, its
    time, or its reader, who is gone when it is cancelled. Raises the Problem that stopped it; once
    something was sent, after words that tell it in the answer's format.
    """
    async with recorded(prepared, request, ports, started) as recording:
        try:
            out.prepared = prepared
            out.receipt = receipt_of(prepared, request, ports, None, None)
            out.reader = reader_of(prepared.subject, request.address)
            with ports.running.joined(prepared) as query:
                await _stream(prepared, query, request, ports, out, recording)
        except Exception as error:  # noqa: BLE001 - a bug too is told in the answer's format
            problem = error if isinstance(error, Problem) else report_unexpected(error, request.id)
            if isinstance(problem, SourceProblem):
                problem = told_to(prepared.subject, problem, prepared.plan)
            if out.size_bytes:
                await out.fail(problem, request)
            raise problem from None
        finally:
            recording.parts.append(out.rows)


async def _stream(
    prepared: PreparedSql,
    query: RunningQuery,
    request: DataRequest,
    ports: Ports,
    out: Outgoing,
    recording: Recording,
) -> None:
    task = query.tasks[STATEMENT] = _this_task()
    try:
        # Around the sending too: a reader who stands still would keep the query open for ever.
        async with asyncio.timeout(prepared.plan.timeout_s):
            # What is written of it as it comes is within.
            with stage(Stage.EXECUTE):
                await _run_answerable(prepared, request, ports, out)
            await out.end()
            # A turn is for computing: whoever reads slowly makes nobody wait.
            recording.give_turn_back()
            await out.sent()
    except TimeoutError:
        raise SourceTimeout(timeout_s=round(prepared.plan.timeout_s)) from None
    except asyncio.CancelledError:
        if STATEMENT not in query.lost:
            raise
        task.uncancel()
    finally:
        del query.tasks[STATEMENT]
    if STATEMENT in query.lost:
        out.is_lost = True
        raise query.lost[STATEMENT] from None


async def _run_answerable(
    prepared: PreparedSql, request: DataRequest, ports: Ports, out: Outgoing
) -> None:
    """Runs the statement, and again where a standard's source goes away before a row was sent."""
    runs = 1 if prepared.standards is None else MOST_RUNS
    left: Plan | None = None
    while True:
        answerable = await settle(prepared, request, ports)
        runs -= 1
        try:
            await _run(answerable, prepared, ports, out)
        except SourceProblem:
            if out.rows or out.size_bytes or not runs or answerable.plan is left:
                raise
            left = answerable.plan
        else:
            return


async def _run(answerable: Answerable, prepared: PreparedSql, ports: Ports, out: Outgoing) -> None:
    plan = answerable.plan
    if any(answerable.lacking) and not isinstance(out.encoder, TellsScope):
        raise lacking(*answerable.lacking)
    values = bind_values(plan, prepared.variables, {}, ports.keyring)
    out.tell_scope(answerable.document, answerable.summary)
    async with aclosing(ports.engines[plan.engine].stream(plan, values)) as batches:
        is_begun = False
        async for batch in batches:
            if not is_begun:
                # Not before there is a row: what fails until then may be run again.
                is_begun = True
                await out.begin(_with_masks(plan, prepared))
            await out.batch(batch)
    if not is_begun:
        await out.begin(_with_masks(plan, prepared))


def _with_masks(plan: Plan, prepared: PreparedSql) -> Columns:
    """The columns of an answer, each with how it is masked."""
    return tuple(
        each._replace(masks=masks_of(each.name, prepared))
        for each in shown_columns(plan.logical.shape)
    )


async def send_table(table: pa.Table, shape: Shape, out: Outgoing) -> None:
    """A canonical table that is there already: all of it has been sent when it returns."""
    await out.begin(shown_columns(shape))
    for batch in table.to_batches():
        await out.batch(batch)
    await out.end()
    await out.sent()


def shown_columns(shape: Shape) -> Columns:
    """The cells of a flat shape, by the names that are shown."""
    cells = (each for each in shape.fields if isinstance(each, Cell))
    return tuple(ShownColumn(each.key, each.wire, each.digits) for each in cells)


def _parts(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    for start in range(0, batch.num_rows, _MOST_ROWS):
        yield batch.slice(start, _MOST_ROWS)


def _this_task() -> asyncio.Task[object]:
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("an answer is streamed inside a task")
    return task
