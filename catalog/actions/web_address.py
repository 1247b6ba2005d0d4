"""An `http(s)` address as a steward types it: a plain one, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from catalog.actions.organisation import is_host

_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class WebAddress:
    """`path` is empty, or begins with "/" and does not end with it."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.path}"


def read_web_address(text: str) -> WebAddress | None:
    """None for what has an account, a query, a fragment, a step up, or no known scheme."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    rebuilt = f"[{host}]" if ":" in host else host
    authority = rebuilt if port is None else f"{rebuilt}:{port}"
    # As given, or what was left out would be read differently by another program.
    if f"{parts.scheme}://{authority}{parts.path}" != text or not is_host(host):
        return None
    if parts.scheme not in _PORTS or port == 0 or not _PATH.fullmatch(parts.path):
        return None
    return WebAddress(parts.scheme, host, port or _PORTS[parts.scheme], parts.path.rstrip("/"))
