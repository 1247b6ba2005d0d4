"""The place of signed roots beside the store: a bucket whose objects are locked.

Under object lock in the mode COMPLIANCE nobody, the bucket's own account included, deletes or
replaces a root before its time. The requests are few and plain (PUT, GET, list), so they are signed
here (AWS Signature Version 4) instead of by a library of an object store.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

import httpx

from gateway.proof.problems import RootNotWritten

_ALGORITHM = "AWS4-HMAC-SHA256"
_KEY = re.compile(r"<Key>([^<]*)</Key>")
_THERE = 412
_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class RootsBucket:
    """`lock_days` 0: objects are not locked, only never replaced by us."""

    client: httpx.AsyncClient = field(repr=False)
    endpoint: str
    bucket: str
    prefix: str
    region: str
    access_key: str
    secret_key: str = field(repr=False)
    lock_days: int
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC), repr=False)

    async def names(self) -> frozenset[str]:
        """The names of the roots of the last thousand days; older roots came before these."""
        query = {"list-type": "2", "prefix": self.prefix}
        answer = await self._send("GET", "", query=query)
        names = (each.removeprefix(self.prefix) for each in _KEY.findall(answer.text))
        return frozenset(names)

    async def read(self, name: str) -> bytes:
        return (await self._send("GET", self.prefix + name)).content

    async def write(self, name: str, content: bytes) -> None:
        headers = {
            "content-md5": base64.b64encode(
                hashlib.md5(content, usedforsecurity=False).digest()
            ).decode(),
            "if-none-match": "*",
        }
        if self.lock_days:
            until = self.clock() + timedelta(days=self.lock_days)
            headers["x-amz-object-lock-mode"] = "COMPLIANCE"
            headers["x-amz-object-lock-retain-until-date"] = until.strftime("%Y-%m-%dT%H:%M:%SZ")
        await self._send("PUT", self.prefix + name, content=content, headers=headers)

    async def _send(
        self,
        method: str,
        key: str,
        *,
        query: dict[str, str] | None = None,
        content: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        path = f"/{quote(self.bucket)}/{quote(key)}"
        text = "&".join(
            f"{quote(name, safe='')}={quote(value, safe='')}"
            for name, value in sorted((query or {}).items())
        )
        signed = self._signed(method, path, text, content, headers or {})
        url = f"{self.endpoint.rstrip('/')}{path}{'?' + text if text else ''}"
        try:
            answer = await self.client.request(
                method, url, content=content, headers=signed, timeout=_TIMEOUT_S
            )
        except httpx.HTTPError as error:
            raise RootNotWritten(reason=type(error).__name__) from error
        if answer.is_error and not (method == "PUT" and answer.status_code == _THERE):
            raise RootNotWritten(reason=f"status {answer.status_code}")
        return answer

    def _signed(
        self, method: str, path: str, query: str, content: bytes, headers: dict[str, str]
    ) -> dict[str, str]:
        """The headers, and that which signs them."""
        now = self.clock()
        stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
        digest = hashlib.sha256(content).hexdigest()
        host = urlsplit(self.endpoint).netloc
        named = {**headers, "host": host, "x-amz-date": stamp, "x-amz-content-sha256": digest}
        names = ";".join(sorted(named))
        lines = "".join(f"{name}:{named[name]}\n" for name in sorted(named))
        request = f"{method}\n{path}\n{query}\n{lines}\n{names}\n{digest}"
        scope = f"{day}/{self.region}/s3/aws4_request"
        hashed = hashlib.sha256(request.encode()).hexdigest()
        key = f"AWS4{self.secret_key}".encode()
        for part in (day, self.region, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        text = f"{_ALGORITHM}\n{stamp}\n{scope}\n{hashed}"
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        credential = f"Credential={self.access_key}/{scope}"
        authorization = f"{_ALGORITHM} {credential}, SignedHeaders={names}, Signature={signature}"
        return {**named, "authorization": authorization}
