"""How much of an answer has come from its engine; beyond what its plan allows, no more does."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from federation.plan import Plan
from federation.problems import TooManyBytes, TooManyRows


@dataclass(slots=True)
class Measure:
    """`size_bytes` as Arrow keeps them."""

    plan: Plan
    rows: int = 0
    size_bytes: int = 0

    def add(self, part: pa.RecordBatch | pa.Table) -> None:
        """Raises TooManyRows, TooManyBytes: their number is a setting's, whatever was read."""
        self.add_up(part.num_rows, part.nbytes)

    def add_up(self, rows: int, size_bytes: int) -> None:
        """The same of a part that is no Arrow."""
        self.rows += rows
        if self.rows > self.plan.max_rows:
            raise TooManyRows(max_rows=self.plan.max_rows)
        self.size_bytes += size_bytes
        if self.size_bytes > self.plan.max_bytes:
            raise TooManyBytes(megabytes=self.plan.max_bytes // 10**6)
