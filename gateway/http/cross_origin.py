"""Pages of other addresses that may ask this gateway: those that the operator listed, by CORS."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

_SENT = (
    "Authorization",
    "Content-Type",
    "Interco-Purpose",
    "Interco-On-Behalf-Of",
    "Interco-File-Reference",
    "Interco-Overlap",
)
_READ = (
    "Interco-Request-Id",
    "Interco-Receipt",
    "Interco-Scope",
    "Interco-Masked",
    "Retry-After",
    "Content-Disposition",
)
_FRESH_S = 600


def cross_origin(origins: tuple[str, ...]) -> list[Middleware]:
    """None where no origin is listed: then nothing of an answer tells of CORS.

    Without credentials: a token is sent by the page itself, and a cookie of ours is of no use to
    another site (session_guard.py).
    """
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=("GET", "POST"),
            allow_headers=_SENT,
            expose_headers=_READ,
            max_age=_FRESH_S,
        )
    ]
