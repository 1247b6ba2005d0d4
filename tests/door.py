"""A way to a server that can be shut, as if the server were gone, or that fails in other ways."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from enum import Enum
from threading import Thread

HOST = "127.0.0.1"
_AT_ONCE = 65_536
_SLOW_S = 0.005


class State(Enum):
    """SHUT: no connection lives. STALLED: they do, and no answer comes. CUT: of each answer, half
    of its first bytes come, then the connection ends; CUT_ONCE: of the next one alone. SLOW: each
    part of an answer takes its time.
    """

    OPEN = "open"
    SHUT = "shut"
    STALLED = "stalled"
    CUT = "cut"
    CUT_ONCE = "cut once"
    SLOW = "slow"


class Door:
    """Every connection to `port` goes on to `to` on the same machine, as `State` says."""

    def __init__(self, to: int = 0) -> None:
        self.to = to
        self.answered_bytes = 0
        self._state = State.OPEN
        self._reopened = asyncio.Event()
        self._sides: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="door", daemon=True)
        self._thread.start()
        starting = asyncio.start_server(self._pass_on, HOST, 0)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result()
        self.port: int = self._server.sockets[0].getsockname()[1]

    def shut(self) -> AbstractContextManager[None]:
        return self.being(State.SHUT)

    @contextmanager
    def being(self, state: State) -> Iterator[None]:
        self.set(state)
        try:
            yield
        finally:
            self.set(State.OPEN)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def set(self, state: State) -> None:
        async def change() -> None:
            was, self._state = self._state, state
            self._reopened.set()
            self._reopened = asyncio.Event()
            if state is State.SHUT or was in {State.SHUT, State.STALLED}:
                # What was said into a stalled server is lost with its connection.
                self._cut()

        asyncio.run_coroutine_threadsafe(change(), self._loop).result()

    def _cut(self) -> None:
        for side in self._sides:
            side.transport.abort()

    async def _end(self) -> None:
        self._server.close()
        self._cut()
        passing = asyncio.all_tasks() - {asyncio.current_task()}
        for task in passing:
            task.cancel()
        await asyncio.gather(*passing, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sides = {writer}
        self._sides.add(writer)
        try:
            if self._state is State.SHUT:
                return
            there, back = await asyncio.open_connection(HOST, self.to)
            sides.add(back)
            self._sides.add(back)
            await asyncio.gather(_pump(reader, back), self._answer(there, writer))
        except OSError:
            return
        finally:
            self._sides -= sides
            for side in sides:
                side.close()

    async def _answer(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while True:
                part = await there.read(_AT_ONCE)
                while self._state is State.STALLED:
                    # The end of the connection would be an answer too.
                    await self._reopened.wait()
                if not part:
                    break
                self.answered_bytes += len(part)
                if self._state is State.SLOW:
                    await asyncio.sleep(_SLOW_S)
                if self._state in {State.CUT, State.CUT_ONCE}:
                    if self._state is State.CUT_ONCE:
                        self._state = State.OPEN
                    writer.write(part[: len(part) // 2])
                    await writer.drain()
                    break
                writer.write(part)
                await writer.drain()
        writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await reader.read(_AT_ONCE):
            writer.write(part)
            await writer.drain()
    writer.close()
