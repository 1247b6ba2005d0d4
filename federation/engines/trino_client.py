"""Trino's client protocol: POST /v1/statement, then nextUri until there is none."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import httpx
import msgspec

from catalog.absent_libraries import note_absent
from catalog.stages import Fact, note

note_absent("sniffio")
_ATTEMPTS = 6
_FIRST_PAUSE_S = 0.05
_BUSY = frozenset({429, 502, 503, 504})
_CANCEL_S = 3.0
# A page is received in one go: at most a few milliseconds of the event loop.
_PAGE = {"targetResultSize": "1MB"}


NOT_READABLE = "rows not readable"
"""Ours: a day beyond the year 9999, for one."""
OUT_OF_RANGE = "NUMERIC_VALUE_OUT_OF_RANGE"
_ARITHMETIC = ("java.lang.ArithmeticException", "java.time.DateTimeException")


class TrinoFailure(Exception):  # noqa: N818 - it is told apart, then made a Problem
    """A failed query as Trino tells of it, without the message, which may hold values.

    `type` is USER_ERROR, INTERNAL_ERROR, INSUFFICIENT_RESOURCES, EXTERNAL, or UNREACHABLE (ours).
    """

    def __init__(self, type_: str, name: str, query_id: str = "") -> None:
        super().__init__(type_, name, query_id)
        self.type, self.name, self.query_id = type_, name, query_id


class ResultColumn(msgspec.Struct, frozen=True):
    name: str
    type: str


class Page(msgspec.Struct, rename="camel"):
    """One answer; `data` stays text: rows, or where they are (see `trino_segments`)."""

    id: str = ""
    next_uri: str | None = None
    columns: tuple[ResultColumn, ...] | None = None
    data: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw)
    error: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class TrinoResult:
    """Rows as Trino's JSON has them; `columns` are (name, type)."""

    columns: tuple[tuple[str, str], ...]
    rows: list[list[Any]] = field(repr=False)


class TrinoClient:
    """One HTTP client for one coordinator; `authorization` gives the header's value, if any."""

    def __init__(
        self,
        url: str,
        user: str,
        *,
        authorization: Callable[[], str] | None = None,
        tls: ssl.SSLContext | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.url = httpx.URL(url)
        self._authorization = authorization
        self._http = httpx.AsyncClient(
            base_url=url,
            verify=tls or True,
            timeout=httpx.Timeout(30.0, connect=5.0),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=32),
            # Proxies of the environment are for the web, not for the house's own engine.
            trust_env=False,
            headers={
                "X-Trino-User": user,
                "X-Trino-Source": "interco",
                "X-Trino-Time-Zone": "UTC",
                "X-Trino-Client-Capabilities": "PARAMETRIC_DATETIME",
                "Accept-Encoding": "gzip",
                **(headers or {}),
            },
        )

    async def run(self, statement: str, *, headers: Mapping[str, str] | None = None) -> TrinoResult:
        """All rows of a statement that answers few; TrinoFailure otherwise."""
        columns: tuple[tuple[str, str], ...] = ()
        rows: list[list[Any]] = []
        async with self.statement(statement, headers or {}) as running:
            while (page := await running.next_page()) is not None:
                if page.columns is not None:
                    columns = tuple((each.name, each.type) for each in page.columns)
                rows += msgspec.json.decode(bytes(page.data) or b"[]") or ()
        return TrinoResult(columns, rows)

    def statement(self, text: str, headers: Mapping[str, str]) -> TrinoStatement:
        return TrinoStatement(self, text, headers)

    async def page(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> Page:
        """One page, after as many attempts as a busy coordinator asks for."""
        answer = await self.request(method, url, headers, content)
        try:
            return msgspec.json.decode(answer.content, type=Page)
        except msgspec.MsgspecError:
            raise TrinoFailure("UNREACHABLE", "not a page") from None

    async def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """The answer with status 200; TrinoFailure otherwise."""
        pause = _FIRST_PAUSE_S
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                answer = await self._http.request(
                    method, url, headers=self._signed(headers), content=content
                )
            except httpx.HTTPError as error:
                # A POST may have been received: only reading a page again is safe.
                if method == "POST" or attempt == _ATTEMPTS:
                    raise TrinoFailure("UNREACHABLE", type(error).__name__) from None
            else:
                if answer.status_code == httpx.codes.OK:
                    return answer
                if answer.status_code not in _BUSY or attempt == _ATTEMPTS:
                    raise TrinoFailure("UNREACHABLE", f"HTTP {answer.status_code}")
            await asyncio.sleep(pause)
            pause *= 2
        raise AssertionError("the last attempt answers or raises")

    def _signed(self, headers: Mapping[str, str] | None) -> dict[str, str]:
        signed = dict(headers or {})
        if self._authorization is not None:
            signed["Authorization"] = self._authorization()
        return signed

    async def cancel(self, page: Page) -> None:
        """DELETE on the next page ends the query; the house waits a moment, whoever left."""
        if page.next_uri is None:
            return
        deleting = asyncio.ensure_future(
            self._http.request(
                "DELETE", path_of(page.next_uri), headers=self._signed(None), timeout=_CANCEL_S
            )
        )
        with contextlib.suppress(httpx.HTTPError):
            await asyncio.shield(deleting)

    async def aclose(self) -> None:
        await self._http.aclose()


class TrinoStatement:
    """A statement that runs while the block lasts: left early, for whatever reason, it is ended."""

    def __init__(self, client: TrinoClient, text: str, headers: Mapping[str, str]) -> None:
        self._client, self._text, self._headers = client, text, headers
        self._posting: asyncio.Task[Page] | None = None
        self._page: Page | None = None

    async def __aenter__(self) -> Self:
        return self

    async def next_page(self) -> Page | None:
        """The next page, None after the last; TrinoFailure when the query failed."""
        if self._posting is None:
            self._posting = asyncio.ensure_future(
                self._client.page("POST", "/v1/statement", self._headers, self._text.encode())
            )
            # Who leaves now would else not know which query to end.
            self._page = await asyncio.shield(self._posting)
            note(Fact.TRINO_QUERY, self._page.id)
        elif self._page is None or self._page.next_uri is None:
            return None
        else:
            self._page = await self._client.page("GET", path_of(self._page.next_uri))
        if self._page.error is not None:
            raise failure_of(self._page.error, self._page.id)
        return self._page

    async def keep_alive(self) -> None:
        """Trino gives up a query that nobody has asked about for five minutes; TrinoFailure."""
        if self._page is not None and self._page.next_uri is not None:
            await self._client.request("HEAD", path_of(self._page.next_uri))

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        page = self._page
        if page is None and self._posting is not None:
            # Of a coordinator that does not answer, nothing is ended: it ends by itself what
            # nobody asks about.
            await asyncio.wait({self._posting}, timeout=_CANCEL_S)
            self._posting.cancel()
            with contextlib.suppress(TrinoFailure, asyncio.CancelledError):
                page = await self._posting
        if page is not None:
            await self._client.cancel(page)


def path_of(uri: str) -> str:
    """Only the path of what Trino answers: our token goes to the coordinator that we know."""
    return httpx.URL(uri).copy_merge_params(_PAGE).raw_path.decode()


def failure_of(error: Mapping[str, Any], query_id: str) -> TrinoFailure:
    """Trino's `error` (errorType, errorName, failureInfo) as a failure, its message left out."""
    kind = str(error.get("errorType") or "INTERNAL_ERROR")
    failure = error.get("failureInfo") or {}
    if _is_of_the_network(failure):
        kind = "UNREACHABLE"
    # Trino has no name of its own for a day or a number that some of its functions make too large.
    is_arithmetic = str(failure.get("type", "")).startswith(_ARITHMETIC)
    name = OUT_OF_RANGE if is_arithmetic else str(error.get("errorName") or "")
    return TrinoFailure(kind, name, query_id)


def _is_of_the_network(failure: Mapping[str, Any] | None) -> bool:
    """True where a connector could not reach its source: told by kinds of error, not by words."""
    while failure:
        if str(failure.get("type", "")).startswith("java.net."):
            return True
        failure = failure.get("cause")
    return False
