"""Parquet, written row group by row group."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from catalog.model.problem import Language, Problem
from federation.results.canonical import rebuilt_batch
from federation.results.formats.protocol import Columns, arrow_schema, problem_line

# Large enough for readers to skip and compress well, small enough to be kept in memory.
_ROWS_OF_A_GROUP = 131_072
_BYTES_OF_A_GROUP = 32 * 1024**2


class ParquetEncoder:
    """A failed answer has no footer, without which nothing of it can be read."""

    media_type = "application/vnd.apache.parquet"
    extension = "parquet"

    def __init__(self) -> None:
        self._written = _Written()
        self._schema = pa.schema([])
        self._kept: list[pa.RecordBatch] = []
        self._writer: pq.ParquetWriter | None = None

    def begin(self, columns: Columns) -> bytes:
        self._schema = arrow_schema(columns)
        self._writer = pq.ParquetWriter(
            self._written, self._schema, compression="zstd", compression_level=1
        )
        return self._written.take()

    def batch(self, batch: pa.RecordBatch) -> bytes:
        self._kept.append(rebuilt_batch(batch, self._schema))
        rows = sum(each.num_rows for each in self._kept)
        size = sum(each.nbytes for each in self._kept)
        if rows < _ROWS_OF_A_GROUP and size < _BYTES_OF_A_GROUP:
            return b""
        self._write_group()
        return self._written.take()

    def end(self) -> bytes:
        if self._kept:
            self._write_group()
        if self._writer is not None:
            self._writer.close()
        return self._written.take()

    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        self._kept.clear()
        # The writer is left open: closing it would write a footer.
        return problem_line(problem, language, request_id, rows).encode()

    def _write_group(self) -> None:
        group = pa.Table.from_batches(self._kept, schema=self._schema)
        if self._writer is not None:
            self._writer.write_table(group, row_group_size=group.num_rows)
        self._kept.clear()


class _Written:
    """A file that keeps what is written until it is taken; its positions go on counting."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._position = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._position += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True

    def take(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken
