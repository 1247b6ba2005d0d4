"""The Arrow IPC stream: a schema, batches, and eight bytes that end it."""

from __future__ import annotations

import pyarrow as pa

from catalog.model.problem import Language, Problem
from federation.results.canonical import rebuilt_batch
from federation.results.formats.protocol import Columns, arrow_schema, problem_line

# Arrow columnar format, "IPC Streaming Format": a marker, then the length of what follows.
_MARKER = b"\xff\xff\xff\xff"
_END = _MARKER + b"\x00\x00\x00\x00"
_NEVER_REACHED = (2**30).to_bytes(4, "little")


class ArrowEncoder:
    """A failed answer ends in the beginning of a message that does not go on.

    Its end alone would not do: readers take the end of the bytes for the end of the stream.
    """

    media_type = "application/vnd.apache.arrow.stream"
    extension = "arrows"

    def __init__(self) -> None:
        self._schema = pa.schema([])

    def begin(self, columns: Columns) -> bytes:
        self._schema = arrow_schema(columns)
        return bytes(self._schema.serialize())

    def batch(self, batch: pa.RecordBatch) -> bytes:
        return bytes(rebuilt_batch(batch, self._schema).serialize())

    def end(self) -> bytes:
        return _END

    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        return _MARKER + _NEVER_REACHED + problem_line(problem, language, request_id, rows).encode()
