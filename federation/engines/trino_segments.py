"""The segments of Trino's spooling protocol: rows that Trino left to be fetched.

Inside a page, or in an object store that the coordinator names. Only a store that the operator
configured is ever asked, and our token never goes there.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ssl
from collections.abc import Mapping

import httpx
import msgspec
import pyarrow as pa

from federation.engines.trino_client import TrinoClient, TrinoFailure

ENCODINGS = "json+zstd,json"
_LARGEST_BYTES = 128 * 1024**2
_ATTEMPTS = 3
_PAUSE_S = 0.1
# Nobody waits for it so long; but what is not acknowledged lies in the store for hours.
_ACKNOWLEDGE_S = 30.0
# With these the store decrypts; a segment may ask us to send nothing else.
_KEY_HEADERS = "x-amz-server-side-encryption-customer-"


class SegmentMetadata(msgspec.Struct, frozen=True, rename="camel"):
    rows_count: int
    segment_size: int
    uncompressed_size: int | None = None
    """None: not compressed, being too short."""


class Segment(msgspec.Struct, frozen=True, rename="camel"):
    type: str
    metadata: SegmentMetadata
    data: str = ""
    uri: str = ""
    ack_uri: str = ""
    headers: dict[str, list[str]] = msgspec.field(default_factory=dict)


class Segments(msgspec.Struct, frozen=True):
    """The `data` of a page that holds segments in the place of rows."""

    encoding: str
    segments: tuple[Segment, ...]


class SegmentStore:
    """Fetches and acknowledges segments; `url` is where they must lie: `https://host/bucket/`."""

    def __init__(self, client: TrinoClient, url: str, *, tls: ssl.SSLContext | None = None) -> None:
        self._client = client
        self._place = httpx.URL(url if url.endswith("/") else f"{url}/")
        self._http = httpx.AsyncClient(
            verify=tls or True,
            timeout=httpx.Timeout(30.0, connect=5.0),
            trust_env=False,
            follow_redirects=False,
        )
        self._acknowledging: set[asyncio.Task[None]] = set()

    async def fetch(self, segment: Segment) -> bytes:
        """Its bytes as they lie there; TrinoFailure when they cannot be had or are not there."""
        if segment.type == "inline":
            return base64.b64decode(segment.data)
        if segment.metadata.segment_size > _LARGEST_BYTES:
            raise TrinoFailure("INSUFFICIENT_RESOURCES", "segment too large")
        uri = httpx.URL(segment.uri)
        if _origin(uri) == _origin(self._client.url):
            answer = await self._client.request("GET", uri.raw_path.decode())
            return answer.content
        if not self._is_ours(uri):
            raise TrinoFailure("INTERNAL_ERROR", "segment elsewhere")
        return await self._download(uri, segment)

    async def _download(self, uri: httpx.URL, segment: Segment) -> bytes:
        headers = {
            name: ",".join(values)
            for name, values in segment.headers.items()
            if name.lower().startswith(_KEY_HEADERS)
        }
        failure = ""
        for attempt in range(_ATTEMPTS):
            await asyncio.sleep(_PAUSE_S * attempt)
            try:
                return await self._read(uri, headers, segment.metadata.segment_size)
            except httpx.HTTPError as error:
                failure = type(error).__name__
        raise TrinoFailure("UNREACHABLE", f"segment: {failure}")

    async def _read(self, uri: httpx.URL, headers: Mapping[str, str], size: int) -> bytes:
        """Never more than Trino said: what answers there could else fill our memory."""
        async with self._http.stream("GET", uri, headers=headers) as answer:
            answer.raise_for_status()
            content = bytearray()
            async for chunk in answer.aiter_raw():
                content += chunk
                if len(content) > size:
                    raise TrinoFailure("INTERNAL_ERROR", "segment longer than announced")
        return bytes(content)

    def _is_ours(self, uri: httpx.URL) -> bool:
        path, place = uri.raw_path.partition(b"?")[0], self._place.raw_path
        return (
            _origin(uri) == _origin(self._place)
            and not uri.userinfo
            and path.startswith(place)
            and b".." not in path
        )

    def acknowledge(self, segment: Segment) -> asyncio.Task[None]:
        """Lets Trino delete it now, in a task that goes on when who reads has left; without, Trino
        does so when its time is over.
        """
        acknowledging = asyncio.create_task(self._acknowledge(segment.ack_uri))
        self._acknowledging.add(acknowledging)
        acknowledging.add_done_callback(self._acknowledging.discard)
        return acknowledging

    async def _acknowledge(self, uri: str) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ACKNOWLEDGE_S):
                for attempt in range(_ATTEMPTS):
                    await asyncio.sleep(_PAUSE_S * attempt)
                    with contextlib.suppress(TrinoFailure):
                        await self._client.request("GET", httpx.URL(uri).raw_path.decode())
                        return

    async def aclose(self) -> None:
        for acknowledging in tuple(self._acknowledging):
            acknowledging.cancel()
        await asyncio.gather(*self._acknowledging, return_exceptions=True)
        await self._http.aclose()


def rows_of(content: bytes, encoding: str, segment: Segment) -> bytes:
    """The JSON of a segment's rows; TrinoFailure for what we did not ask for."""
    size = segment.metadata.uncompressed_size
    if size is None or encoding == "json":
        return content
    if encoding != "json+zstd" or size > _LARGEST_BYTES:
        raise TrinoFailure("INTERNAL_ERROR", "segment of another encoding")
    try:
        # Refused when it is longer than said.
        plain: bytes = pa.Codec("zstd").decompress(content, decompressed_size=size, asbytes=True)
    except (pa.ArrowException, OSError):
        raise TrinoFailure("INTERNAL_ERROR", "segment not readable") from None
    return plain


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    return url.scheme, url.host, port
