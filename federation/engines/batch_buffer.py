"""Small batches of a source, until there are enough for one that is worth a turn of the loop."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

_ROWS = 32_768
_BYTES = 8 * 1024**2


@dataclass(slots=True)
class Few:
    """Long texts fill a batch before rows do."""

    batches: list[pa.RecordBatch] = field(default_factory=list)
    rows: int = 0
    size_bytes: int = 0

    def add(self, batch: pa.RecordBatch) -> None:
        self.batches.append(batch)
        self.rows += batch.num_rows
        self.size_bytes += batch.nbytes

    @property
    def are_enough(self) -> bool:
        return self.rows >= _ROWS or self.size_bytes >= _BYTES

    def take(self) -> list[pa.RecordBatch]:
        taken, self.batches, self.rows, self.size_bytes = self.batches, [], 0, 0
        return taken
