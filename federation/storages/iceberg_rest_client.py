"""Iceberg's REST catalog protocol, as far as introspection asks: what there is, never a change."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
import orjson

from catalog.actions.web_address import WebAddress, read_web_address
from catalog.model.problem import Problem
from catalog.model.storage import IcebergRestOptions
from federation.storages.plain_options import checked_text
from federation.storages.problems import (
    IcebergNamespaceUnknown,
    IcebergWarehouseUnknown,
    InvalidStorageOption,
    RestCatalogElsewhere,
    RestCatalogMissing,
    RestTokenRefused,
    StorageAccessDenied,
    StorageCredentialsRefused,
    StorageFailed,
    StorageHostUnknown,
    StorageSecretMissing,
    StorageTlsRefused,
    StorageUnreachable,
)

_TIMEOUT = httpx.Timeout(20.0, connect=5.0)
_LARGEST = 64 * 1024**2
_PAGES = 50
# Goes into a path as it stands, as Iceberg's own clients put it there.
_PREFIX = re.compile(r"(?!.*(?:^|/)\.\.?(?:/|$))[A-Za-z0-9._~%|:@+=,/-]{0,500}")
_JUDGED = frozenset({401, 403, 429})
_UNREADABLE = frozenset({401, 403, 404, 406})
"""Of one table among others: gone meanwhile, or not for this account."""


@dataclass(frozen=True, slots=True)
class RestCatalog:
    """One warehouse, open; every method raises the SourceProblem that says why not."""

    options: IcebergRestOptions
    _http: httpx.AsyncClient = field(repr=False)
    _address: WebAddress
    _base: str
    _headers: Mapping[str, str] = field(repr=False)

    async def namespaces(self) -> tuple[str, ...]:
        """Of one level: no other can be named in a dataset."""
        chosen = self.options.namespace
        if chosen is not None:
            status, _ = await self._ask(f"namespaces/{_part(chosen)}")
            if status == httpx.codes.NOT_FOUND:
                raise IcebergNamespaceUnknown(warehouse=self.options.warehouse, namespace=chosen)
            self._judge(status)
            return (chosen,)
        found = await self._listed("namespaces", "namespaces")
        return tuple(sorted(each[0] for each in found if len(each) == 1))

    async def tables(self, namespace: str) -> tuple[str, ...]:
        found = await self._listed(f"namespaces/{_part(namespace)}/tables", "identifiers")
        return tuple(sorted(each["name"] for each in found))

    async def metadata(self, namespace: str, table: str) -> Mapping[str, Any] | None:
        """Of its current snapshot; None where this account may not read it, or it is gone."""
        path = f"namespaces/{_part(namespace)}/tables/{_part(table)}"
        status, answer = await self._ask(path, {"snapshots": "refs"})
        if status in _UNREADABLE:
            return None
        self._judge(status)
        found = answer.get("metadata")
        if not isinstance(found, dict):
            raise StorageFailed
        return found

    async def _listed(self, path: str, key: str) -> list[Any]:
        """All pages."""
        found: list[Any] = []
        token: str | None = None
        for _ in range(_PAGES):
            status, answer = await self._ask(path, {} if token is None else {"pageToken": token})
            if status == httpx.codes.NOT_FOUND:
                return found
            self._judge(status)
            page = answer.get(key)
            if not isinstance(page, list):
                raise StorageFailed
            found += page
            token = answer.get("next-page-token")
            if not token:
                return found
        raise StorageFailed

    async def _ask(
        self, path: str, asked: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, Any]]:
        url = f"{self._base}/{path}"
        return await _answer(self._http, self._address, "GET", url, self._headers, asked)

    def _judge(self, status: int) -> None:
        if status != httpx.codes.OK:
            raise why_not(status, self.options)


@asynccontextmanager
async def open_catalog(options: IcebergRestOptions, secret: str) -> AsyncIterator[RestCatalog]:
    """`secret` may be empty. Nothing of the environment counts, and no redirection is followed."""
    address = checked_address("uri", options.uri)
    async with httpx.AsyncClient(
        timeout=_TIMEOUT,
        trust_env=False,
        verify=await asyncio.to_thread(ssl.create_default_context),
    ) as http:
        token = await _token(http, options, secret)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        status, config = await _answer(
            http,
            address,
            "GET",
            f"{address.url}/v1/config",
            headers,
            {"warehouse": options.warehouse},
        )
        if status in {httpx.codes.BAD_REQUEST, httpx.codes.NOT_FOUND} and "error" in config:
            raise IcebergWarehouseUnknown(warehouse=options.warehouse)
        if status == httpx.codes.UNAUTHORIZED and not token:
            raise StorageSecretMissing
        if status in _JUDGED or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise why_not(status, options)
        if status != httpx.codes.OK:
            raise RestCatalogMissing(uri=options.uri)
        said = _settings(config, options)
        prefix = str(said.get("prefix", ""))
        if not _PREFIX.fullmatch(prefix):
            raise StorageFailed
        base = "/".join(each for each in (address.url, "v1", prefix.strip("/")) if each)
        yield RestCatalog(options, http, address, base, headers)


def checked_address(option: str, text: str) -> WebAddress:
    checked_text(option, text, longest=1024)
    address = read_web_address(text)
    if address is None:
        raise InvalidStorageOption(option=option)
    return address


def token_address(options: IcebergRestOptions) -> str:
    """The address where an OAuth2 client asks for its token."""
    if options.token_uri is not None:
        return checked_address("token_uri", options.token_uri).url
    return f"{checked_address('uri', options.uri).url}/v1/oauth/tokens"


def why_not(status: int, options: IcebergRestOptions) -> Problem:
    """The Problem that a status other than 200 stands for."""
    if status == httpx.codes.UNAUTHORIZED:
        return RestTokenRefused(uri=options.uri)
    if status == httpx.codes.FORBIDDEN:
        account = options.client_id or "Bearer"
        return StorageAccessDenied(account=account, where=options.warehouse)
    return StorageFailed()


def _settings(config: Mapping[str, Any], options: IcebergRestOptions) -> Mapping[str, Any]:
    """The settings that the catalog tells its clients to use, as they read them.

    Raises RestCatalogMissing for an answer that is no catalog's, RestCatalogElsewhere for an
    address that nobody approved: an engine would follow it to another machine.
    """
    defaults, overrides = config.get("defaults"), config.get("overrides")
    if not isinstance(overrides, dict):
        # JSON, and no catalog's.
        raise RestCatalogMissing(uri=options.uri)
    said = {**(defaults if isinstance(defaults, dict) else {}), **overrides}
    approved = {checked_address("uri", options.uri), read_web_address(token_address(options))}
    for key in ("uri", "oauth2-server-uri"):
        target = said.get(key)
        if target is None or (key == "oauth2-server-uri" and not str(target).startswith("http")):
            # A path of the catalog's own.
            continue
        if read_web_address(str(target)) not in approved:
            raise RestCatalogElsewhere(uri=options.uri)
    return said


async def _token(http: httpx.AsyncClient, options: IcebergRestOptions, secret: str) -> str:
    """Empty where there is none: then the catalog itself says whether it wants one."""
    if options.client_id is None:
        return secret
    if not secret:
        raise StorageSecretMissing
    url = token_address(options)
    form = {
        "grant_type": "client_credentials",
        "client_id": options.client_id,
        "client_secret": secret,
        "scope": options.scope or "catalog",
    }
    address = checked_address("token_uri", url)
    status, answer = await _answer(http, address, "POST", url, {}, None, form)
    if status in {400, 401, 403} and "error" in answer:
        raise StorageCredentialsRefused(account=options.client_id)
    token = answer.get("access_token")
    if status != httpx.codes.OK or not isinstance(token, str):
        # What answers there gives no tokens.
        raise RestCatalogMissing(uri=url) if status < 500 else StorageFailed
    return token


async def _answer(
    http: httpx.AsyncClient,
    address: WebAddress,
    method: str,
    url: str,
    headers: Mapping[str, str],
    asked: Mapping[str, str] | None,
    form: Mapping[str, str] | None = None,
) -> tuple[int, Mapping[str, Any]]:
    """The status, and the JSON object that came with it: empty when none did."""
    try:
        async with http.stream(method, url, headers=headers, params=asked, data=form) as answer:
            content = bytearray()
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > _LARGEST:
                    raise StorageFailed
    except httpx.HTTPError as error:
        raise await asyncio.to_thread(_unanswered, error, address) from None
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError:
        document = None
    return answer.status_code, document if isinstance(document, dict) else {}


def _unanswered(error: httpx.HTTPError, address: WebAddress) -> Problem:
    if not isinstance(error, httpx.TransportError):
        return StorageFailed()
    try:
        socket.getaddrinfo(address.host, None)
    except OSError:
        return StorageHostUnknown(host=address.host)
    causes: list[BaseException] = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(cause)
    if any(isinstance(each, ssl.SSLError) for each in causes):
        return StorageTlsRefused(host=address.host)
    if isinstance(error, httpx.ConnectError | httpx.TimeoutException):
        return StorageUnreachable(host=address.host, port=address.port)
    return StorageFailed()


def _part(name: str) -> str:
    return quote(name, safe="")
