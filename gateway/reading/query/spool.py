"""An answer that waits for its reader: in memory, then in a file that nobody can read.

Computing goes on at the engine's pace, and its turn is given back when it is over, however slowly
the rest is taken (decision 0082).
"""

from __future__ import annotations

import asyncio
import errno
import os
import secrets
import tempfile
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import structlog
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from catalog.model.subject import Subject
from federation.engines.duckdb_problems import EngineDiskFull
from gateway.reading.query.spool_problems import ReaderTooSlow, TooManyDownloads

_AT_ONCE_BYTES = 256 * 1024
"""Given to the connection in one go; others have their turn in between."""
_IN_MEMORY_BYTES = 4 * 1024**2
_PATIENCE_S = 0.1
"""A reader who is about as quick as the engine leaves nothing for the file."""
_SHARE = 8
"""An answer takes so much of the room at most: an eighth."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_log = structlog.get_logger()
T = TypeVar("T")
Send = Callable[[bytes], Awaitable[None]]
Reader = tuple[str, str, str]


def reader_of(subject: Subject, address: str) -> Reader:
    """The person or the machine; who comes without a token is known by the address."""
    return subject.issuer or "", subject.agent or "", "" if subject.agent else address


@dataclass(slots=True)
class Spools:
    """The answers that wait for their readers: their room on the disk, and how many are whose.

    A reader takes `least_bytes_s`, or is sent no more; `least_while_held_bytes_s` where there is
    no room left and the answer keeps its turn.
    """

    folder: Path | None = None
    most_bytes: int = 4_000_000_000
    of_a_reader: int = 2
    least_bytes_s: int = 20_000
    least_while_held_bytes_s: int = 1_000_000
    window_s: float = 10.0
    used_bytes: int = 0
    downloads: Counter[Reader] = field(default_factory=Counter)

    def has_room(self, held_bytes: int, more: int) -> bool:
        """One that holds nothing has some, whatever its size, unless others hold all."""
        share = self.most_bytes // _SHARE
        return (not held_bytes or held_bytes + more <= share) and (
            self.used_bytes + more <= self.most_bytes
        )


class _SealedFile:
    """Written and read once, from its beginning to its end, each by one thread at a time. It has
    no name, and the key dies with the process: no row lies readable on a disk.
    """

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = tempfile.TemporaryFile(prefix="interco-answer-", dir=folder, buffering=0)  # noqa: SIM115 - closed with its spool
        self.begin_again()

    def begin_again(self) -> None:
        """With another key: the same stream of a cipher never covers two texts."""
        cipher = Cipher(algorithms.AES(secrets.token_bytes(32)), modes.CTR(bytes(16)))
        self._seal, self._open = cipher.encryptor(), cipher.decryptor()
        self.written = self.read_to = 0
        self._file.truncate(0)

    def append(self, data: bytes) -> None:
        left = memoryview(self._seal.update(data))
        while left:
            count = os.pwrite(self._file.fileno(), left, self.written)
            self.written += count
            left = left[count:]

    def read(self, count: int) -> bytes:
        sealed = os.pread(self._file.fileno(), count, self.read_to)
        self.read_to += len(sealed)
        return self._open.update(sealed)

    def close(self) -> None:
        self._file.close()


class Spool:
    """One answer between its writer and `send`, which waits while the reader is slower."""

    def __init__(self, send: Send, spools: Spools, writers: ThreadPoolExecutor) -> None:
        self._send = send
        self._spools = spools
        self._writers = writers
        self._memory: deque[memoryview] = deque()
        self._memory_bytes = 0
        self._file: _SealedFile | None = None
        self._in_file = 0
        """Bytes of it that were not sent."""
        self._ends: deque[int] = deque()
        """The end of each piece that was written, in bytes from the beginning of the answer."""
        self._written = self._taken = self._sent = 0
        self._stop_at: int | None = None
        self._last_words = b""
        self._has_more = asyncio.Event()
        self._has_moved = asyncio.Event()
        self._sending: asyncio.Task[None] | None = None
        self._reader: Reader | None = None

    def claim(self, reader: Reader) -> None:
        """The answer is a long one: raises TooManyDownloads beyond those of one reader."""
        downloads = self._spools.downloads
        if downloads[reader] >= self._spools.of_a_reader:
            _log.warning("limit_holds", limit="downloads", organisation="")
            raise TooManyDownloads(limit=self._spools.of_a_reader)
        downloads[reader] += 1
        self._reader = reader

    async def write(self, data: bytes) -> None:
        """Waits only where there is no room for it. Raises ReaderTooSlow, EngineDiskFull."""
        if self._sending is None:
            self._sending = asyncio.create_task(self._send_all())
        self._tell_failure()
        if not self._in_file and not self._fits_in_memory(data):
            await self._moved_within(_PATIENCE_S, lambda: self._fits_in_memory(data))
        if not self._in_file and self._fits_in_memory(data):
            self._memory.append(memoryview(data))
            self._memory_bytes += len(data)
        else:
            await self._put_into_file(data)
        self._written += len(data)
        self._ends.append(self._written)
        self._has_more.set()

    async def drained(self) -> None:
        """Returns once all that was written has been sent; raises what stopped it."""
        self._stop_at = self._written
        self._has_more.set()
        if self._sending is not None:
            await asyncio.wait({self._sending})
            self._tell_failure()

    async def end_with(self, words: bytes, *, at_once: bool) -> None:
        """Sends `words` after what is on its way: `at_once`, or where something written ends."""
        if self._sending is None or self._sending.done():
            await self._send(words)
            return
        self._last_words = words
        ends = (each for each in self._ends if each >= self._taken)
        self._stop_at = self._taken if at_once else next(ends, self._taken)
        self._has_more.set()
        await asyncio.wait({self._sending})

    def close(self) -> None:
        """Nothing more is sent, and nothing of it is left once what is on its way has ended."""
        if self._sending is None:
            self._forget(None)
        else:
            self._sending.cancel()
            self._sending.add_done_callback(self._forget)

    def _forget(self, sending: asyncio.Task[None] | None) -> None:
        if sending is not None and not sending.cancelled():
            # Told to the writer, where it still waits.
            sending.exception()
        if self._file is not None:
            self._spools.used_bytes -= self._file.written
            self._file.close()
            self._file = None
        if self._reader is not None:
            downloads, reader = self._spools.downloads, self._reader
            downloads[reader] -= 1
            if not downloads[reader]:
                del downloads[reader]
            self._reader = None

    def _fits_in_memory(self, data: bytes) -> bool:
        return not self._memory or self._memory_bytes + len(data) <= _IN_MEMORY_BYTES

    async def _put_into_file(self, data: bytes) -> None:
        try:
            if self._file is None:
                self._file = _SealedFile(self._spools.folder)
            file = self._file
            await self._room_for(len(data), file)
            self._spools.used_bytes += len(data)
            before = file.written
            try:
                await self._in_a_thread(partial(file.append, data))
            finally:
                # Where it was stopped within, so much of the room is not taken.
                self._spools.used_bytes -= len(data) - (file.written - before)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise EngineDiskFull from None
            raise
        self._in_file += len(data)

    async def _room_for(self, more: int, file: _SealedFile) -> None:
        spools, loop = self._spools, asyncio.get_running_loop()
        since, sent = loop.time(), self._sent
        while not spools.has_room(file.written, more):
            if not self._in_file and not self._memory and file.written:
                # All of it was sent: the file begins again.
                spools.used_bytes -= file.written
                file.begin_again()
                continue
            await self._moved_within(spools.window_s, lambda: False)
            passed = loop.time() - since
            if passed >= spools.window_s:
                if self._sent - sent < spools.least_while_held_bytes_s * passed:
                    raise self._too_slow()
                since, sent = loop.time(), self._sent

    async def _moved_within(self, seconds: float, is_enough: Callable[[], bool]) -> None:
        """Until something more was sent and `is_enough`, or the time is over."""
        deadline = asyncio.get_running_loop().time() + seconds
        with suppress(TimeoutError):
            async with asyncio.timeout_at(deadline):
                while True:
                    self._has_moved.clear()
                    await self._has_moved.wait()
                    self._tell_failure()
                    if is_enough():
                        return

    async def _send_all(self) -> None:
        spools = self._spools
        try:
            while (piece := await self._next_piece()) is not None:
                within_s = max(spools.window_s, len(piece) / spools.least_bytes_s)
                try:
                    async with asyncio.timeout(within_s):
                        await self._send(piece)
                except TimeoutError:
                    raise self._too_slow() from None
                self._sent += len(piece)
                while self._ends and self._ends[0] < self._taken:
                    self._ends.popleft()
                self._has_moved.set()
            if self._last_words:
                await self._send(self._last_words)
        finally:
            self._has_moved.set()

    async def _next_piece(self) -> bytes | None:
        while True:
            stop_at = self._stop_at
            if stop_at is not None and self._taken >= stop_at:
                return None
            left = _AT_ONCE_BYTES if stop_at is None else stop_at - self._taken
            if self._memory:
                piece = self._piece_of_memory(min(_AT_ONCE_BYTES, left))
                self._taken += len(piece)
                return piece
            if self._in_file and self._file is not None:
                count = min(_AT_ONCE_BYTES, left, self._in_file)
                self._taken += count
                self._in_file -= count
                return await self._in_a_thread(partial(self._file.read, count))
            self._has_more.clear()
            await self._has_more.wait()

    def _piece_of_memory(self, count: int) -> bytes:
        first = self._memory[0]
        piece = bytes(first[:count])
        if len(first) > count:
            self._memory[0] = first[count:]
        else:
            self._memory.popleft()
        self._memory_bytes -= len(piece)
        return piece

    async def _in_a_thread(self, work: Callable[[], T]) -> T:
        """A file is closed under nobody's hands: the thread ends first."""
        working = asyncio.get_running_loop().run_in_executor(self._writers, work)
        try:
            return await asyncio.shield(working)
        except asyncio.CancelledError:
            await asyncio.wait({working})
            raise

    def _tell_failure(self) -> None:
        sending = self._sending
        if sending is not None and sending.done() and not sending.cancelled():
            failure = sending.exception()
            if failure is not None:
                raise failure

    def _too_slow(self) -> ReaderTooSlow:
        waiting = self._written - self._sent
        _log.warning("reader_too_slow", sent_bytes=self._sent, waiting_bytes=waiting)
        return ReaderTooSlow(kilobytes=self._spools.least_bytes_s // 1000)
