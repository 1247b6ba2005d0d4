"""`/graphql`, as GraphQL over HTTP says: negotiation, parameters, status codes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.model.problem import Language, Problem
from gateway.base.problems import (
    BadRequest,
    DocumentTooLarge,
    MethodNotAllowed,
    ShuttingDown,
)
from gateway.control.execute import answer_document
from gateway.control.subscribing import is_subscription
from gateway.http.accept import EVENTS, GRAPHQL_JSON, JSON, choose_graphql_type, takes_events
from gateway.http.body import read_body
from gateway.http.disconnect import run_until_disconnect
from gateway.http.event_stream import EventStream, event_status, events_of, session_of
from gateway.http.headers import (
    RECEIPT,
    answer_headers,
    expect_json,
    json_object,
    read_headers,
    refuse_other_keys,
)
from gateway.http.persisted_query import read_document_id, read_hash, refuse_other_hash
from gateway.http.unrouted import accepted
from gateway.reading.query.request import (
    Answer,
    GraphqlRequest,
    read_language,
)
from gateway.services import Services
from schema.response.writer import write_refusal
from schema.stream_problems import NoLists

_log = structlog.get_logger()
ALLOWED = "GET, POST, OPTIONS"
_KEYS = ("query", "variables", "operationName", "extensions", "documentId")
"""Of a body: those of GraphQL over HTTP, and of clients that name a saved document."""
_BODY_OVERHEAD_BYTES = 1_000_000
"""Variables come beside the document; a list of codes may be long, a body may not be endless."""


async def graphql_endpoint(request: Request) -> Response:
    """POST and GET; a browser that asks for a page is sent to GraphiQL."""
    if request.method == "OPTIONS":
        return accepted(ALLOWED)
    services: Services = request.app.state.services
    request_id = uuid.uuid4().hex
    language = read_language(request.headers.get("accept-language"))
    if request.method == "GET" and _wants_page(request):
        return RedirectResponse("/graphiql")
    media_type = GRAPHQL_JSON
    try:
        media_type = choose_graphql_type(request.headers.get("accept"))
        asked = await _read_request(request, request_id, services.query.max_document_bytes)
    except Problem as problem:
        _log.info("request", request_id=request_id, status=problem.status, executed=False)
        return _response(_refusal(problem, language, request_id), media_type, request_id, language)
    if takes_events(request.headers.get("accept")) and is_subscription(asked):
        return EventStream(asked, session_of(request, services), services)
    try:
        result = await run_until_disconnect(request, lambda: answer_document(asked, services))
    except ShuttingDown as problem:
        result = _refusal(problem, language, request_id)
    if result is None:
        return Response(status_code=499)
    return _response(result, media_type, request_id, language)


async def _read_request(request: Request, request_id: str, max_bytes: int) -> GraphqlRequest:
    match request.method:
        case "POST":
            parameters = await _body_parameters(request, max_bytes)
        case "GET":
            parameters = _url_parameters(request)
        case method:
            raise MethodNotAllowed(method=method[:20], allowed=ALLOWED)
    document_hash = read_hash(parameters.get("extensions"))
    document_name = read_document_id(parameters)
    by_hash = document_hash is not None or document_name is not None
    document, operation_name, variables = _checked(parameters, by_hash=by_hash)
    if len(document.encode("utf-8", "surrogatepass")) > max_bytes:
        raise DocumentTooLarge(limit=max_bytes)
    refuse_other_hash(document, document_hash)
    headers = read_headers(request)
    return GraphqlRequest(
        id=request_id,
        document=document,
        operation_name=operation_name,
        variables=variables,
        authorization=headers.authorization,
        session=headers.session,
        purpose=headers.purpose,
        on_behalf_of=headers.on_behalf_of,
        file_reference=headers.file_reference,
        scope=request.query_params.get("scope"),
        language=headers.language,
        safe=request.method == "GET",
        address=headers.address,
        document_hash=document_hash,
        document_name=document_name,
    )


async def _body_parameters(request: Request, max_bytes: int) -> Mapping[str, Any]:
    expect_json(request)
    body = await read_body(request, max_bytes + _BODY_OVERHEAD_BYTES)
    if body.lstrip()[:1] == b"[":
        raise NoLists
    parameters = json_object(body, "le corps", "the body")
    refuse_other_keys(parameters, _KEYS)
    return parameters


def _url_parameters(request: Request) -> Mapping[str, Any]:
    parameters: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if name in parameters and not parameters[name]:
            del parameters[name]
        elif name in parameters:
            parameters[name] = json_object(parameters[name].encode(), f"« {name} »", f'"{name}"')
    return parameters


def _checked(
    parameters: Mapping[str, Any], *, by_hash: bool
) -> tuple[str, str | None, Mapping[str, Any]]:
    document = parameters.get("query")
    if by_hash and (document is None or document == ""):
        document = ""
    elif not isinstance(document, str) or not document.strip():
        raise BadRequest(
            what_fr="« query » manque ou n'est pas un texte",
            what_en='"query" is missing or is not text',
        )
    operation_name = parameters.get("operationName")
    if operation_name is not None and not isinstance(operation_name, str):
        raise BadRequest(
            what_fr="« operationName » doit être un texte", what_en='"operationName" must be text'
        )
    for name in ("variables", "extensions"):
        if not isinstance(parameters.get(name), dict | None):
            raise BadRequest(
                what_fr=f"« {name} » doit être un objet", what_en=f'"{name}" must be an object'
            )
    return document, operation_name or None, parameters.get("variables") or {}


def _wants_page(request: Request) -> bool:
    asks = {"query", "extensions", "documentId"} & request.query_params.keys()
    return not asks and "text/html" in request.headers.get("accept", "")


def _refusal(problem: Problem, language: Any, request_id: str) -> Answer:
    body = write_refusal((problem,), language, request_id)
    return Answer(body=body, status=problem.status, executed=False)


def _response(result: Answer, media_type: str, request_id: str, language: Language) -> Response:
    status = result.status
    if media_type == JSON and result.refused_document:
        # What older clients expect: there the status tells of the request, not of the document.
        status = 200
    body = result.body
    if media_type == EVENTS:
        body, status = events_of(body), event_status(status)
    headers = answer_headers(status, request_id, language, ALLOWED)
    if result.retry_after_s is not None:
        headers["Retry-After"] = str(result.retry_after_s)
    if result.receipt is not None:
        headers[RECEIPT] = result.receipt
    return Response(
        body, status_code=status, media_type=f"{media_type}; charset=utf-8", headers=headers
    )
