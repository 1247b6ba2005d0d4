"""The heads of an S3 store's objects, asked for by ourselves.

DuckDB does not tell an object's ETag, and a client that follows redirections could be led to where
nobody approved (the AWS library within Arrow does follow them).
"""

from __future__ import annotations

import hashlib
import hmac
import ssl
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote

import httpx

_TIMEOUT_S = 3.0
_KEPT_S = 30.0
_AT_ONCE = 8
_ALGORITHM = "AWS4-HMAC-SHA256"
_NO_CONTENT = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class StoreKeys:
    access_key: str
    secret: str = field(repr=False)
    region: str


class ObjectHeads:
    """Of one store: `authority` is its host, and its port where there is one. To be closed."""

    def __init__(self, authority: str, keys: StoreKeys, *, use_tls: bool) -> None:
        self._authority = authority
        self._keys = keys
        self._base = f"{'https' if use_tls else 'http'}://{authority}"
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="object-heads")
        # Nothing of the environment counts, and no redirection is followed.
        self._http = httpx.Client(
            timeout=_TIMEOUT_S,
            limits=httpx.Limits(keepalive_expiry=_KEPT_S),
            trust_env=False,
            # Without TLS, no authority is read from the disk, and none is trusted.
            verify=ssl.create_default_context()
            if use_tls
            else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        )

    def read(self, paths: Sequence[str]) -> Iterator[Mapping[str, str] | None]:
        """The headers of the object at each path, which is `/bucket/key`; None where the store
        gives none, for whatever reason. Several at once; blocks.
        """
        return map(self._read, paths) if len(paths) == 1 else self._threads.map(self._read, paths)

    def _read(self, path: str) -> Mapping[str, str] | None:
        url = quote(path)
        signed = signed_headers(self._keys, self._authority, url, datetime.now(UTC))
        try:
            answer = self._http.head(self._base + url, headers=signed)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
            return None
        return answer.headers if answer.status_code == httpx.codes.OK else None

    def close(self) -> None:
        self._threads.shutdown()
        self._http.close()


def signed_headers(keys: StoreKeys, authority: str, url: str, at: datetime) -> dict[str, str]:
    """Of a HEAD for `url`, a quoted path: AWS Signature Version 4, in a header.

    https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    """
    time = at.strftime("%Y%m%dT%H%M%SZ")
    day = time[:8]
    headers = {"host": authority, "x-amz-content-sha256": _NO_CONTENT, "x-amz-date": time}
    names = ";".join(headers)
    lines = [f"{name}:{value}\n" for name, value in headers.items()]
    request = "\n".join(("HEAD", url, "", "".join(lines), names, _NO_CONTENT))
    scope = f"{day}/{keys.region}/s3/aws4_request"
    digest = hashlib.sha256(request.encode()).hexdigest()
    key = f"AWS4{keys.secret}".encode()
    for part in (*scope.split("/"), f"{_ALGORITHM}\n{time}\n{scope}\n{digest}"):
        key = hmac.digest(key, part.encode(), "sha256")
    credential = f"Credential={keys.access_key}/{scope}"
    signed = f"{credential}, SignedHeaders={names}, Signature={key.hex()}"
    return {**headers, "authorization": f"{_ALGORITHM} {signed}"}
