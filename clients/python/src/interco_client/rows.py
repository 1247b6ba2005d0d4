"""The rows of a statement, as they come: Arrow batches, or all of them as a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import httpx
import pyarrow as pa

from interco_client.problems import of_broken_stream
from interco_client.receipts import Receipt

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl

_KEPT = 8_192
"""Bytes of the end of a stream, where the reason of its breaking off would stand."""
_END = b"\xff\xff\xff\xff\x00\x00\x00\x00"
"""What the Arrow stream of a whole answer ends with; pyarrow takes the end of the bytes for it."""


class Rows:
    """Read once, in one way. A `with` closes the connection where not all of them are read.

    Every way raises Incomplete where the answer breaks off: rows that came are then no answer.
    """

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._bytes = _Stream(response)
        self.request_id = response.headers.get("interco-request-id")
        receipt = response.headers.get("interco-receipt")
        self.receipt = None if receipt is None else Receipt(receipt)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """One after the other: memory does not grow with their number."""
        with self._reader() as reader:
            yield from reader

    def to_arrow(self) -> pa.Table:
        with self._reader() as reader:
            return reader.read_all()

    def to_pandas(self, **options: Any) -> pd.DataFrame:
        """`options` are those of `pyarrow.Table.to_pandas`."""
        return self.to_arrow().to_pandas(**options)

    def to_polars(self) -> pl.DataFrame:
        import polars as pl

        frame = pl.from_arrow(self.to_arrow())
        assert isinstance(frame, pl.DataFrame)
        return frame

    def to_duckdb(
        self, connection: duckdb.DuckDBPyConnection | None = None
    ) -> duckdb.DuckDBPyRelation:
        """A relation over the rows, which are in memory then."""
        import duckdb

        there = connection or duckdb.default_connection()
        return there.from_arrow(self.to_arrow())

    def close(self) -> None:
        self._response.close()

    @contextmanager
    def _reader(self) -> Iterator[pa.RecordBatchStreamReader]:
        try:
            with pa.ipc.open_stream(self._bytes) as reader:
                yield reader
            is_whole = self._bytes.is_whole()
        except (pa.ArrowInvalid, OSError) as error:
            raise of_broken_stream(self._bytes.tail, self.request_id) from error
        finally:
            self.close()
        if not is_whole:
            raise of_broken_stream(self._bytes.tail, self.request_id)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Stream:
    """The bytes of a response as a file that is read once, from its beginning to its end."""

    closed = False

    def __init__(self, response: httpx.Response) -> None:
        self._parts = response.iter_bytes()
        self._rest = b""
        self._was_cut = False
        self.tail = b""

    def read(self, size: int = -1) -> bytes:
        """Fewer bytes than `size` at the end alone."""
        found = [self._rest]
        have = len(self._rest)
        while size < 0 or have < size:
            part = self._next()
            if not part:
                break
            found.append(part)
            have += len(part)
        whole = b"".join(found)
        wanted = have if size < 0 else size
        self._rest = whole[wanted:]
        return whole[:wanted]

    def is_whole(self) -> bool:
        """Reads what is left, which is nothing in a whole answer."""
        self.read()
        return not self._was_cut and self.tail.endswith(_END)

    def _next(self) -> bytes:
        try:
            part = next(self._parts, b"")
        except httpx.TransportError:
            # What is written last before a connection is cut says why: it is read first.
            self._was_cut = True
            return b""
        self.tail = (self.tail + part)[-_KEPT:]
        return part
