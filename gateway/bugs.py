"""What is not a Problem is a bug: told to the person on call, never to the caller."""

from __future__ import annotations

import traceback

import structlog

from gateway.problems import UnexpectedFailure

_log = structlog.get_logger()


def tell_bug(bug: Exception, request_id: str) -> UnexpectedFailure:
    """Logs where it happened, without the message: an exception's text may hold a value."""
    places = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(bug.__traceback__)
    ]
    _log.error("bug", request_id=request_id, error=type(bug).__name__, places=places)
    return UnexpectedFailure()
