"""Answers of the addresses of OGC API: JSON or HTML, never kept by anybody on the way."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from catalog.model.problem import Language, Problem
from gateway.http.headers import answer_headers
from gateway.http.ogc.documents import GEOJSON_TYPE, HTML_TYPE
from gateway.http.ogc.problems import OgcParameter
from gateway.http.problem_json import write_problem
from gateway.http.walk_answer import ALLOWED, is_anonymous

_DENIED, _NO_SUCH, _UNAUTHORISED = 403, 404, 401
_NOT_FOUND = frozenset({"unknown_dataset"})
CONTENT_CRS = "Content-Crs"
_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"


def write_document(
    document: Mapping[str, object], media_type: str, request_id: str, language: Language
) -> Response:
    headers = answer_headers(200, request_id, language, ALLOWED)
    return Response(msgspec.json.encode(document), 200, headers, media_type=media_type)


def write_html(text: str, request_id: str, language: Language) -> Response:
    headers = answer_headers(200, request_id, language, ALLOWED)
    headers["Content-Security-Policy"] = _POLICY
    return Response(text, 200, headers, media_type=HTML_TYPE)


def refusal_of(problem: Problem, request: Request, language: Language, request_id: str) -> Response:
    """A program asks its user for a key at a 401 alone: nobody's request answers that for what is
    not open.
    """
    answer = write_problem(problem, language, request_id)
    if problem.code in _NOT_FOUND:
        answer.status_code = _NO_SUCH
    if is_anonymous(request) and answer.status_code in {_DENIED, _NO_SUCH}:
        answer.status_code = _UNAUTHORISED
    body = msgspec.json.decode(bytes(answer.body)) | {"status": answer.status_code}
    answer.body = msgspec.json.encode(body)
    answer.headers["Content-Length"] = str(len(answer.body))
    answer.headers.update(answer_headers(answer.status_code, request_id, language, ALLOWED))
    return answer


def wants_html(request: Request, form: str | None) -> bool:
    """By `f`, else by Accept where HTML stands before JSON. Raises OgcParameter."""
    if form is not None:
        if form not in {"json", "html"}:
            raise OgcParameter(
                name="f", reason_fr="json ou html est attendu", reason_en="json or html is expected"
            )
        return form == "html"
    kinds = [
        each.partition(";")[0].strip().lower()
        for each in request.headers.get("accept", "").split(",")
    ]
    types = [each for each in kinds if each in {HTML_TYPE, "application/json", GEOJSON_TYPE}]
    return bool(types) and types[0] == HTML_TYPE
