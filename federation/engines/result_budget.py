"""Measures how much of an answer has come from its engine: no more comes than its plan allows."""

from __future__ import annotations

import threading
from contextvars import ContextVar
from dataclasses import dataclass, field

import pyarrow as pa

from federation.plan import Plan, WideRows
from federation.problems import TooManyBytes, TooManyRows, ValuesBeyondRows


@dataclass(slots=True)
class Whole:
    """The size of an answer's parts together, read by several threads: `size_bytes` as they are
    read, `written_bytes` as they will be sent. `max_bytes` is for each of the two.
    """

    max_rows: int
    max_bytes: int
    rows: int = 0
    size_bytes: int = 0
    written_bytes: int = 0
    _adding: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, rows: int = 0, size_bytes: int = 0, written_bytes: int = 0) -> None:
        """Raises TooManyRows, TooManyBytes: beyond a bound, whatever is added."""
        with self._adding:
            self.rows += rows
            self.size_bytes += size_bytes
            self.written_bytes += written_bytes
        if self.rows > self.max_rows:
            raise TooManyRows(max_rows=self.max_rows)
        if max(self.size_bytes, self.written_bytes) > self.max_bytes:
            raise TooManyBytes(megabytes=self.max_bytes // 10**6)


WHOLE: ContextVar[Whole | None] = ContextVar("interco_whole_answer", default=None)
"""Set where the parts of an answer are gathered; None where it has one part only."""


@dataclass(slots=True)
class Measure:
    """`size_bytes` as Arrow keeps them. Made where the part is asked for, in its context."""

    plan: Plan
    rows: int = 0
    size_bytes: int = 0
    whole: Whole | None = field(default_factory=WHOLE.get)

    def add(self, part: pa.RecordBatch | pa.Table) -> None:
        """Raises TooManyRows, TooManyBytes: their number is a setting's, whatever was read."""
        self.add_up(part.num_rows, part.nbytes)

    def add_up(self, rows: int, size_bytes: int) -> None:
        """The same of a part that is no Arrow."""
        self.rows += rows
        if self.rows > self.plan.max_rows:
            raise beyond_rows(self.plan)
        self.size_bytes += size_bytes
        if self.size_bytes > self.plan.max_bytes:
            raise TooManyBytes(megabytes=self.plan.max_bytes // 10**6)
        if self.whole is not None:
            self.whole.add(rows, size_bytes)


def beyond_rows(plan: Plan) -> TooManyRows | ValuesBeyondRows:
    """The problem of an answer that is longer than its plan allows."""
    wide = plan.wide_rows
    if wide is None or plan.max_rows < wide.max_rows:
        return TooManyRows(max_rows=plan.max_rows)
    return values_beyond_rows(wide)


def values_beyond_rows(wide: WideRows) -> ValuesBeyondRows:
    return ValuesBeyondRows(
        dataset=wide.dataset,
        allowed=wide.allowed,
        most=wide.allowed * wide.columns,
        values=wide.values,
        max_rows=wide.max_rows,
    )
