"""A connection of the server that is closed where it stands still.

uvicorn waits for ever for the head of a request, and for a reader of what it has yet to send when
it has closed the connection.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from catalog.giving_way import note_request

HEAD_S = 15.0
_LOOK_S = 30.0
_LEAST_BYTES = 600_000
"""Of what is left to send, so much is taken between two looks, or the rest is thrown away."""

if TYPE_CHECKING:
    _Timer = asyncio.TimerHandle | None


class TimedConnection(HttpToolsProtocol):
    """Whole heads come within `head_s` of their first byte, or of the connection's beginning."""

    head_s = HEAD_S
    look_s = _LOOK_S

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._head_due: _Timer = None
        self._looking: _Timer = None
        self._was_left = 0

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head_due = self.loop.call_later(self.head_s, transport.abort)

    @override
    def data_received(self, data: bytes) -> None:
        note_request()
        if self._head_due is None and not self._is_answering:
            self._head_due = self.loop.call_later(self.head_s, self.transport.abort)
        super().data_received(data)
        if self._is_answering and self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        if self._looking is None:
            self._look_later()

    @override
    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_looking()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_looking()
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None
        super().connection_lost(exc)

    @property
    def _is_answering(self) -> bool:
        """A head has come whole, and its answer is not out yet."""
        # None before the first head, whatever uvicorn says of it.
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _look_later(self) -> None:
        self._was_left = self.transport.get_write_buffer_size()
        self._looking = self.loop.call_later(self.look_s, self._look)

    def _look(self) -> None:
        taken = self._was_left - self.transport.get_write_buffer_size()
        if self.transport.is_closing() and taken < _LEAST_BYTES:
            self.transport.abort()
        else:
            self._look_later()

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
