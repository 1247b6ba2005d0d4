"""Problems over plain HTTP: RFC 9457, with the sentence, the code and the next step."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse

from catalog.actions.problems import ActRefused
from catalog.model.problem import Language, Problem


def write_problem(
    problem: Problem, language: Language, request_id: str | None = None
) -> JSONResponse:
    body = _document(problem, language)
    if request_id is not None:
        body["instance"] = f"urn:interco:request:{request_id}"
    parts = [_document(each, language) for each in getattr(problem, "problems", ())]
    if isinstance(problem, ActRefused):
        parts += [
            _document(each.problem, language)
            | ({"path": ".".join(map(str, each.path))} if each.path else {})
            for each in problem.findings
        ]
    if parts:
        body["problems"] = parts
    headers = {}
    if problem.retry_after_s is not None:
        headers["Retry-After"] = str(problem.retry_after_s)
    return JSONResponse(body, problem.status, headers, media_type="application/problem+json")


def _document(problem: Problem, language: Language) -> dict[str, Any]:
    document: dict[str, Any] = {
        "type": f"urn:interco:problem:{problem.code}",
        "title": problem.sentence(language),
        "status": problem.status,
        "detail": problem.next_step(language),
        "code": problem.code,
    }
    if problem.place is not None:
        place = problem.place
        document["place"] = {"file": place.file, "line": place.line, "column": place.column}
    if problem.did_you_mean is not None:
        document["suggestion"] = problem.did_you_mean
    return document
