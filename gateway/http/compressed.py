"""Rows compressed on their way, where the client takes it: gzip or zstd, written as they come.

Only for who sends a token or a key and no cookie, at addresses of rows: what a foreign page could
make a browser ask for is never compressed, so that its length tells nothing of what it holds
(decision 0120).
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Mapping
from typing import Protocol

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from zstandard import COMPRESSOBJ_FLUSH_BLOCK, COMPRESSOBJ_FLUSH_FINISH, ZstdCompressor

_PATHS = frozenset({"/graphql", "/v1/sql"})
_BELOW = ("/odata/", "/ogc/")
_TYPES = frozenset(
    {
        "application/json",
        "application/geo+json",
        "application/graphql-response+json",
        "application/x-ndjson",
        "text/csv",
        "application/vnd.apache.arrow.stream",
    }
)
"""Parquet is compressed within, and events leave one by one."""
_LEAST_BYTES = 1_000
_LONG_BYTES = 64 * 1024
"""A longer piece is compressed beside the loop."""
_LEVEL = 4


class _Codec(Protocol):
    def compress(self, data: bytes, *, is_last: bool) -> bytes:
        """All of `data` is in what comes back, or in what came before."""
        ...


class _Gzip:
    def __init__(self) -> None:
        self._made = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)

    def compress(self, data: bytes, *, is_last: bool) -> bytes:
        ending = zlib.Z_FINISH if is_last else zlib.Z_SYNC_FLUSH
        return self._made.compress(data) + self._made.flush(ending)


class _Zstd:
    def __init__(self) -> None:
        self._made = ZstdCompressor().compressobj()

    def compress(self, data: bytes, *, is_last: bool) -> bytes:
        ending = COMPRESSOBJ_FLUSH_FINISH if is_last else COMPRESSOBJ_FLUSH_BLOCK
        return self._made.compress(data) + self._made.flush(ending)


_CODECS: Mapping[str, Callable[[], _Codec]] = {"zstd": _Zstd, "gzip": _Gzip}
"""The first is preferred where the client takes both as well."""


class Compressed:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        coding = _coding_of(scope)
        if coding is None:
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Answer(coding, send).write)


class _Answer:
    """One answer: its head waits for its first bytes, which say whether it is long enough."""

    def __init__(self, coding: str, send: Send) -> None:
        self._coding = coding
        self._send = send
        self._head: Message | None = None
        self._codec: _Codec | None = None

    async def write(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._head = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        body, is_last = message.get("body", b""), not message.get("more_body", False)
        if self._head is not None:
            head, self._head = self._head, None
            headers = MutableHeaders(raw=head["headers"])
            if _is_worth_it(headers, body, is_last=is_last):
                self._codec = _CODECS[self._coding]()
                headers["Content-Encoding"] = self._coding
                del headers["Content-Length"]
            headers.add_vary_header("Accept-Encoding")
            await self._send(head)
        if self._codec is None:
            await self._send(message)
            return
        if body or is_last:
            compressed = await _compressed(self._codec, body, is_last=is_last)
            await self._send({**message, "body": compressed})


async def _compressed(codec: _Codec, body: bytes, *, is_last: bool) -> bytes:
    if len(body) <= _LONG_BYTES:
        return codec.compress(body, is_last=is_last)
    return await asyncio.to_thread(codec.compress, body, is_last=is_last)


def _is_worth_it(headers: Headers, body: bytes, *, is_last: bool) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip()
    if kind not in _TYPES or "content-encoding" in headers:
        return False
    return not is_last or len(body) >= _LEAST_BYTES


def _is_of_rows(path: str) -> bool:
    return path in _PATHS or path.startswith(_BELOW)


def _coding_of(scope: Scope) -> str | None:
    if scope["type"] != "http" or not _is_of_rows(scope["path"]):
        return None
    headers = Headers(scope=scope)
    if "authorization" not in headers or "cookie" in headers:
        return None
    weights = codings_taken(headers)
    best = max(_CODECS, key=lambda name: weights.get(name, 0.0))
    return best if weights.get(best, 0.0) > 0 else None


def codings_taken(headers: Headers) -> dict[str, float]:
    """The weight of each coding that `Accept-Encoding` names, 0 of one that is not taken."""
    return dict(map(_weighed, headers.get("accept-encoding", "").split(",")))


def _weighed(part: str) -> tuple[str, float]:
    name, _, weight = part.strip().lower().partition(";")
    _, _, quality = weight.partition("q=")
    try:
        return name.strip(), float(quality) if quality.strip() else 1.0
    except ValueError:
        return name.strip(), 0.0
