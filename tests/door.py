"""A way to a server that can be shut, as if the server were gone, and opened again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

HOST = "127.0.0.1"
_AT_ONCE = 65_536


class Door:
    """Every connection to `port` goes on to `to` on the same machine; none does while shut."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._is_shut = False
        self._sides: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="door", daemon=True)
        self._thread.start()
        starting = asyncio.start_server(self._pass_on, HOST, 0)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result()
        self.port: int = self._server.sockets[0].getsockname()[1]

    @contextmanager
    def shut(self) -> Iterator[None]:
        self._set(is_shut=True)
        try:
            yield
        finally:
            self._set(is_shut=False)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _set(self, *, is_shut: bool) -> None:
        async def change() -> None:
            self._is_shut = is_shut
            self._cut()

        asyncio.run_coroutine_threadsafe(change(), self._loop).result()

    def _cut(self) -> None:
        for side in self._sides:
            side.transport.abort()

    async def _end(self) -> None:
        self._server.close()
        self._cut()
        passing = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*passing, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sides = {writer}
        try:
            if self._is_shut:
                return
            there, back = await asyncio.open_connection(HOST, self._to)
            sides.add(back)
            self._sides |= sides
            await asyncio.gather(_pump(reader, back), _pump(there, writer))
        finally:
            self._sides -= sides
            for side in sides:
                side.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await reader.read(_AT_ONCE):
            writer.write(part)
            await writer.drain()
    writer.close()
