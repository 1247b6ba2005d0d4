"""`/v1/uploads` and `/v1/deposits`: a file sent, read, and made the next version of a dataset."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from catalog.actions.deposit_problems import (
    DatasetExists,
    DepositMoved,
    NothingToUndo,
    NotInADeposit,
    ReplaceUnderMandate,
    TooLateToUndo,
    UnknownDepositVersion,
)
from catalog.actions.problems import ActRefused
from catalog.actions.quotas.problems import DepositQuotaExceeded
from catalog.model.deposit import DepositMode
from catalog.model.problem import Problem
from catalog.problems import CatalogMoved
from catalog.standpoint import Standpoint
from federation.problems import UnknownDataset
from federation.storages.problems import (
    StorageAccessDenied,
    StorageFailed,
    StorageFileMissing,
    StorageThroughLink,
    StorageUnreachable,
)
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    NotFound,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.files.deposits.preparing import Wanted
from gateway.files.deposits.problems import (
    AnswersRefused,
    DepositNotHosted,
    DepositQuestions,
    DepositWhere,
    OriginalRefused,
    TooManyUploads,
    UnknownUpload,
    UploadEmpty,
    UploadNameRefused,
    UploadsUnavailable,
    UploadTooLarge,
    UploadTooLongToRead,
)
from gateway.files.deposits.service import DepositService
from gateway.files.deposits.uploads import Upload
from gateway.http.rest.caller import Depositor, LanguageAsked, TheServices
from gateway.http.rest.deposit_documents import (
    DepositDocument,
    DepositedDocument,
    UploadDocument,
    deposit_document,
    deposited_document,
    upload_document,
)
from gateway.http.rest.documented import responses_of
from gateway.http.rest.for_generators import file_content
from gateway.http.rest.problem_route import ProblemRoute
from gateway.identity.key_problems import KeyOutsideScope
from gateway.services import Services
from intake.deposits import acceptance_problems as accepting
from intake.deposits import problems as writing
from intake.file_reading import problems as reading

router = APIRouter(route_class=ProblemRoute, tags=["deposits"])
_DRAINED_BYTES = 64_000_000
_WHO = (BadToken, UnknownAgent, ActsRefused, KeyOutsideScope, RequestNotAsDescribed)
_SENT = (UploadEmpty, UploadNameRefused, UploadTooLarge, TooManyUploads, UploadsUnavailable)
_READ = (
    *(reading.FileTooLarge, reading.FileLocked, reading.FileUnreadable),
    *(reading.FileKindUnknown, reading.NoTableFound, UploadTooLongToRead),
)
_WRITTEN = (
    *(writing.DepositNotReconciled, writing.SecondReadingDiffers, writing.DepositNeedsKey),
    *(writing.DepositKeyRepeated, writing.DepositKeyEmpty, writing.DepositRowsThere),
    *(writing.DepositKeyThere,),
    *(writing.DepositColumnsDiffer, AnswersRefused, DepositQuestions, ActRefused),
    *(accepting.DepositNotAccepted, accepting.FileDepositedAlready, DepositQuotaExceeded),
)
_PLACED = (
    *(UnknownDataset, DepositWhere, DatasetExists, NotInADeposit, ReplaceUnderMandate),
    DepositMoved,
    *(DepositNotHosted, CatalogMoved),
)
_STORED = (StorageFailed, StorageThroughLink, StorageAccessDenied, StorageUnreachable)
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The bytes of the file, as they are: xlsx, xls, ods, csv, parquet, geojson.",
        "content": file_content("application/octet-stream"),
    }
}
_NAME = Annotated[
    str, Query(max_length=400, description="The file's name, with its ending: `pesees.xlsx`.")
]
_DRY_RUN = Annotated[
    bool, Query(alias="dryRun", description="Say what would change, and write nothing.")
]


@router.post(
    "/uploads",
    summary="Send a file to be looked at",
    status_code=201,
    responses=responses_of(*_WHO, *_SENT),
    openapi_extra=_FILE,
)
async def upload(
    request: Request,
    caller: Depositor,
    services: TheServices,
    language: LanguageAsked,
    name: _NAME,
) -> UploadDocument:
    """It is kept for 7 days and read meanwhile: ask for its state. Nothing is deposited."""
    service = _service(caller, services)
    staged = await _staged(request, service, name, None)
    return upload_document(await service.read(staged.id), language)


@router.get(
    "/uploads/{upload}",
    summary="How far a file is, and what was understood of it",
    responses=responses_of(*_WHO, UnknownUpload),
)
async def one_upload(
    upload: str, caller: Depositor, services: TheServices, language: LanguageAsked
) -> UploadDocument:
    """`received`, `reading`, then `read` or `refused`. Only whoever sent it knows of it."""
    service = _service(caller, services)
    return upload_document(await service.upload(upload), language)


@router.delete(
    "/uploads/{upload}",
    summary="Forget a file that was sent",
    status_code=204,
    response_class=Response,
    responses=responses_of(*_WHO, UnknownUpload),
)
async def cancel_upload(upload: str, caller: Depositor, services: TheServices) -> Response:
    """Nothing of it is kept; what was deposited stays."""
    service = _service(caller, services)
    await service.cancel(upload)
    return Response(status_code=204)


@router.put(
    "/deposits/{dataset}",
    summary="Deposit a file into a dataset",
    response_model=DepositedDocument,
    status_code=201,
    responses={
        200: {"model": DepositedDocument, "description": "What would change (`dryRun`)."},
        **responses_of(*_WHO, *_SENT, *_READ, *_WRITTEN, *_PLACED, *_STORED),
    },
    openapi_extra=_FILE,
)
async def deposit(
    request: Request,
    dataset: str,
    caller: Depositor,
    services: TheServices,
    language: LanguageAsked,
    name: _NAME,
    mode: Annotated[
        DepositMode | None,
        Query(
            description="In place of all rows, beside them, or key by key. By default in their "
            "place; under a mandate, which replaces nothing, beside them."
        ),
    ] = None,
    *,
    dry_run: _DRY_RUN = False,
    into: Annotated[
        str | None,
        Query(max_length=200, description="The deposit that a new dataset is made in."),
    ] = None,
    answers: Annotated[
        str | None,
        Query(max_length=20_000, description="What a person has decided, as JSON: see deposits."),
    ] = None,
    note: Annotated[str, Query(max_length=300, description="Kept with the version.")] = "",
) -> JSONResponse:
    """All of it or nothing: the file is read, compared, written, and read by queries from then on.
    The version before stays, and the last one can be undone for 30 days.
    """
    service = _service(caller, services)
    own = caller.subject.reader
    known = None if own is None else caller.snapshot.own_dataset_spelt(own, dataset)
    # Under a mandate nothing is made: the dataset is one of those that it names, or none.
    is_there = known is not None or caller.subject.on_behalf_of is not None
    staged = await _staged(request, service, name, dataset if is_there else None)
    if mode is None:
        is_mandated = caller.subject.on_behalf_of is not None
        mode = DepositMode.APPEND if is_mandated else DepositMode.REPLACE
    wanted = Wanted(dataset, mode, into)
    given = None if answers is None else _answers(answers)
    try:
        if dry_run:
            prepared = await service.preview(staged.id, wanted, given)
            document = deposited_document(prepared, None, language)
        else:
            confirmed = await service.confirm(staged.id, wanted, given, note)
            document = deposited_document(confirmed.prepared, confirmed.change, language)
    finally:
        services.deposits.uploads.remove(staged)
    return JSONResponse(document.model_dump(mode="json", by_alias=True), 200 if dry_run else 201)


@router.get(
    "/deposits/{dataset}/versions",
    summary="What was deposited for a dataset",
    responses=responses_of(*_WHO, UnknownDataset, NotFound),
)
async def versions(dataset: str, caller: Depositor, services: TheServices) -> DepositDocument:
    """The first version first. For whoever may deposit into it."""
    service = _service(caller, services)
    known = await service.versions(dataset)
    return deposit_document(known.dataset, known.deposit)


@router.delete(
    "/deposits/{dataset}/versions/last",
    summary="Undo the last deposit",
    responses=responses_of(
        *(*_WHO, UnknownDataset, NotFound),
        *(NotInADeposit, NothingToUndo, TooLateToUndo, CatalogMoved),
    ),
)
async def undo(
    dataset: str, caller: Depositor, services: TheServices, *, dry_run: _DRY_RUN = False
) -> DepositDocument:
    """The version before it is read again, for 30 days after a deposit; the file stays citable."""
    service = _service(caller, services)
    change = await service.undo(dataset, dry_run=dry_run)
    return deposit_document(change.dataset, change.deposit)


@router.get(
    "/deposits/{dataset}/versions/{number}/original",
    summary="The file of a version, as it came",
    response_class=Response,
    responses={
        200: {
            "description": "The very bytes that were sent.",
            "content": file_content("application/octet-stream"),
        },
        **responses_of(
            *_WHO,
            UnknownDataset,
            UnknownDepositVersion,
            OriginalRefused,
            StorageFileMissing,
            *_STORED,
        ),
    },
)
async def original(dataset: str, number: int, caller: Depositor, services: TheServices) -> Response:
    """For whoever may deposit into the dataset."""
    service = _service(caller, services)
    _, content = await service.original(dataset, number)
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            # The name that somebody gave the file is in the list of versions: it is no header's.
            "Content-Disposition": f'attachment; filename="v{number}.original"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _service(caller: Standpoint, services: Services) -> DepositService:
    return DepositService(caller.subject, services.acts, services.deposits, services.query)


async def _staged(
    request: Request, service: DepositService, name: str, dataset: str | None
) -> Upload:
    """The upload of the request's body. The body of a refused request is still read to its end: a
    client that sends would see a broken connection.
    """
    stream = request.stream()
    try:
        return await service.stage(stream, name, dataset)
    except Problem:
        await _drained(stream)
        raise


async def _drained(stream: AsyncIterator[bytes]) -> None:
    received = 0
    async for chunk in stream:
        received += len(chunk)
        if received > _DRAINED_BYTES:
            break


def _answers(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        raise RequestNotAsDescribed(
            what_fr="« answers » doit être du JSON", what_en='"answers" must be JSON'
        ) from None
