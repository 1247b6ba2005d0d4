"""Logs for the person on call: one JSON object a line, without secrets, SQL or data values."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from typing_extensions import override

from federation.engines.query_tag import REQUEST

_SILENT = ("httpx", "httpcore", "sqlalchemy", "psycopg", "strawberry", "aiosmtplib")
"""They may print a query or an address."""
_PLAIN = ("uvicorn", "asyncio")
"""Libraries that log their own words: the first line is shown, never the values that fill it."""
_LONGEST = 200
_KNOWN_ALREADY = "ASGI callable returned without completing response."
"""An answer that was broken off, which `sql_request` tells, with why and how much was sent."""


def configure_logging(level: str) -> None:
    """Structlog to standard error; what libraries log comes as JSON too, without their values."""
    libraries = logging.StreamHandler(sys.stderr)
    libraries.addFilter(_is_news)
    libraries.setFormatter(_LibraryLine())
    logging.basicConfig(level=logging.WARNING, handlers=[libraries], force=True)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            _with_request,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _is_news(record: logging.LogRecord) -> bool:
    """False for what a line of ours has said: uvicorn tells a start that failed by a traceback,
    beside `lifespan_failed` or `bug`.
    """
    is_trace = record.name == "uvicorn.error" and str(record.msg).startswith("Traceback")
    return record.msg != _KNOWN_ALREADY and not is_trace


def _with_request(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The reference that whoever asked was given, on every line that its request causes."""
    request = REQUEST.get()
    if request:
        event.setdefault("request_id", request)
    return event


class _LibraryLine(logging.Formatter):
    """A record of the standard library's logging; an exception by its class and its places."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {"event": "library", "logger": record.name}
        if record.name.partition(".")[0] in _PLAIN:
            line["said"] = str(record.msg).partition("\n")[0][:_LONGEST]
        if record.exc_info is not None and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            line["error"] = kind.__name__
            line["places"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(trace)
            ]
        event: MutableMapping[str, Any] = _with_request(None, "", line)
        event["level"] = record.levelname.lower()
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
        said = structlog.processors.JSONRenderer(ensure_ascii=False)(
            None, "", stamp(None, "", event)
        )
        return said if isinstance(said, str) else said.decode()
