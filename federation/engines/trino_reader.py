"""The rows of one statement, a table at a time, a few of them fetched ahead in bounded memory."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

import msgspec
import pyarrow as pa

from federation.engines.trino_client import (
    NOT_READABLE,
    Page,
    TrinoClient,
    TrinoFailure,
    TrinoStatement,
)
from federation.engines.trino_rows import RowReader
from federation.engines.trino_segments import ENCODINGS, Segment, Segments, SegmentStore, rows_of

_AHEAD = 3
_THREADS = 3
_LEAVE_S = 3.0
_ALIVE_S = 60.0
_ENCODING_HEADER = "X-Trino-Query-Data-Encoding"

Finish = Callable[[pa.Table], pa.Table]
_Part = Callable[[], Awaitable[pa.Table]]


class TrinoReader:
    """Reads results as Arrow. Without a `store`, or where Trino does not spool, rows come in pages.

    Rows are decoded in threads, where `finish` runs too.
    """

    def __init__(self, client: TrinoClient, store: SegmentStore | None = None) -> None:
        self._client, self._store = client, store
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="trino-rows")

    async def tables(
        self, text: str, headers: Mapping[str, str], finish: Finish
    ) -> AsyncGenerator[pa.Table, None]:
        """The tables that `finish` makes of the rows, in order; an empty one when there is no row.

        Raises TrinoFailure. Closed early, or cancelled, it ends the query.
        """
        asked = dict(headers)
        if self._store is not None:
            asked[_ENCODING_HEADER] = ENCODINGS
        async with self._client.statement(text, asked) as statement:
            reading = _Reading(statement, self._store, self._threads, finish)
            feeding = asyncio.create_task(reading.feed())
            empty = True
            try:
                async for table in reading.taken():
                    empty = False
                    yield table
                await feeding
            finally:
                feeding.cancel()
                await reading.leave(feeding)
        if empty:
            yield finish(reading.no_rows())

    async def aclose(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._store is not None:
            await self._store.aclose()


class _Reading:
    """One result. `_room` bounds what is fetched or decoded and not yet taken."""

    def __init__(
        self,
        statement: TrinoStatement,
        store: SegmentStore | None,
        threads: ThreadPoolExecutor,
        finish: Finish,
    ) -> None:
        self._statement, self._store = statement, store
        self._threads, self._finish = threads, finish
        self._room = asyncio.Semaphore(_AHEAD)
        self._ahead: asyncio.Queue[asyncio.Future[pa.Table] | None] = asyncio.Queue()
        self._unread: dict[str, Segment] = {}
        self._telling: set[asyncio.Task[None]] = set()
        self._names: list[str] = []
        self._rows = RowReader(())

    async def feed(self) -> None:
        """Follows the pages, and begins to read what each brings while there is room."""
        try:
            while (page := await self._statement.next_page()) is not None:
                if page.columns is not None and not self._names:
                    self._names = [column.name for column in page.columns]
                    self._rows = RowReader([column.type for column in page.columns])
                for part in self._parts(page):
                    await self._wait_for_room()
                    self._ahead.put_nowait(asyncio.ensure_future(part()))
        finally:
            self._ahead.put_nowait(None)

    async def _wait_for_room(self) -> None:
        """However slow who reads is, the query is not given up."""
        while True:
            try:
                async with asyncio.timeout(_ALIVE_S):
                    await self._room.acquire()
            except TimeoutError:
                with contextlib.suppress(TrinoFailure):
                    await self._statement.keep_alive()
            else:
                return

    async def taken(self) -> AsyncGenerator[pa.Table, None]:
        while (reading := await self._ahead.get()) is not None:
            yield await reading
            self._room.release()

    def no_rows(self) -> pa.Table:
        return pa.table(self._rows.read(b"[]"), names=self._names)

    async def leave(self, feeding: asyncio.Task[None]) -> None:
        """Nothing is left running, and Trino is told of what it need not keep."""
        left: list[asyncio.Future[pa.Table]] = []
        while not self._ahead.empty():
            reading = self._ahead.get_nowait()
            if reading is not None:
                reading.cancel()
                left.append(reading)
        await asyncio.gather(feeding, *left, return_exceptions=True)
        for segment in tuple(self._unread.values()):
            self._acknowledge(segment)
        if self._telling:
            await asyncio.wait(self._telling, timeout=_LEAVE_S)

    def _parts(self, page: Page) -> Iterator[_Part]:
        """The parts of one page: its own rows, small segments it holds, or segments elsewhere."""
        data = bytes(page.data)
        if data in {b"", b"null"}:
            return
        if data.startswith(b"["):
            yield lambda: self._in_thread(lambda: self._decoded([(data, None)]))
            return
        found = msgspec.json.decode(data, type=Segments)
        for inline, group in groupby(found.segments, lambda segment: segment.type == "inline"):
            segments = tuple(group)
            if inline:
                yield self._reading(segments, found.encoding)
                continue
            self._unread.update({segment.ack_uri: segment for segment in segments})
            for segment in segments:
                yield self._reading((segment,), found.encoding)

    def _reading(self, segments: Sequence[Segment], encoding: str) -> _Part:
        async def read() -> pa.Table:
            if self._store is None:
                raise TrinoFailure("INTERNAL_ERROR", "spooled without being asked")
            fetched = [(await self._store.fetch(segment), segment) for segment in segments]
            table = await self._in_thread(
                lambda: self._decoded(
                    [
                        (rows_of(content, encoding, segment), segment.metadata.rows_count)
                        for content, segment in fetched
                    ]
                )
            )
            for segment in segments:
                self._acknowledge(segment)
            return table

        return read

    def _decoded(self, rows: Sequence[tuple[bytes, int | None]]) -> pa.Table:
        try:
            parts = [pa.table(self._rows.read(*each), names=self._names) for each in rows]
            if any(
                announced not in {None, part.num_rows}
                for part, (_, announced) in zip(parts, rows, strict=True)
            ):
                raise TrinoFailure("INTERNAL_ERROR", "rows are missing")
            return self._finish(pa.concat_tables(parts))
        except (pa.ArrowException, msgspec.MsgspecError, ValueError):
            # What they say could hold a value.
            raise TrinoFailure("INTERNAL_ERROR", NOT_READABLE) from None

    def _acknowledge(self, segment: Segment) -> None:
        self._unread.pop(segment.ack_uri, None)
        if self._store is not None and segment.ack_uri:
            telling = self._store.acknowledge(segment)
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)

    async def _in_thread(self, work: Callable[[], pa.Table]) -> pa.Table:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
