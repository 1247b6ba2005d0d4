"""`POST /v1/sql`: one statement in Trino's dialect, its rows in the format asked for."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response

from catalog.model.problem import OperatorProblem, Problem
from gateway.body import read_body
from gateway.bugs import tell_bug
from gateway.leaving import until_the_client_leaves
from gateway.ports import Ports
from gateway.problem_json import write_problem
from gateway.problems import (
    BadRequest,
    DocumentTooLarge,
    MethodNotAllowed,
    NotAcceptable,
    UnsupportedMediaType,
)
from gateway.request import read_file_reference, read_language
from gateway.sql.answer import answer_sql
from gateway.sql.request import SqlRequest

JSON = "application/json"
_BODY_OVERHEAD_BYTES = 1_000_000
"""Parameters come beside the statement."""
_MANY_ROWS = 500
_log = structlog.get_logger()


async def sql_endpoint(request: Request) -> Response:
    """`{"query": "SELECT …", "parameters": […]}` in; columns and rows out, or one Problem."""
    request_id = uuid.uuid4().hex
    language = read_language(request.headers.get("accept-language"))
    started = time.perf_counter()
    try:
        response = await _answer(request, request_id)
    except Problem as problem:
        if isinstance(problem, OperatorProblem):
            _log.error("operator_problem", request_id=request_id, code=problem.code)
        response = write_problem(problem, language, request_id)
    except Exception as bug:  # noqa: BLE001 - the last wall: a bug never reaches a caller
        response = write_problem(tell_bug(bug, request_id), language, request_id)
    _log.info(
        "sql_request",
        request_id=request_id,
        status=response.status_code,
        duration_ms=round((time.perf_counter() - started) * 1000, 2),
    )
    return _headed(response, request_id, language)


async def _answer(request: Request, request_id: str) -> Response:
    ports: Ports = request.app.state.ports
    negotiate(request.headers.get("accept"))
    asked = await _read_request(request, request_id, ports.max_document_bytes)
    rows = await until_the_client_leaves(request, lambda: answer_sql(asked, ports))
    if rows is None:
        _log.info("request_cancelled", request_id=request_id)
        return Response(status_code=499)
    many = rows.table.num_rows > _MANY_ROWS
    body = await asyncio.to_thread(rows.json) if many else rows.json()
    return Response(body, media_type=JSON)


def negotiate(accept: str | None) -> str:
    """The media type of the answer (RFC 9110 section 12.5.1); NotAcceptable when none fits."""
    if not accept:
        return JSON
    for part in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        refused = any(each.replace(" ", "") in {"q=0", "q=0.0"} for each in parameters)
        if kind in {JSON, "application/*", "*/*"} and not refused:
            return JSON
    raise NotAcceptable


async def _read_request(request: Request, request_id: str, max_bytes: int) -> SqlRequest:
    if request.method != "POST":
        raise MethodNotAllowed(method=request.method)
    content_type, _, rest = request.headers.get("content-type", "").partition(";")
    charset = rest.strip().lower().removeprefix("charset=").strip('"')
    if content_type.strip().lower() != JSON or charset not in {"", "utf-8"}:
        raise UnsupportedMediaType
    body = _json_object(await read_body(request, max_bytes + _BODY_OVERHEAD_BYTES))
    statement, parameters = body.get("query"), body.get("parameters")
    if not isinstance(statement, str):
        raise BadRequest(
            what_fr="« query » manque ou n'est pas un texte",
            what_en='"query" is missing or is not text',
        )
    if len(statement.encode("utf-8", "surrogatepass")) > max_bytes:
        raise DocumentTooLarge(limit=max_bytes)
    if not isinstance(parameters, list | None):
        raise BadRequest(
            what_fr="« parameters » doit être une liste", what_en='"parameters" must be a list'
        )
    headers = request.headers
    return SqlRequest(
        id=request_id,
        document=statement,
        parameters=tuple(parameters or ()),
        authorization=headers.get("authorization"),
        purpose=headers.get("interco-purpose"),
        on_behalf_of=headers.get("interco-on-behalf-of"),
        file_reference=read_file_reference(headers.get("interco-file-reference")),
        language=read_language(headers.get("accept-language")),
    )


def _json_object(text: bytes) -> Mapping[str, Any]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        raise BadRequest(
            what_fr="le corps doit être un objet JSON", what_en="the body must be a JSON object"
        )
    return value


def _headed(response: Response, request_id: str, language: str) -> Response:
    headers = {
        "Interco-Request-Id": request_id,
        "Content-Language": language,
        "Cache-Control": "no-store",
        "Vary": "Accept, Accept-Language, Authorization",
        "X-Content-Type-Options": "nosniff",
    }
    if response.status_code == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="interco", error="invalid_token"'
    if response.status_code == 405:
        headers["Allow"] = "POST"
    response.headers.update(headers)
    return response
