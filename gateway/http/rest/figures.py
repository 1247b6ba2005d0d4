"""`/v1/figures`: frozen figures of one's own body, and their papers."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from catalog.actions.figures.content import FigureLabel
from catalog.actions.figures.problems import (
    FigureCorrected,
    FigureExists,
    FigureTooLarge,
    FigureWithoutRows,
    TooManyFigures,
    UnknownFigure,
)
from catalog.actions.problems import ActRefused
from catalog.actions.services.problems import PreviewDiffers
from catalog.figure_coverage import FigureCoverage
from catalog.model.problem import Language
from catalog.problems import CatalogMoved
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    DocumentTooLarge,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.figures.frozen.letters import LetterFormat, letter_of
from gateway.figures.frozen.papers import FigurePaper, PaperWanted, paper_name, paper_of
from gateway.figures.frozen.problems import NoSuchPart, NotAnAnswer
from gateway.figures.frozen.service import FigureSearch, FigureService, SeenFigure
from gateway.figures.frozen.told import told_of
from gateway.http.headers import read_headers
from gateway.http.rest.allowed import OF_FIGURES
from gateway.http.rest.bodies import SentStrictly, Shown, body_of, read_sent
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.for_generators import file_content
from gateway.http.rest.problem_route import ProblemRoute
from gateway.reading.query.sql_request import SqlRequest
from gateway.services import Services
from papers.problems import PaperNotPrinted
from papers.report_sheet import ReportPart

router = APIRouter(route_class=ProblemRoute, tags=["figures"])
_MAX_BYTES = 200_000
_WHO = (BadToken, UnknownAgent, RequestNotAsDescribed)
_FROZEN = (
    *(ActsRefused, ActRefused, FigureTooLarge, FigureWithoutRows, TooManyFigures),
    *(NotAnAnswer, CatalogMoved, DocumentTooLarge, PreviewDiffers),
)
Digest = Annotated[
    str, Path(pattern="^[0-9a-fA-F]{64}$", description="SHA-256 of the figure, in hexadecimal.")
]
Purpose = Annotated[
    str | None,
    Header(alias="Interco-Purpose", description="What for: that of the statement, as at /v1/sql."),
]


class FigureWanted(SentStrictly):
    query: str = Field(description="A statement in SQL, run as at /v1/sql.")
    parameters: list[Any] = Field(default_factory=list, description="For each `?`.")
    indicator: str = Field(description="A short name: `tonnage_omr`.")
    title_fr: str
    title_en: str | None = None
    year: int | None = None
    deliberation: str | None = Field(None, description="The reference of the vote.")
    comment_fr: str | None = Field(None, description="A text of the body's own, on the paper.")
    comment_en: str | None = None
    replaces: str | None = Field(None, description="The digest of the figure that it corrects.")
    what_changed: str | None = Field(None, description="With `replaces`.")
    seen: str | None = Field(None, description="Of a dry run: these figures, or nothing.")
    dry_run: bool = Field(False, description="Run the statement, and keep nothing.")


class DisputesWanted(SentStrictly):
    to: str = Field(max_length=200, description="The contractor: its short name or its SIREN.")
    dry_run: bool = Field(False, description="Say to whom, and send nothing.")


class DisputesSent(BaseModel):
    applied: bool
    to: str = Field(description="Its name.")


class FigureDocument(Shown):
    digest: str
    indicator: str
    year: int | None
    title: str = Field(description="In the language asked for.")
    version: int
    replaces: str | None
    corrected_by: str | None
    frozen_at: str
    agreements: list[str]
    datasets: list[str]
    coverage: FigureCoverage = Field(description="Whether it covers all that it is about.")
    content: dict[str, Any] | None = Field(
        description="What the digest is of, once it is canonical JSON; not in a list."
    )
    seen: str | None = Field(
        default=None, description="Of what is frozen now: given back, no other is."
    )


class FigureList(BaseModel):
    figures: list[FigureDocument]


@router.get(
    "/figures", summary="The frozen figures of one's own body", responses=responses_of(*_WHO)
)
async def figures(
    request: Request,
    caller: SignedIn,
    services: TheServices,
    language: LanguageAsked,
    year: Annotated[int | None, Query(description="Of that year alone.")] = None,
    indicator: Annotated[str | None, Query(max_length=60)] = None,
    search: Annotated[str, Query(max_length=200, description="Words of the title.")] = "",
    *,
    corrected: Annotated[bool, Query(description="With those that were corrected.")] = False,
) -> FigureList:
    """The last year first; those that were corrected only where they are asked for."""
    wanted = FigureSearch(year, indicator, search, corrected)
    listed = await _service(request, caller, services).figures(wanted)
    return FigureList(figures=[_document(seen, language, whole=False) for seen in listed])


@router.post(
    "/figures",
    summary="Run a statement and freeze its answer",
    status_code=201,
    response_model=FigureDocument,
    responses={
        200: {"description": "A dry run: nothing is kept.", "model": FigureDocument},
        **responses_of(*_WHO, *_FROZEN, FigureExists, FigureCorrected, UnknownFigure),
    },
    dependencies=[OF_FIGURES],
    openapi_extra=body_of(FigureWanted),
)
async def freeze(
    request: Request,
    caller: SignedIn,
    services: TheServices,
    language: LanguageAsked,
    _purpose: Purpose = None,
) -> JSONResponse:
    """For stewards and approvers: it is kept with its receipt, read-only, under its digest."""
    sent = await read_sent(FigureWanted, request, limit=_MAX_BYTES)
    service = _service(request, caller, services)
    label = FigureLabel(
        sent.indicator.strip(),
        sent.title_fr.strip(),
        (sent.title_en or sent.title_fr).strip(),
        sent.year,
        (sent.deliberation or "").strip() or None,
        (sent.comment_fr or "").strip() or None,
        (sent.comment_en or "").strip() or None,
    )
    if sent.replaces is None:
        frozen = await service.freeze(
            label, sent.query, sent.parameters, seen=sent.seen, dry_run=sent.dry_run
        )
    else:
        frozen = await service.correct(
            sent.replaces,
            label,
            sent.query,
            sent.parameters,
            sent.what_changed or "",
            seen=sent.seen,
            dry_run=sent.dry_run,
        )
    document = _document(SeenFigure(frozen.figure, None), language, whole=True)
    return JSONResponse(
        {**document.model_dump(by_alias=True), "seen": frozen.seen},
        200 if sent.dry_run else 201,
        headers={"Cache-Control": "no-store"},
    )


@router.get(
    "/figures/{digest}",
    summary="One frozen figure, whole",
    responses=responses_of(*_WHO, UnknownFigure),
)
async def figure(
    digest: Digest,
    request: Request,
    caller: SignedIn,
    services: TheServices,
    language: LanguageAsked,
) -> FigureDocument:
    """What another body has frozen is unknown, as what nobody has."""
    seen = await _service(request, caller, services).figure(digest)
    return _document(seen, language, whole=True)


@router.post(
    "/figures/{digest}/disputes",
    summary="Send its disputes to the contractor whose slips they are about",
    response_model=DisputesSent,
    responses=responses_of(
        *_WHO, UnknownFigure, ActsRefused, ActRefused, CatalogMoved, DocumentTooLarge
    ),
    dependencies=[OF_FIGURES],
    openapi_extra=body_of(DisputesWanted),
)
async def send_disputes(
    digest: Digest,
    request: Request,
    caller: SignedIn,
    services: TheServices,
) -> DisputesSent:
    """For stewards and approvers. The contractor reads both rows of each, and no other client's."""
    sent = await read_sent(DisputesWanted, request, limit=_MAX_BYTES)
    service = _service(request, caller, services)
    name = await service.send_disputes(digest, sent.to, dry_run=sent.dry_run)
    return DisputesSent(applied=not sent.dry_run, to=name)


@router.get(
    "/figures/{digest}/paper",
    summary="Its paper: PDF, web page, workbook, canonical JSON",
    response_class=Response,
    responses={
        200: {
            "description": "The file, as an attachment.",
            "content": file_content(*(kind.media_type for kind in FigurePaper)),
        },
        **responses_of(*_WHO, UnknownFigure, NoSuchPart, PaperNotPrinted),
    },
)
async def paper(
    digest: Digest,
    request: Request,
    caller: SignedIn,
    services: TheServices,
    language: LanguageAsked,
    kind: Annotated[FigurePaper, Query(alias="format")] = FigurePaper.PDF,
    lang: Annotated[str | None, Query(pattern="^(fr|en)$", description="Of the paper.")] = None,
    part: Annotated[
        ReportPart,
        Query(description="Of a report: whole, without communes, or one block for each."),
    ] = ReportPart.WHOLE,
    commune: Annotated[
        str | None,
        Query(pattern="^[0-9][0-9AB][0-9]{3}$", description="The page of that commune alone."),
    ] = None,
) -> Response:
    """Made of the canonical JSON alone: the same bytes each time."""
    service = _service(request, caller, services)
    seen, catalog = await service.figure(digest), await services.acts.catalog.current()
    base = services.query.public_url or str(request.base_url.replace(path="/"))
    wanted = PaperWanted(kind, _paper_language(language, lang), part, commune)
    content = await paper_of(seen.figure, wanted, base, services.papers)
    slug = catalog.organisations[seen.figure.body].slug
    return _attachment(content, kind.media_type, paper_name(seen.figure, slug, wanted))


@router.get(
    "/figures/{digest}/letter",
    summary="A letter to the contractor about its disputes, ready to be signed",
    response_class=Response,
    responses={
        200: {
            "description": "The file, as an attachment.",
            "content": file_content(*(kind.media_type for kind in LetterFormat)),
        },
        **responses_of(*_WHO, UnknownFigure, ActRefused, PaperNotPrinted),
    },
)
async def letter(
    digest: Digest,
    request: Request,
    caller: SignedIn,
    services: TheServices,
    language: LanguageAsked,
    contractor: Annotated[
        str,
        Query(min_length=2, max_length=200, description="Its short name, its SIREN, or its name."),
    ],
    kind: Annotated[LetterFormat, Query(alias="format")] = LetterFormat.PDF,
    lang: Annotated[str | None, Query(pattern="^(fr|en)$", description="Of the letter.")] = None,
) -> Response:
    """Both rows of each dispute; no other table of the figure, and no other client's name."""
    service = _service(request, caller, services)
    seen, catalog = await service.figure(digest), await services.acts.catalog.current()
    base = services.query.public_url or str(request.base_url.replace(path="/"))
    content = await letter_of(
        seen.figure,
        contractor,
        catalog,
        kind,
        _paper_language(language, lang),
        base,
        services.papers,
    )
    return _attachment(content, kind.media_type, f"contestations-{digest[:8]}.{kind.value}")


def _paper_language(reader: Language, wanted: str | None) -> Language:
    return reader if wanted is None else ("fr" if wanted == "fr" else "en")


def _attachment(content: bytes, media_type: str, name: str) -> Response:
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        },
    )


def _service(request: Request, caller: SignedIn, services: Services) -> FigureService:
    headers = read_headers(request)
    statement = SqlRequest(
        id=request.state.id,
        document="",
        authorization=headers.authorization,
        session=headers.session,
        purpose=headers.purpose,
        on_behalf_of=headers.on_behalf_of,
        file_reference=headers.file_reference,
        language=headers.language,
        address=headers.address,
    )
    return FigureService(caller.subject, services.acts, services.query, statement)


def _document(seen: SeenFigure, language: Language, *, whole: bool) -> FigureDocument:
    kept = seen.figure
    return FigureDocument(
        digest=kept.id,
        indicator=kept.indicator,
        year=kept.year,
        title=kept.title_fr if language == "fr" else kept.title_en,
        version=kept.version,
        replaces=kept.replaces,
        corrected_by=seen.corrected_by,
        frozen_at=kept.at.isoformat(),
        agreements=list(kept.agreements),
        datasets=list(kept.datasets),
        coverage=told_of(kept).coverage,
        content=orjson.loads(kept.content) if whole else None,
    )
