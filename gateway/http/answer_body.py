"""The body of an answer of rows: streamed as it comes, or held until it is known to be small.

A small one has an ETag, the digest of its very bytes, and is given in part or not at all where the
client has it (RFC 9110, 13 and 14). A long one is streamed, and has neither.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Send
from typing_extensions import override

SMALL_BYTES = 4 * 1024 * 1024
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
LateHeaders = Callable[[], Mapping[str, str | None]]
"""Headers that are known when the first bytes leave, by name."""


class StreamedBody:
    """Bytes go out as soon as they are written, the head before them."""

    def __init__(self, head: Response, send: Send, late_headers: LateHeaders) -> None:
        self._head: Response | None = head
        self._send = send
        self._late_headers = late_headers

    @property
    def is_begun(self) -> bool:
        """True once a byte has left: what fails from then on cannot be told by a status."""
        return self._head is None

    async def write(self, data: bytes) -> None:
        await self._begin()
        await self._send({"type": "http.response.body", "body": data, "more_body": True})

    async def end(self) -> None:
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _begin(self) -> None:
        if self._head is None:
            return
        head, self._head = self._head, None
        for name, value in self._late_headers().items():
            if value is not None:
                head.headers[name] = value
        start = {
            "type": "http.response.start",
            "status": head.status_code,
            "headers": head.raw_headers,
        }
        await self._send(start)


class SmallBody(StreamedBody):
    """Held up to SMALL_BYTES; beyond, it is streamed."""

    def __init__(
        self, head: Response, send: Send, late_headers: LateHeaders, request: Request
    ) -> None:
        super().__init__(head, send, late_headers)
        self._request = request
        self._held: bytearray | None = bytearray()

    @override
    async def write(self, data: bytes) -> None:
        if self._held is None:
            await super().write(data)
            return
        self._held += data
        if len(self._held) > SMALL_BYTES:
            held, self._held = bytes(self._held), None
            await super().write(held)

    @override
    async def end(self) -> None:
        if self._held is None or self._head is None:
            await super().end()
            return
        body = bytes(self._held)
        head = self._head
        etag = f'"{hashlib.sha256(body).hexdigest()}"'
        head.headers["ETag"] = etag
        head.headers["Accept-Ranges"] = "bytes"
        sent = _part_asked(self._request, etag, len(body), head)
        if head.status_code == 304:
            del head.headers["content-type"]
        else:
            head.headers["Content-Length"] = str(len(body[sent]))
        await self._begin()
        await self._send({"type": "http.response.body", "body": body[sent], "more_body": False})


def _part_asked(request: Request, etag: str, size: int, head: Response) -> slice:
    """The bytes that leave; the status of `head` says which they are."""
    if _has_it(request.headers.get("if-none-match"), etag):
        head.status_code = 304
        return slice(0, 0)
    condition = request.headers.get("if-range")
    bounds = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if bounds is None or bounds[0] == "bytes=-" or (condition is not None and condition != etag):
        return slice(0, size)
    first, last = _bounds(bounds[1], bounds[2], size)
    if first > last or first >= size:
        head.status_code = 416
        head.headers["Content-Range"] = f"bytes */{size}"
        return slice(0, 0)
    head.status_code = 206
    head.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return slice(first, last + 1)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Of the first and the last byte. `-500` is the last 500 bytes."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _has_it(condition: str | None, etag: str) -> bool:
    """By weak comparison, as a GET is compared (RFC 9110, 13.1.2)."""
    if condition is None:
        return False
    tags = {each.strip().removeprefix("W/") for each in condition.split(",")}
    return "*" in tags or etag in tags
