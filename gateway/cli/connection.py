"""HTTP as a command needs it, from the standard library: httpx takes as long to import as all else.

One request, one answer, whole or in pieces; raises OSError or HTTPException where it is cut.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse, IncompleteRead
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from typing_extensions import override

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
OK = 200
FAILURES = (OSError, HTTPException, ValueError)
"""Errors that a request may raise: nobody listens, the answer is cut, the address is none."""
_CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Response:
    """`headers`: their names in lower case."""

    status: int
    chunks: Iterator[bytes]
    headers: Mapping[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str | None:
        return self.headers.get(name.lower())

    def read(self) -> bytes:
        return b"".join(self.chunks)


class _NoRedirect(HTTPRedirectHandler):
    """A token goes to the address that was given, and to no other."""

    @override
    def redirect_request(self, *_given: object, **_named: object) -> None:
        return None


@contextmanager
def opened(
    address: str,
    *,
    body: bytes | None = None,
    method: str | None = None,
    headers: Mapping[str, str],
    timeout_s: float | None,
) -> Iterator[Response]:
    """`method`, else POST where there is a body, else GET; any status is an answer. No time-out
    where None.
    """
    request = Request(address, body, dict(headers), method=method)  # noqa: S310 - the scheme is checked below
    if request.type not in {"http", "https"}:
        raise ValueError(address)
    try:
        answered: HTTPResponse = _opener(address).open(request, timeout=timeout_s)
    except HTTPError as refused:
        with refused:
            yield Response(refused.code, iter((refused.read(),)))
        return
    with answered:
        headers = {name.lower(): value for name, value in answered.headers.items()}
        yield Response(answered.status, _chunks(answered), headers)


def _chunks(answered: HTTPResponse) -> Iterator[bytes]:
    """Raises IncompleteRead where less came than was announced."""
    announced = answered.getheader("Content-Length")
    received = 0
    while chunk := answered.read(_CHUNK_BYTES):
        received += len(chunk)
        yield chunk
    if announced is not None and received < int(announced):
        raise IncompleteRead(b"", int(announced) - received)


def _opener(address: str) -> OpenerDirector:
    """Through the proxy that the environment names, except to this machine."""
    parts = urlsplit(address)
    proxies = ProxyHandler({}) if parts.hostname in LOOPBACK else ProxyHandler()
    if parts.scheme != "https":
        return build_opener(proxies, _NoRedirect())
    return build_opener(proxies, _NoRedirect(), HTTPSHandler(context=_authorities()))


def _authorities() -> ssl.SSLContext:
    """The authorities of the machine, or of SSL_CERT_FILE; certifi's where Python finds none."""
    known = ssl.get_default_verify_paths()
    if known.cafile is not None or known.capath is not None:
        return ssl.create_default_context()
    import certifi

    return ssl.create_default_context(cafile=certifi.where())
