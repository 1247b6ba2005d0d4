"""`GET /v1/agreements/{citation}/…`: what an agreement leaves behind, as a file to keep."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from catalog.actions.sharing.problems import UnknownAgreement
from catalog.exports.problems import AgreementNotActive, NoPersonalData, NothingProposed
from catalog.model.problem import Language
from gateway.base.problems import ActsRefused, BadToken, RequestNotAsDescribed, UnknownAgent
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.for_generators import file_content
from gateway.http.rest.problem_route import ProblemRoute
from gateway.reading.reports.exporting import Export, ExportAsked, ExportKind, export_agreement
from papers.problems import PaperNotPrinted
from policies.act_problems import ActNotUnderMandate

router = APIRouter(route_class=ProblemRoute, tags=["agreements"])
Citation = Annotated[
    str, Path(description="`conv-2026-0017`, or one version of it: `conv-2026-0017@2`.")
]


def _responses(media_type: str, *problems: type) -> dict[int | str, dict[str, Any]]:
    described = {
        "description": "The file, as an attachment.",
        "content": file_content(media_type),
    }
    known = (BadToken, UnknownAgent, ActsRefused, ActNotUnderMandate, UnknownAgreement, *problems)
    return {200: described, **responses_of(*known)}


@router.get(
    "/agreements/{citation}/evidence",
    summary="The evidence pack of an agreement, a ZIP",
    response_class=Response,
    responses=_responses("application/zip", NothingProposed),
)
async def evidence(
    citation: Citation, request: Request, caller: SignedIn, services: TheServices
) -> Response:
    """Each version, its acts, who read what under it, and how to check the whole offline."""
    return await _download(citation, ExportKind.EVIDENCE, request, caller, services)


@router.get(
    "/agreements/{citation}/odrl",
    summary="The agreement in force, as ODRL",
    response_class=Response,
    responses=_responses("application/ld+json", AgreementNotActive),
)
async def odrl(
    citation: Citation, request: Request, caller: SignedIn, services: TheServices
) -> Response:
    """The W3C's vocabulary of rights, in JSON-LD."""
    return await _download(citation, ExportKind.ODRL, request, caller, services)


@router.get(
    "/agreements/{citation}/article-30",
    summary="Its lines of the register of processing, CSV",
    response_class=Response,
    responses=_responses("text/csv", NoPersonalData, RequestNotAsDescribed),
)
async def article_30(
    citation: Citation,
    request: Request,
    caller: SignedIn,
    services: TheServices,
    bom: Annotated[str, Query(pattern="^[01]$", description="1: marked for Excel.")] = "0",
) -> Response:
    """Article 30 of the GDPR; for agreements that give personal data."""
    return await _download(
        citation, ExportKind.ARTICLE_30, request, caller, services, bom=bom == "1"
    )


@router.get(
    "/agreements/{citation}/paper",
    summary="An agreement as a paper, tagged PDF or web page",
    response_class=Response,
    responses=_responses("application/pdf", PaperNotPrinted, RequestNotAsDescribed),
)
async def paper(
    citation: Citation,
    request: Request,
    caller: SignedIn,
    services: TheServices,
    language: LanguageAsked,
    kind: Annotated[str, Query(alias="format", pattern="^(pdf|html)$")] = "pdf",
    lang: Annotated[str | None, Query(pattern="^(fr|en)$", description="Of the paper.")] = None,
) -> Response:
    """The signed text in words, who signed it and on what ground; the text itself is attached."""
    chosen: Language = language if lang is None else ("fr" if lang == "fr" else "en")
    return await _download(citation, ExportKind(kind), request, caller, services, language=chosen)


async def _download(
    citation: str,
    kind: ExportKind,
    request: Request,
    caller: SignedIn,
    services: TheServices,
    *,
    bom: bool = False,
    language: Language = "fr",
) -> Response:
    ports = services.query
    # The address of the platform, not that under which these addresses are mounted.
    base = ports.public_url or str(request.url.replace(path="/", query="", fragment=""))
    body = str(caller.subject.organisation or "")
    asked = ExportAsked(citation, kind, base, bom, language, services.papers, body)
    export = await export_agreement(asked, caller, ports, services.acts.law, request.state.id)
    return _attached(export)


def _attached(export: Export) -> Response:
    return Response(
        export.content,
        media_type=export.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{export.file_name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
