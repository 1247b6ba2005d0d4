"""`/v1/storages/…` and `/v1/datasets/…`: what `apply` does of a file, one entry at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, Field

from catalog.actions.problems import ActRefused, UnknownStorage
from catalog.actions.source_problems import (
    DatasetUnderAgreements,
    OwnerNotSaid,
    StorageHoldsDatasets,
    UnknownOwner,
)
from catalog.checks.words import check_lines
from catalog.declaration.rendering import difference_lines, field_words
from catalog.model.problem import Language
from catalog.problems import CatalogMoved
from catalog.standpoint import Standpoint
from federation.problems import UnknownDataset
from federation.storages.problems import StorageFailed, StorageUnreachable
from federation.storages.proposed_entries import kind_of
from federation.storages.proposed_links import ProposedEntry
from gateway.acts.sources import SourceActs, SourceChanged
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    DocumentTooLarge,
    NotFound,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.control.services import storage_service
from gateway.http.body import read_body
from gateway.http.rest.allowed import Declaring
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.problem_route import ProblemRoute
from gateway.upkeep.source_monitoring.lights import LightSeen
from gateway.upkeep.source_monitoring.storage_problems import UnknownStorageHere
from policies.problems import MandateRequired

router = APIRouter(route_class=ProblemRoute, tags=["sources"])
_MAX_BYTES = 1_000_000
_TRIAL_KEYS = frozenset({"storage", "password"})
_ALWAYS = (
    *(RequestNotAsDescribed, BadToken, UnknownAgent, MandateRequired, ActsRefused),
    *(UnknownOwner, OwnerNotSaid, NotFound),
)
"""A name that holds a line break is no address."""
_CHANGING = (*_ALWAYS, CatalogMoved)
_SENDING = (*_ALWAYS, ActRefused, DocumentTooLarge)
StorageName = Annotated[
    str, Path(description="One of yours (`depot`), `organisation.name`, or an id.")
]
DatasetName = Annotated[
    str, Path(description="One of yours (`collectes`), `organisation.name`, or an id.")
]
DryRun = Annotated[bool, Query(alias="dryRun", description="Say what would change, and no more.")]


class FieldChanged(BaseModel):
    path: str = Field(examples=["columns.flux.unit"])
    before: str
    after: str


class SourceAnswer(BaseModel):
    act: str
    applied: bool = Field(description="Something changed at once; false where all of it waits.")
    held: list[str] = Field(
        description="The dataset, where a part of it waits for an approver of its body."
    )
    id: str
    difference: list[str] = Field(description="One line a change, in the language asked for.")
    changes: list[FieldChanged]
    agreements: list[str] = Field(description="Those that no longer grant a column changed here.")
    warnings: list[str] = Field(description="What is badly read at the source, if it was read.")


class LightAnswer(BaseModel):
    light: str = Field(description="address, port, encryption, credentials, reading.")
    status: str = Field(description="ok, failed, not_tried, not_needed.")
    sentence: str
    code: str | None
    next_step: str | None


class StorageTrial(BaseModel):
    lights: list[LightAnswer]


class ColumnLeftOut(BaseModel):
    name: str
    type: str = Field(description="As the source calls it.", examples=["text[]"])
    reason: str = Field(description="Why it cannot be read, in the language asked for.")


class ObjectSeen(BaseModel):
    name: str
    object_schema: str | None = Field(serialization_alias="schema")
    kind: str
    comment: str | None
    row_estimate: int | None
    primary_key: list[str]
    reason: str | None = Field(description="Why it cannot be read.")
    columns_left_out: list[ColumnLeftOut] = Field(
        serialization_alias="columnsLeftOut",
        description="Those of the source that no dataset can give, and why.",
    )
    proposed_name: str | None
    entry: dict[str, Any] | None = Field(
        description="What would declare it, to be read again: for `PUT /v1/datasets/{name}`."
    )


class ObjectsSeen(BaseModel):
    objects: list[ObjectSeen]


async def document_in(request: Request, _: Declaring) -> dict[str, Any]:
    """Bounded before it is read. Raises DocumentTooLarge, RequestNotAsDescribed."""
    return _object_in(await read_body(request, _MAX_BYTES))


def _object_in(content: bytes) -> dict[str, Any]:
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError:
        document = None
    if not isinstance(document, dict):
        raise RequestNotAsDescribed(
            what_fr="un objet JSON est attendu", what_en="a JSON object is expected"
        )
    return document


async def trial_in(request: Request, _: Declaring) -> dict[str, Any]:
    """Nothing, or `{"storage": …, "password": …}`."""
    content = await read_body(request, _MAX_BYTES)
    if not content:
        return {}
    document = _object_in(content)
    storage, password = document.get("storage"), document.get("password")
    is_known = isinstance(storage, dict) and isinstance(password, str | None)
    if not is_known or document.keys() - _TRIAL_KEYS:
        raise RequestNotAsDescribed(
            what_fr="« storage » (un objet) et, au besoin, « password » (un texte) sont attendus",
            what_en='"storage" (an object) and, if needed, "password" (text) are expected',
        )
    return document


def own_acts(caller: SignedIn, services: TheServices) -> SourceActs:
    return SourceActs(caller.subject, services.acts)


def as_oneself(caller: SignedIn) -> Standpoint:
    """The caller in its own name: a body's declarations are its own matter, so the header that
    names another body is refused, never ignored. Raises MandateRequired.
    """
    if caller.subject.on_behalf_of is not None:
        raise MandateRequired
    return caller


Document = Annotated[dict[str, Any], Depends(document_in)]
Trial = Annotated[dict[str, Any], Depends(trial_in)]
Acts = Annotated[SourceActs, Depends(own_acts)]
Oneself = Annotated[Standpoint, Depends(as_oneself)]


def _sent(description: str, *, required: bool = True) -> dict[str, Any]:
    schema = {"type": "object", "description": description}
    return {
        "requestBody": {
            "required": required,
            "content": {"application/json": {"schema": schema}},
        }
    }


_STORAGE = "The keys of one storage of a declaration, as JSON."
_DATASET = "The keys of one dataset of a declaration, as JSON."
_TRIAL = '`{"storage": …, "password": …}`: one that is not registered, or nothing.'


@router.put(
    "/storages/{name}",
    summary="Register a storage, or change it to this one",
    responses=responses_of(*_SENDING, CatalogMoved),
    openapi_extra=_sent(_STORAGE),
)
async def put_storage(
    name: StorageName,
    document: Document,
    acts: Acts,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> SourceAnswer:
    return _answer(await acts.register_storage(name, document, dry_run=dry_run), language)


@router.delete(
    "/storages/{name}",
    summary="Retire a storage that holds no dataset",
    responses=responses_of(*_CHANGING, UnknownStorage, StorageHoldsDatasets),
)
async def delete_storage(
    name: StorageName,
    acts: Acts,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> SourceAnswer:
    return _answer(await acts.retire_storage(name, dry_run=dry_run), language)


@router.post(
    "/storages/{name}/test",
    summary="Try a storage, step by step",
    responses=responses_of(*_SENDING, UnknownStorageHere),
    openapi_extra=_sent(_TRIAL, required=False),
)
async def test_storage(
    name: StorageName,
    trial: Trial,
    caller: Oneself,
    services: TheServices,
    language: LanguageAsked,
) -> StorageTrial:
    """The registered one, or the one that is sent: nothing is kept of it, nor of its password."""
    storages = storage_service(caller.subject, services)
    if trial:
        lights = await storages.try_out(
            name, trial["storage"], trial.get("password"), dry_run=False
        )
    else:
        lights = await storages.lights(await storages.storage(name))
    return StorageTrial(lights=[_light(each, language) for each in lights])


@router.get(
    "/storages/{name}/objects",
    summary="What the storage's account reads, and what would declare it",
    responses=responses_of(
        *_ALWAYS, ActRefused, UnknownStorageHere, StorageUnreachable, StorageFailed
    ),
)
async def storage_objects(
    name: StorageName, caller: Oneself, services: TheServices, language: LanguageAsked
) -> ObjectsSeen:
    storages = storage_service(caller.subject, services)
    proposals = await storages.proposals(await storages.storage(name))
    return ObjectsSeen(objects=[_object(each, language) for each in proposals])


@router.put(
    "/datasets/{name}",
    summary="Register a dataset, or change it to this one",
    responses=responses_of(*_SENDING, CatalogMoved),
    openapi_extra=_sent(_DATASET),
)
async def put_dataset(
    name: DatasetName,
    document: Document,
    acts: Acts,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> SourceAnswer:
    return _answer(await acts.register_dataset(name, document, dry_run=dry_run), language)


@router.patch(
    "/datasets/{name}",
    summary="Describe or publish a dataset: a merge patch (RFC 7396) of its entry",
    responses=responses_of(*_SENDING, CatalogMoved, UnknownDataset),
    openapi_extra=_sent("The keys that change; null takes one out."),
)
async def patch_dataset(
    name: DatasetName,
    document: Document,
    acts: Acts,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> SourceAnswer:
    """Its source stays, and so do its columns: agreements grant them."""
    return _answer(await acts.describe_dataset(name, document, dry_run=dry_run), language)


@router.delete(
    "/datasets/{name}",
    summary="Withdraw a dataset that no agreement is about",
    responses=responses_of(*_CHANGING, UnknownDataset, DatasetUnderAgreements, ActRefused),
)
async def delete_dataset(
    name: DatasetName,
    acts: Acts,
    language: LanguageAsked,
    reason: Annotated[str | None, Query(description="Kept in the audit of acts.")] = None,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> SourceAnswer:
    return _answer(await acts.withdraw_dataset(name, reason, dry_run=dry_run), language)


def _answer(changed: SourceChanged, language: Language) -> SourceAnswer:
    difference = changed.difference
    changes = [
        FieldChanged(path=field.path, before=before, after=after)
        for entity in difference.changes
        for field in entity.fields
        for before, after in [field_words(entity, field, language)]
    ]
    return SourceAnswer(
        act=changed.act,
        applied=changed.is_written and not difference.waits_whole,
        held=list(difference.held),
        id=changed.id,
        difference=list(difference_lines(difference, language)),
        changes=changes,
        agreements=sorted({each for entity in difference.changes for each in entity.citations}),
        warnings=[line for check in difference.checks for line in check_lines(check, language)],
    )


def _light(seen: LightSeen, language: Language) -> LightAnswer:
    problem = seen.problem
    return LightAnswer(
        light=seen.light.value,
        status=seen.status.value,
        sentence=seen.words.fr if language == "fr" else seen.words.en,
        code=None if problem is None else problem.code,
        next_step=None if problem is None else problem.next_step(language),
    )


def _object(proposed: ProposedEntry, language: Language) -> ObjectSeen:
    held = proposed.object
    reason = held.reason_fr if language == "fr" else held.reason_en
    entry: Mapping[str, Any] | None = proposed.entry
    return ObjectSeen(
        name=held.name,
        object_schema=held.schema,
        kind=kind_of(held).value,
        comment=held.comment,
        row_estimate=held.row_estimate,
        primary_key=list(held.primary_key),
        reason=reason or None,
        columns_left_out=[
            ColumnLeftOut(
                name=each.source_name,
                type=each.source_type,
                reason=each.reason_fr if language == "fr" else each.reason_en,
            )
            for each in held.columns
            if each.reason_fr
        ],
        proposed_name=proposed.name or None,
        entry=None if entry is None else dict(entry),
    )
