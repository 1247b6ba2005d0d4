"""The administration of Trino itself, by Trino's official client: catalogs made, dropped and shown.

Our own client reads rows; this one declares where they lie, under another principal.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
import trino.dbapi
import trino.exceptions
from requests.adapters import HTTPAdapter
from typing_extensions import override

from federation.engines.trino_client import TrinoFailure, TrinoResult, failure_of

_THREADS = 4
_CONNECT_S, _READ_S = 5.0, 30.0
_NOT_A_PAGE = (ValueError, LookupError, TypeError, AttributeError)
"""The official client reads what answers as if it were Trino."""
_STATUS = re.compile(r"error (\d{3})")


class TrinoAdministrator:
    """One principal at one coordinator; `authorization` gives the header's value, if any, for each
    request: tokens live briefly.
    """

    def __init__(
        self,
        url: str,
        user: str,
        *,
        authorization: Callable[[], str] | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._url, self._user = url, user
        self._authorization = authorization
        self._tls = tls or ssl.create_default_context()
        # A coordinator that answers nobody takes no thread of anything else.
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="trino-administrator")

    async def run(self, statement: str) -> TrinoResult:
        """All rows of a statement that answers few; TrinoFailure otherwise.

        Sent again when nothing was heard of it: each must come to the same if it runs twice.
        """
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, self._ask, statement
        )
        if isinstance(found, TrinoFailure):
            raise found
        return found

    def _ask(self, statement: str) -> TrinoResult | TrinoFailure:
        """A failure is returned: raised here, it would carry the error that holds the message."""
        try:
            with closing(self._connected()) as connection, closing(connection.cursor()) as cursor:
                cursor.execute(statement)
                rows = [list(row) for row in cursor.fetchall()]
                columns = tuple((each.name, each.type_code) for each in cursor.description or ())
        except (trino.exceptions.Error, trino.exceptions.HttpError) as error:
            return _failure_told_by(error)
        except requests.RequestException as error:
            return TrinoFailure("UNREACHABLE", type(error).__name__)
        except _NOT_A_PAGE:
            return TrinoFailure("UNREACHABLE", "not a page")
        return TrinoResult(columns, rows)

    def _connected(self) -> trino.dbapi.Connection:
        """For one statement: a session of `requests` is not made for several threads."""
        session = requests.Session()
        # Proxies and passwords of the environment are for the web, not for the house's own engine.
        session.trust_env = False
        session.max_redirects = 0
        to_coordinator = _ToCoordinator(self._url, self._authorization, self._tls)
        for scheme in ("http://", "https://"):
            session.mount(scheme, to_coordinator)
        place = urlsplit(self._url)
        host = place.hostname or ""
        opened: trino.dbapi.Connection = trino.dbapi.connect(  # type: ignore[no-untyped-call]
            host=f"[{host}]" if ":" in host else host,
            port=place.port,
            http_scheme=place.scheme,
            user=self._user,
            source="interco",
            http_session=session,
            request_timeout=(_CONNECT_S, _READ_S),
            timezone="UTC",
            # Few rows, and none in a store: they come in the pages.
            encoding=None,
            # Cells as Trino's JSON has them.
            legacy_primitive_types=True,
        )
        return opened

    async def aclose(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class _ToCoordinator(HTTPAdapter):
    """Sends each request to the coordinator that we know, whatever Trino names as the next address:
    our token goes nowhere else. No proxy, and only the authorities of `tls`.
    """

    def __init__(
        self, url: str, authorization: Callable[[], str] | None, tls: ssl.SSLContext
    ) -> None:
        self._scheme, self._host, *_ = urlsplit(url)
        self._authorization = authorization
        self._tls = tls
        super().__init__()

    @override
    def init_poolmanager(self, *sizes: Any, **options: Any) -> None:
        super().init_poolmanager(*sizes, **options, ssl_context=self._tls)

    @override
    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Nothing is added to the context that we were given: `requests` would trust the web's."""

    @override
    def send(
        self, request: requests.PreparedRequest, *args: Any, **options: Any
    ) -> requests.Response:
        named = urlsplit(str(request.url))
        request.url = urlunsplit((self._scheme, self._host, named.path, named.query, ""))
        if self._authorization is not None:
            request.headers["Authorization"] = self._authorization()
        return super().send(request, *args, **{**options, "proxies": {}})


def _failure_told_by(error: Exception) -> TrinoFailure:
    """Of what the official client raises, all but its message."""
    if isinstance(error, trino.exceptions.TrinoQueryError):
        told = {
            "errorType": error.error_type,
            "errorName": error.error_name,
            "failureInfo": error.failure_info,
        }
        return failure_of(told, error.query_id or "")
    status = _STATUS.match(str(error))
    if status is not None:
        return TrinoFailure("UNREACHABLE", f"HTTP {status[1]}")
    return TrinoFailure("UNREACHABLE", type(error.__context__ or error).__name__)
