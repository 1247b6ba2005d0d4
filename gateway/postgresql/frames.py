"""Messages from their bytes, and the packets that come before a session has any."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass

from pygwire.codec import FrontendMessageDecoder
from pygwire.constants import ConnectionPhase
from pygwire.exceptions import PygwireError
from pygwire.messages import (
    CancelRequest,
    GSSEncRequest,
    GSSResponse,
    PGMessage,
    SSLRequest,
    SSLResponse,
    StartupMessage,
)

from gateway.postgresql.problems import PostgresqlProtocol
from gateway.postgresql.wire import Wire

_HANDSHAKE_S = 10.0
_MOST_PACKETS = 4
"""GSSENC, SSL, the start itself, and one to spare."""
_V3 = b"\x00\x03"


class Codec:
    """One whole message in, one decoded message out. Raises PostgresqlProtocol."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._decoder = FrontendMessageDecoder()

    def expect_password(self) -> None:
        self._decoder.phase = ConnectionPhase.AUTHENTICATING

    def expect_queries(self) -> None:
        self._decoder.phase = ConnectionPhase.READY

    def read(self, frame: bytes) -> PGMessage:
        try:
            self._decoder.feed(frame)
            message = next(self._decoder, None)
        except (PygwireError, ValueError, IndexError, ArithmeticError, LookupError, TypeError):
            raise PostgresqlProtocol from None
        if message is None or self._decoder.buffered:
            raise PostgresqlProtocol
        return message


@dataclass(slots=True)
class Opening:
    """`cancel(process, secret)` is told of another session; nothing is answered to who asks it."""

    tls: ssl.SSLContext
    cancel: Callable[[int, bytes], None]
    is_encrypted: bool = False

    async def read(self, wire: Wire, codec: Codec) -> StartupMessage | None:
        """The start of a session; None where it only asked to cancel another's query."""
        for _ in range(_MOST_PACKETS):
            message = codec.read(_of_a_known_version(await wire.message()))
            match message:
                case SSLRequest() if not self.is_encrypted:
                    # Before a byte more is read: what comes in the clear is never taken as if it
                    # had come within.
                    if wire.has_more:
                        raise PostgresqlProtocol
                    await wire.send(SSLResponse(accepted=True).to_wire())
                    await wire.start_tls(self.tls, _HANDSHAKE_S)
                    self.is_encrypted = True
                case GSSEncRequest() if not self.is_encrypted:
                    await wire.send(GSSResponse(accepted=False).to_wire())
                case CancelRequest():
                    self.cancel(message.process_id, message.secret_key)
                    return None
                case StartupMessage():
                    return message
                case _:
                    raise PostgresqlProtocol
        raise PostgresqlProtocol


def _of_a_known_version(frame: bytes) -> bytes:
    """A later minor version of protocol 3 is read as 3.2, which is told that it is spoken to in
    3.0.
    """
    if frame[4:6] == _V3 and frame[6:8] not in {b"\x00\x00", b"\x00\x02"}:
        return frame[:6] + b"\x00\x02" + frame[8:]
    return frame
