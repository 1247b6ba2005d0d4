"""One connection's bytes: whole messages in, behind a bound on their length, and bytes out.

The length of a message is read here before anything is kept of it: the codec has no bound of its
own that one could set (decision 0129).
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import cast as trust

from typing_extensions import override

MAX_BEFORE_BYTES = 10_000
"""Of a message before its sender has proved who they are: PostgreSQL's own bound."""
MAX_BYTES = 1_048_576
"""Of a message afterwards."""
_READ_AHEAD_BYTES = 65_536
_HIGH_WATER_BYTES = 262_144


def _nothing() -> None:
    """Nobody waits for the end of a connection that has no session yet."""


class TooLong(Exception):  # noqa: N818 - told as PostgreSQL's protocol error, and the end
    """A message announces more bytes than it may have, or fewer than one has."""


class Gone(Exception):  # noqa: N818 - whoever was there has left: nothing is told
    """The connection is closed."""


class Wire(asyncio.Protocol):
    """`most_bytes` of a message; `is_started` once messages have a first byte that names them."""

    def __init__(self) -> None:
        self.most_bytes = MAX_BEFORE_BYTES
        self.is_started = False
        self.address: str | None = None
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._is_paused = self._is_lost = False
        self._arrived = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self.when_lost: Callable[[], None] = _nothing

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = trust("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(high=_HIGH_WATER_BYTES)
        peer = transport.get_extra_info("peername")
        if self.address is None and isinstance(peer, tuple):
            self.address = str(peer[0])

    @override
    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._arrived.set()
        if len(self._buffer) > _READ_AHEAD_BYTES and self._transport and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._is_lost = True
        self._arrived.set()
        self._writable.set()
        self.when_lost()

    @override
    def pause_writing(self) -> None:
        self._writable.clear()

    @override
    def resume_writing(self) -> None:
        self._writable.set()

    async def message(self) -> bytes:
        """The next message, whole. Raises TooLong, Gone."""
        head = 5 if self.is_started else 4
        await self._hold(head)
        at = head - 4
        length = int.from_bytes(self._buffer[at : at + 4], "big")
        if not 4 <= length <= self.most_bytes:
            raise TooLong
        await self._hold(at + length)
        frame = bytes(self._buffer[: at + length])
        del self._buffer[: at + length]
        if not self._buffer:
            # What grew for a long message is given back: most connections are idle.
            self._buffer = bytearray()
        return frame

    @property
    def has_more(self) -> bool:
        """True where bytes have come that nobody read."""
        return bool(self._buffer)

    async def _hold(self, count: int) -> None:
        while len(self._buffer) < count:
            if self._is_lost or self._transport is None:
                raise Gone
            if self._is_paused:
                self._is_paused = False
                self._transport.resume_reading()
            self._arrived.clear()
            await self._arrived.wait()

    async def send(self, data: bytes) -> None:
        """Waits while whoever reads is slower than we are. Raises Gone."""
        self.put(data)
        await self._writable.wait()
        if self._is_lost:
            raise Gone

    def put(self, data: bytes) -> None:
        """Bytes that are few: they leave with those that follow."""
        if self._is_lost or self._transport is None:
            raise Gone
        self._transport.write(data)

    async def start_tls(self, context: ssl.SSLContext, timeout_s: float) -> None:
        """Raises TooLong where anything came before the handshake: it would be read as if it had
        come within; Gone where there is none.
        """
        if self._buffer:
            raise TooLong
        if self._transport is None:
            raise Gone
        loop = asyncio.get_running_loop()
        try:
            encrypted = await loop.start_tls(
                self._transport,
                self,
                context,
                server_side=True,
                ssl_handshake_timeout=timeout_s,
            )
        except (OSError, ssl.SSLError, TimeoutError):
            raise Gone from None
        if encrypted is None:
            raise Gone
        self._transport = encrypted
        encrypted.set_write_buffer_limits(high=_HIGH_WATER_BYTES)

    def close(self) -> None:
        """Closes the connection once all that was put has left.

        Once: a transport of TLS that is closed twice cannot be aborted any more.
        """
        if self._transport is not None and not self._transport.is_closing():
            self._transport.close()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()
