"""Answers of OData's addresses: their headers, and its form of a problem."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from starlette.responses import Response

from catalog.model.problem import Language, Problem
from gateway.http.headers import answer_headers
from gateway.http.walk_answer import ALLOWED

_JSON = "application/json;odata.metadata=minimal"
_NOT_FOUND = frozenset({"unknown_dataset"})
_GONE = frozenset({"page_token_unknown"})
_DENIED, _NO_SUCH, _GONE_STATUS = 403, 404, 410


def odata_headers(
    status: int, request_id: str, language: Language, version: str = "4.0"
) -> dict[str, str]:
    """`OData-Version` once: a client reads two as "4.0,4.0"."""
    return {**answer_headers(status, request_id, language, ALLOWED), "OData-Version": version}


def write_refusal(
    problem: Problem, language: Language, request_id: str, *, is_anonymous: bool
) -> Response:
    """`{"error": {"code", "message"}}`. A program asks its user for a key at a 401 alone, so that
    nobody's request for what is not open answers that.
    """
    status = _status(problem)
    if is_anonymous and status in {_DENIED, _NO_SUCH}:
        status = 401
    message = f"{problem.sentence(language)} {problem.next_step(language)}"
    body = msgspec.json.encode({"error": {"code": problem.code, "message": message}})
    headers = odata_headers(status, request_id, language)
    if problem.retry_after_s is not None:
        headers["Retry-After"] = str(problem.retry_after_s)
    return Response(body, status, headers, media_type=_JSON)


def write_json(
    value: Mapping[str, object], request_id: str, language: Language, media_type: str = _JSON
) -> Response:
    headers = odata_headers(200, request_id, language)
    return Response(msgspec.json.encode(value), 200, headers, media_type=media_type)


def write_text(text: str, request_id: str, language: Language) -> Response:
    headers = odata_headers(200, request_id, language)
    return Response(text, 200, headers, media_type="text/plain")


def _status(problem: Problem) -> int:
    if problem.code in _NOT_FOUND:
        return _NO_SUCH
    return _GONE_STATUS if problem.code in _GONE else problem.status
