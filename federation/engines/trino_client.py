"""Trino's client protocol: POST /v1/statement, then nextUri until there is none."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson

_ATTEMPTS = 6
_FIRST_PAUSE_S = 0.05
_BUSY = frozenset({429, 502, 503, 504})
_CANCEL_S = 3.0
# A page is decoded in one go: at most about 5 ms of the event loop.
_PAGE = {"targetResultSize": "1MB"}


class TrinoFailure(Exception):  # noqa: N818 - it is told apart, then made a Problem
    """What Trino says of a failed query, without its message, which may hold values.

    `type` is USER_ERROR, INTERNAL_ERROR, INSUFFICIENT_RESOURCES, EXTERNAL, or UNREACHABLE (ours).
    """

    def __init__(self, type_: str, name: str, query_id: str = "") -> None:
        super().__init__(type_, name, query_id)
        self.type, self.name, self.query_id = type_, name, query_id


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
        verify: bool | str = True,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._authorization = authorization
        self._http = httpx.AsyncClient(
            base_url=url,
            verify=verify,
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

    async def run(
        self,
        statement: str,
        *,
        tags: Sequence[str] = (),
        session: Mapping[str, str] | None = None,
        max_rows: int | None = None,
    ) -> TrinoResult:
        """All rows of `statement`, or the first page beyond `max_rows`; TrinoFailure otherwise.

        When the caller is cancelled, so is the query.
        """
        headers = {"X-Trino-Client-Tags": ",".join(tags)} if tags else {}
        if session:
            headers["X-Trino-Session"] = ",".join(
                f"{name}={value}" for name, value in session.items()
            )
        page: dict[str, Any] = {}
        columns: tuple[tuple[str, str], ...] = ()
        rows: list[list[Any]] = []
        posting = asyncio.ensure_future(
            self._page("POST", "/v1/statement", headers, statement.encode())
        )
        try:
            page = await asyncio.shield(posting)
            while True:
                _raise_failure(page)
                if not columns and page.get("columns"):
                    columns = tuple((column["name"], column["type"]) for column in page["columns"])
                rows += page.get("data") or ()
                following = page.get("nextUri")
                if following is None or (max_rows is not None and len(rows) > max_rows):
                    break
                page = await self._page("GET", _path(following))
        except asyncio.CancelledError:
            with contextlib.suppress(Exception):
                page = page or await posting
            await self._cancel(page)
            raise
        except BaseException:
            await self._cancel(page)
            raise
        if page.get("nextUri"):
            await self._cancel(page)
        return TrinoResult(columns, rows)

    async def _page(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> dict[str, Any]:
        """One page, after as many attempts as a busy coordinator asks for."""
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
                    decoded: dict[str, Any] = orjson.loads(answer.content)
                    return decoded
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

    async def _cancel(self, page: Mapping[str, Any]) -> None:
        """DELETE on the next page ends the query; the house waits a moment, whoever left."""
        following = page.get("nextUri")
        if following is None:
            return
        deleting = asyncio.ensure_future(
            self._http.request(
                "DELETE", _path(following), headers=self._signed(None), timeout=_CANCEL_S
            )
        )
        with contextlib.suppress(httpx.HTTPError):
            await asyncio.shield(deleting)

    async def aclose(self) -> None:
        await self._http.aclose()


def _path(uri: str) -> str:
    """Only the path of what Trino answers: our token goes to the coordinator that we know."""
    return httpx.URL(uri).copy_merge_params(_PAGE).raw_path.decode()


def _raise_failure(page: Mapping[str, Any]) -> None:
    error = page.get("error")
    if error is None:
        return
    kind = str(error.get("errorType", "INTERNAL_ERROR"))
    if _is_of_the_network(error.get("failureInfo")):
        kind = "UNREACHABLE"
    raise TrinoFailure(kind, str(error.get("errorName", "")), str(page.get("id", "")))


def _is_of_the_network(failure: Mapping[str, Any] | None) -> bool:
    """Whether a connector could not reach its source: told by the kinds of error, not by words."""
    while failure:
        if str(failure.get("type", "")).startswith("java.net."):
            return True
        failure = failure.get("cause")
    return False
