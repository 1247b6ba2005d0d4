"""`POST /v1/apply`: a declaration from elsewhere, applied as the token's agent."""

from __future__ import annotations

import uuid
from typing import Any

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from catalog.declaration.declaration import read_documents
from catalog.declaration.rendering import difference_lines
from catalog.model.problem import Problem
from gateway.acts.act import apply_declaration
from gateway.http.body import read_body
from gateway.http.problem_json import write_problem
from gateway.identity.subject import resolve_subject
from gateway.problems import BadRequest, BadToken
from gateway.query.request import read_language
from gateway.services import Services
from policies.problems import MandateRequired

_log = structlog.get_logger()
_MAX_BYTES = 20_000_000


async def apply_endpoint(request: Request) -> Response:
    """`{"documents": {name: text}, "dryRun": bool}` in, the lines of the difference out."""
    services: Services = request.app.state.services
    ports = services.query
    language = read_language(request.headers.get("accept-language"))
    request_id = uuid.uuid4().hex
    try:
        documents, dry_run = _read_body(await read_body(request, _MAX_BYTES))
        claims = await ports.authenticator.authenticate(request.headers.get("authorization"))
        if claims is None:
            raise BadToken(reason_fr="il manque", reason_en="it is missing")
        snapshot = await ports.catalog.current()
        subject = resolve_subject(
            claims,
            snapshot,
            purpose=None,
            on_behalf_of=request.headers.get("interco-on-behalf-of"),
            now=ports.clock(),
        )
        if subject.on_behalf_of is not None:
            # A declaration is one's own: the header is refused, never ignored.
            raise MandateRequired
        declaration = read_documents(documents)
        difference = await apply_declaration(
            declaration, subject, services.acts, dry_run=dry_run, reads_sources=True
        )
    except Problem as problem:
        _log.info("apply_request", request_id=request_id, status=problem.status)
        return write_problem(problem, language, request_id)
    _log.info("apply_request", request_id=request_id, status=200, dry_run=dry_run)
    lines = difference_lines(difference, language)
    return JSONResponse({"difference": lines, "applied": not (dry_run or difference.is_empty)})


def _read_body(body: bytes) -> tuple[dict[str, bytes], bool]:
    try:
        document: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        document = None
    match document:
        case {"documents": dict(documents), "dryRun": bool(dry_run)}:
            if all(isinstance(text, str) for text in documents.values()):
                return {name: text.encode() for name, text in documents.items()}, dry_run
    raise BadRequest(
        what_fr="« documents » (nom : texte) et « dryRun » sont attendus",
        what_en='"documents" (name: text) and "dryRun" are expected',
    )
