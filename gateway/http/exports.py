"""`GET /v1/agreements/{citation}/…`: what an agreement leaves behind, as a file to keep."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from catalog.model.problem import Problem
from gateway.error_reporting import tell_bug
from gateway.http.problem_json import write_problem
from gateway.identity.subject import resolve_subject
from gateway.problems import BadRequest, BadToken
from gateway.query.request import read_language
from gateway.reports.exporting import Export, ExportAsked, ExportKind, export_agreement
from gateway.services import Services

Endpoint = Callable[[Request], Awaitable[Response]]


def export_endpoint(kind: ExportKind) -> Endpoint:
    """`?bom=1` marks a CSV for Excel."""

    async def endpoint(request: Request) -> Response:
        request_id = uuid.uuid4().hex
        try:
            return _download(await _export(request, kind, request_id))
        except Problem as raised:
            problem = raised
        except Exception as bug:  # noqa: BLE001 - the last wall: a bug never reaches a caller
            problem = tell_bug(bug, request_id)
        return write_problem(
            problem, read_language(request.headers.get("accept-language")), request_id
        )

    return endpoint


async def _export(request: Request, kind: ExportKind, request_id: str) -> Export:
    services: Services = request.app.state.services
    ports = services.query
    claims = await ports.authenticator.authenticate(request.headers.get("authorization"))
    if claims is None:
        raise BadToken(reason_fr="il manque", reason_en="it is missing")
    subject = resolve_subject(
        claims,
        await ports.catalog.current(),
        purpose=None,
        on_behalf_of=request.headers.get("interco-on-behalf-of"),
        now=ports.clock(),
    )
    asked = ExportAsked(
        citation=request.path_params["citation"],
        kind=kind,
        base=ports.public_url or str(request.base_url),
        bom=_read_bom(request.query_params.get("bom", "0")),
    )
    return await export_agreement(asked, subject, ports, services.acts.law, request_id)


def _read_bom(text: str) -> bool:
    if text not in {"0", "1"}:
        raise BadRequest(what_fr="« bom » vaut 0 ou 1", what_en='"bom" is 0 or 1')
    return text == "1"


def _download(export: Export) -> Response:
    return Response(
        export.content,
        media_type=export.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{export.file_name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
