"""One query of the embedded engine, in a thread: its rows at once, or batch after batch."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb
import pyarrow as pa
import structlog

from catalog.caches import Cache
from catalog.model.problem import Problem
from federation.engine import Value
from federation.engines.batch_buffer import Few
from federation.engines.duckdb_cursors import ReadyCursors
from federation.engines.duckdb_problems import EngineDiskFull
from federation.engines.duckdb_sources import OpenedSources, view_name
from federation.engines.refused import refused
from federation.engines.result_budget import WHOLE, Measure
from federation.engines.thread_queue import Handover
from federation.plan import Plan
from federation.problems import (
    ExpressionFailed,
    SourceFailed,
    SourceOverloaded,
    SourceTimeout,
    SourceUnreachable,
)
from federation.results.canonical import canonical_batch, canonical_table

_ROWS_AT_ONCE = 16_384
# Two of DuckDB's own units, below which each costs more than its rows; long texts make it large.
_ROWS_AT_LEAST = 4_096
_statements: Cache[str, duckdb.Statement] = Cache("duckdb.statements", 64)
_log = structlog.get_logger(__name__)


class Run:
    """One query on one cursor, in a thread; interrupted from the event loop's."""

    def __init__(
        self,
        cursors: ReadyCursors,
        plan: Plan,
        values: Mapping[str, Value],
        sources: OpenedSources,
        to: Handover[pa.RecordBatch] | None = None,
    ) -> None:
        self._to = to
        self._sources = sources
        self._plan = plan
        self._values = values
        self._whole_answer = WHOLE.get()
        self._cursors = cursors
        self._ready = cursors.take(frozenset(map(view_name, plan.tables)))
        self._cursor = self._ready.cursor
        self._closing = threading.Lock()
        self._is_closed = False
        self._is_interrupted = False
        self.may_be_stale = False

    def interrupt(self) -> None:
        self._is_interrupted = True
        self._sources.stop()
        if self._to is not None:
            # It may wait for room rather than for the source.
            self._to.close()
        # Held by the thread: the cursor closes, and nothing runs on it any more.
        if self._closing.acquire(blocking=False):
            try:
                if not self._is_closed:
                    self._cursor.interrupt()
            finally:
                self._closing.release()

    def rows(self) -> pa.Table:
        """The canonical rows; SourceProblems and what Measure raises, no engine's own words."""
        with self._told():
            try:
                self._sources.open(self._ready)
                table = self._whole()
            except (duckdb.InterruptException, OSError) as error:
                if not self._has_lost_its_words(error):
                    raise
                # Asked again, it tells what it is.
                table = self._whole()
            return canonical_table(table, self._plan.logical.columns)

    def _whole(self) -> pa.Table:
        reader = self._opened(_ROWS_AT_ONCE)
        return pa.Table.from_batches(self._batches(reader), schema=reader.schema)

    def hand_over(self) -> None:
        """The same rows in canonical batches, each made when there is room for it."""
        to = self._to
        if to is None:
            raise TypeError("there is nobody to hand the rows over to")
        try:
            with self._told():
                self._sources.open(self._ready)
                few = Few()
                for batch in self._batches(self._opened(_ROWS_AT_LEAST)):
                    few.add(batch)
                    if few.are_enough:
                        self._give(few.take(), to)
                if few.batches:
                    self._give(few.take(), to)
        finally:
            to.end()

    def _give(self, few: list[pa.RecordBatch], to: Handover[pa.RecordBatch]) -> None:
        if not to.give(canonical_batch(few, self._plan.logical.columns)):
            raise duckdb.InterruptException("nobody takes the rows")

    @contextmanager
    def _told(self) -> Iterator[None]:
        has_ended = False
        try:
            yield
            has_ended = True
        except (duckdb.Error, OSError, pa.ArrowException) as error:
            storages = sorted({table.storage.id for table in self._plan.tables})
            # One that was interrupted has a caller who left, or no more time: that is told there.
            tell = _log.debug if self._is_interrupted else _log.warning
            tell("duckdb_query_failed", storages=storages, error=type(error).__name__)
            if self._has_lost_its_words(error):
                problem: Problem = ExpressionFailed() if self._plan.may_fail else SourceFailed()
            elif _is_not_read(error):
                problem = refused(self._plan, type(error).__name__, str(error))
            else:
                problem = problem_of(error, self._plan)
            # PostgreSQL refused it: what the instance remembers of its tables may be old.
            is_refused = type(error) is duckdb.Error or isinstance(error, duckdb.IOException)
            is_refused &= isinstance(problem, SourceFailed)
            self.may_be_stale = is_refused or isinstance(error, _STALE)
            raise problem from None
        finally:
            with self._closing:
                self._is_closed = True
                is_clean = has_ended and not self._is_interrupted and not self._plan.materialized
            # One that failed may still read, by the names of files that are open until it is
            # closed; and copies are one reader's.
            if not is_clean:
                self._ready.close()
            self._sources.close()
            if is_clean:
                self._cursors.give_back(self._ready)

    def _has_lost_its_words(self, error: Exception) -> bool:
        """When one of its threads fails, DuckDB interrupts the others, and may tell that instead
        of the failure (once in some hundred times).
        """
        return not self._is_interrupted and _is_interruption(error)

    def _opened(self, rows_at_once: int) -> pa.RecordBatchReader:
        plan = self._sources.over_constants(self._plan, self._cursor, self._values)
        for _ in begun(self._cursor, plan, self._values):
            if self._is_interrupted:
                raise duckdb.InterruptException("interrupted before it began")
        return self._cursor.to_arrow_reader(rows_at_once)

    def _batches(self, reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        measure = Measure(self._plan, whole=self._whole_answer)
        for batch in reader:
            if self._is_interrupted:
                raise duckdb.InterruptException("interrupted between two batches")
            measure.add(batch)
            # Before anybody is given a row of it.
            self._sources.check()
            yield batch


def begun(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, values: Mapping[str, Value]
) -> Iterator[None]:
    """Runs each statement of `plan` once it is asked for the next; the last one is the answer's.

    A locked instance still copies, detaches and drops: only these are ever run.
    """
    copies = [(each, duckdb.StatementType.CREATE) for each in plan.materialized]
    for text, expected in (*copies, (plan.text, duckdb.StatementType.SELECT)):
        statement = _parsed(cursor, text, expected)
        yield
        cursor.execute(statement, {name: values[name] for name in statement.named_parameters})


def _parsed(
    cursor: duckdb.DuckDBPyConnection, text: str, expected: duckdb.StatementType
) -> duckdb.Statement:
    """Once for a text, of which the map of the communes may be two hundred thousand characters;
    whoever runs it binds it anew, and no instance's own is in it.
    """
    statement = _statements.find(text)
    if statement is None:
        statements = cursor.extract_statements(text)
        if len(statements) != 1:
            raise duckdb.NotSupportedError("one statement is expected")
        statement = _statements.keep(text, statements[0])
    if statement.type != expected:
        raise duckdb.NotSupportedError("a statement that reads is expected")
    return statement


def _is_not_read(error: Exception) -> bool:
    """True for an error of the statement alone; of an absent table, its storage may tell."""
    if isinstance(error, duckdb.CatalogException):
        absent = str(error).removeprefix("Catalog Error: ").split(" ", maxsplit=1)[0]
        return absent not in _MAY_BE_ABSENT
    return isinstance(error, _NOT_READ)


def _is_interruption(error: Exception) -> bool:
    is_told_by_arrow = isinstance(error, OSError) and str(error).startswith("INTERRUPT Error:")
    return is_told_by_arrow or isinstance(error, duckdb.InterruptException)


_NOT_READ = (
    *(duckdb.BinderException, duckdb.ParserException, duckdb.SyntaxException),
    *(duckdb.NotImplementedException, duckdb.InvalidTypeException, duckdb.TypeMismatchException),
)
_MAY_BE_ABSENT = frozenset({"Table", "View", "Schema", "Catalog", "Database"})
"""First words of what is told of a source that has changed; all else is of a function."""
_STALE = (duckdb.CatalogException, duckdb.BinderException, duckdb.ConnectionException)
# An input or output failed: the source is away, unless its reader says that the server refused
# the query. What follows these words may hold values and is never looked at.
_REFUSED = "IO Error: Failed to"
_CONNECTION_LOST = (
    "server closed the connection",
    "terminating connection",
    "could not receive",
    # MariaDB's client.
    "Failed to connect to MySQL",
    "Lost connection",
    "unexpected eof",
)
_CANCELLED = "canceling statement due to statement timeout"
# DuckDB's own spill: it writes nowhere else.
_NOT_WRITTEN, _IS_FULL = "IO Error: Could not write", "No space left on device"


_OF_A_VALUE = ("Conversion Error:", "Out of Range Error:")
# Of a class that also tells of files that cannot be read: only these words, which hold no value.
_SAID_OF_A_VALUE = (
    "Invalid Input Error: More than one row returned by a subquery",
    "Invalid Input Error: Like pattern must not end with escape character",
)

_CANNOT_BE_CAST = "can't be cast because the value is out of range"


def _is_of_a_value(error: Exception) -> bool:
    """True where an expression met a value that it has no result for."""
    said = str(error)
    is_badly_cast = said.startswith("Invalid Input Error: Type ") and _CANNOT_BE_CAST in said
    return (
        is_badly_cast
        or isinstance(error, duckdb.ConversionException | duckdb.OutOfRangeException)
        or said.startswith((*_OF_A_VALUE, *_SAID_OF_A_VALUE))
    )


def problem_of(error: Exception, plan: Plan) -> Problem:  # noqa: PLR0911 - one line a class
    """The Problem for a failure, by its class; by DuckDB's own words where a class holds two.

    Once rows have begun to come, Arrow stands between: an OSError with the same words in front.
    """
    said, timeout_s = str(error), plan.timeout_s
    if plan.may_fail and _is_of_a_value(error):
        return ExpressionFailed()
    match error:
        case duckdb.InterruptException():
            return SourceTimeout(timeout_s=round(timeout_s))
        case duckdb.OutOfMemoryException():
            return SourceOverloaded()
        case duckdb.HTTPException() | duckdb.ConnectionException():
            return SourceUnreachable()
        case duckdb.IOException():
            return _io_problem(said, timeout_s)
        case OSError():
            return _problem_of_words(said, timeout_s)
        case _:
            return SourceFailed()


def _problem_of_words(said: str, timeout_s: float) -> Problem:
    match said.partition(" Error:")[0]:
        case "INTERRUPT":
            return SourceTimeout(timeout_s=round(timeout_s))
        case "Out of Memory":
            return SourceOverloaded()
        case "HTTP" | "Connection":
            return SourceUnreachable()
        case "IO":
            return _io_problem(said, timeout_s)
        case _:
            return SourceFailed()


def _io_problem(said: str, timeout_s: float) -> Problem:
    if said.startswith(_NOT_WRITTEN) and said.rstrip().endswith(_IS_FULL):
        return EngineDiskFull()
    if not said.startswith(_REFUSED) or any(each in said for each in _CONNECTION_LOST):
        return SourceUnreachable()
    if said.rstrip().endswith(_CANCELLED):
        return SourceTimeout(timeout_s=round(timeout_s))
    return SourceFailed()
