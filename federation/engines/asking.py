"""For whom a statement is sent: the request's own reference, by which logs and audit are joined."""

from __future__ import annotations

from contextvars import ContextVar

REQUEST: ContextVar[str] = ContextVar("interco_request", default="")
"""Set where a request begins; letters and digits of our own making, nothing of the caller's."""


def source_name() -> str:
    """What an engine's own list of queries shows of where a query comes from."""
    request = REQUEST.get()
    return f"interco {request}" if request else "interco"
