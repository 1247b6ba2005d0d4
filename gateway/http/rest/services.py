"""`/v1/services/…`: services published here, what fits them, and what one's body activated."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, Field

from catalog.actions.outcome import Acted
from catalog.actions.problems import ActRefused
from catalog.actions.services.problems import (
    ColumnAsked,
    DataAsked,
    NoBodyToActivateFor,
    PreviewDiffers,
    ServiceNotBound,
    ServiceOfAnotherBody,
    ServiceRowsTooMany,
    ServiceTampered,
    UnknownActivation,
    UnknownPublishedService,
)
from catalog.model.problem import Language
from catalog.model.published_service import Activation
from catalog.problems import CatalogMoved
from federation.problems import CombinationNotAgreed, UnknownDataset
from gateway.acts.service_acts import ServiceActs
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    DocumentTooLarge,
    NotFound,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.figures.activations.proposal import Candidate
from gateway.figures.activations.report import AdaptationReport
from gateway.figures.activations.service import ActivationService, Run
from gateway.http.rest.allowed import ask_first
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.problem_route import ProblemRoute
from gateway.http.rest.schedule_bodies import ScheduleShown, schedule_shown
from gateway.http.rest.service_choices import CHOICES_BODY, ChoicesAsked
from gateway.http.session_guard import session_claims
from gateway.identity.key_problems import KeyReadsOnly
from gateway.reading.query.request import GraphqlRequest, read_address
from services_run.folder import Service
from services_run.problems import ServiceFailed, ServiceParameterUnread, ServiceTookTooLong

router = APIRouter(route_class=ProblemRoute, tags=["services"])
_ALWAYS = (BadToken, UnknownAgent, KeyReadsOnly, NotFound, RequestNotAsDescribed)
_NAMED = (*_ALWAYS, UnknownPublishedService, ServiceTampered)
_CHOSEN = (*_NAMED, DocumentTooLarge)
_RUN = (
    *(*_ALWAYS, ServiceTampered, ServiceRowsTooMany, ServiceTookTooLong, ServiceFailed),
    *(ServiceParameterUnread, ServiceOfAnotherBody, CombinationNotAgreed, UnknownDataset),
)
_ACT = (ActsRefused, ActRefused, CatalogMoved, NoBodyToActivateFor)
ServiceName = Annotated[str, Path(description="`rpqs-dechets`, or `rpqs-dechets@1.0.0`.")]
ActivationId = Annotated[str, Path(description="One of your body's: `valcobreizh-rpqs-dechets`.")]
DryRun = Annotated[bool, Query(alias="dryRun", description="Say what would change, and no more.")]


class ServiceShown(BaseModel):
    id: str
    version: str
    title: str
    description: str
    publisher: str
    digest: str
    roles: dict[str, str] = Field(description="What each is, by name.")


class CandidateShown(BaseModel):
    dataset: str
    name: str
    mode: str
    columns: dict[str, str] = Field(description="By field, the column's id.")
    coverage: str | None


class RoleShown(BaseModel):
    role: str
    sentence: str
    reason: str | None
    chosen: list[CandidateShown]
    candidates: list[CandidateShown]


class ReportShown(BaseModel):
    ready: bool
    roles: list[RoleShown]
    question: str | None = Field(
        description="The key that `columns` takes, or the role, that `datasets` takes."
    )
    choices: list[str]
    purpose: str | None


class ActivationShown(BaseModel):
    id: str
    service: str
    version: str
    purpose: str | None
    datasets: dict[str, list[str]] = Field(description="By role.")
    overlap: str | None
    schedule: ScheduleShown | None


class ServiceActShown(BaseModel):
    act: str
    applied: bool
    sentences: list[str]
    activation: str | None
    previewed: str | None


def service_of(
    request: Request, caller: SignedIn, services: TheServices, language: LanguageAsked
) -> ActivationService:
    """Raises KeyReadsOnly: a service is run by people, and by machines that sign in."""
    if caller.subject.scope is not None:
        raise KeyReadsOnly(field="services")
    own = GraphqlRequest(
        id=uuid.uuid4().hex,
        document="",
        authorization=request.headers.get("authorization"),
        session=session_claims(request),
        purpose=request.headers.get("interco-purpose"),
        on_behalf_of=request.headers.get("interco-on-behalf-of"),
        language=language,
        address=read_address(None if request.client is None else request.client.host),
    )
    acts = ServiceActs(caller.subject, services.acts, services.proof.key)
    return ActivationService(caller, own, services.query, acts, services.proof.key)


Known = Annotated[ActivationService, Depends(service_of)]


async def activating(own: Known, caller: SignedIn, services: TheServices) -> ActivationService:
    """The same, asked before the choices are read. Raises ActsRefused."""
    await ask_first("activate_service", caller, services)
    return own


Activating = Annotated[ActivationService, Depends(activating)]
_RESULT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Figures, tables, what they cover, where from: canonical JSON.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@router.get(
    "/services", summary="The services that are published", responses=responses_of(*_ALWAYS)
)
async def list_services(known: Known, language: LanguageAsked) -> list[ServiceShown]:
    return [await _shown(known, one.id, language) for one in known.published()]


@router.get(
    "/services/activations",
    summary="What your body has activated",
    responses=responses_of(*_ALWAYS),
)
async def list_activations(known: Known) -> list[ActivationShown]:
    return [_activation(one) for one in known.activations()]


@router.post(
    "/services/activations/{activation}/run",
    summary="Run an activated service, by your own rights of this moment",
    responses={**responses_of(*_RUN, UnknownActivation, DocumentTooLarge), **_RESULT},
    openapi_extra=CHOICES_BODY,
    response_class=Response,
)
async def run_activation(activation: ActivationId, known: Known, sent: ChoicesAsked) -> Response:
    return _document(await known.run(activation, sent.parameters))


@router.post(
    "/services/activations/{activation}/upgrade",
    summary="Move to the newest version, or say what it would change",
    responses=responses_of(
        *_NAMED, *_ACT, UnknownActivation, ServiceNotBound, ColumnAsked, DataAsked
    ),
)
async def upgrade_activation(
    activation: ActivationId,
    known: Known,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> ServiceActShown:
    name = known.activation(activation).service
    acted = await known.upgrade(activation, name, dry_run=dry_run)
    return acted_shown(acted, language, dry_run=dry_run)


@router.delete(
    "/services/activations/{activation}",
    summary="End an activation: nothing of it is left",
    responses=responses_of(*_ALWAYS, *_ACT, UnknownActivation),
)
async def end_activation(
    activation: ActivationId,
    known: Known,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> ServiceActShown:
    return acted_shown(await known.acts.end(activation, dry_run=dry_run), language, dry_run=dry_run)


@router.get("/services/{name}", summary="One service", responses=responses_of(*_NAMED))
async def show_service(name: ServiceName, known: Known, language: LanguageAsked) -> ServiceShown:
    return await _shown(known, name, language)


@router.post(
    "/services/{name}/report",
    summary="What fits it, of your data and of those shared with you",
    responses=responses_of(*_CHOSEN),
    openapi_extra=CHOICES_BODY,
)
async def report_service(
    name: ServiceName, known: Known, sent: ChoicesAsked, language: LanguageAsked
) -> ReportShown:
    return _report(await known.report(name, sent.choices()), language)


@router.post(
    "/services/{name}/preview",
    summary="What it would say on your data, with nothing kept",
    responses={
        **responses_of(
            *_RUN, *_CHOSEN, ServiceNotBound, ColumnAsked, DataAsked, NoBodyToActivateFor
        ),
        **_RESULT,
    },
    openapi_extra=CHOICES_BODY,
    response_class=Response,
)
async def preview_service(name: ServiceName, known: Known, sent: ChoicesAsked) -> Response:
    return _document(await known.preview(name, sent.choices(), sent.parameters))


@router.post(
    "/services/{name}/activations",
    summary="Activate it on your data",
    responses=responses_of(
        *(*_CHOSEN, *_ACT, ServiceNotBound, ColumnAsked, DataAsked, ServiceParameterUnread),
        *(PreviewDiffers, CombinationNotAgreed, ServiceOfAnotherBody),
    ),
    openapi_extra=CHOICES_BODY,
)
async def activate_service(
    name: ServiceName,
    known: Activating,
    sent: ChoicesAsked,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> ServiceActShown:
    acted, mark = await known.activate(
        name, sent.choices(), sent.parameters, previewed=sent.previewed, dry_run=dry_run
    )
    return acted_shown(acted, language, mark, dry_run=dry_run)


def _document(run: Run) -> Response:
    marks = {"Interco-Previewed": run.activation_mark, "Interco-Seen": run.mark}
    return Response(run.document, media_type="application/json", headers=marks)


async def _shown(known: ActivationService, name: str, language: Language) -> ServiceShown:
    published, service = await known.service(name)
    return ServiceShown(
        id=service.id,
        version=service.version,
        title=service.title.fr if language == "fr" else service.title.en,
        description=service.description.fr if language == "fr" else service.description.en,
        publisher=service.publisher,
        digest=published.digest,
        roles=_roles(service, language),
    )


def _roles(service: Service, language: Language) -> dict[str, str]:
    return {
        name: role.label.fr if language == "fr" else role.label.en
        for name, role in service.roles.items()
        if role.reference is None
    }


def _report(report: AdaptationReport, language: Language) -> ReportShown:
    question = report.question
    roles = [
        RoleShown(
            role=one.role.name,
            sentence=getattr(one.sentence(), language),
            reason=getattr(one.reason(), language, None),
            chosen=[_candidate(part, language) for part in one.chosen],
            candidates=[_candidate(part, language) for part in one.candidates],
        )
        for one in report.roles
    ]
    return ReportShown(
        ready=question is None and not report.lacking,
        roles=roles,
        question=None if question is None else question.key,
        choices=[] if question is None else list(question.choices),
        purpose=report.purpose,
    )


def _candidate(one: Candidate, language: Language) -> CandidateShown:
    words = None if one.coverage is None else one.coverage.in_words()
    return CandidateShown(
        dataset=one.dataset.id,
        name=one.name,
        mode=one.mode.value,
        columns=dict(one.binding.columns),
        coverage=getattr(words, language, None),
    )


def _activation(one: Activation) -> ActivationShown:
    datasets: dict[str, list[str]] = {}
    for binding in one.bindings:
        datasets.setdefault(binding.role, []).append(binding.dataset)
    return ActivationShown(
        id=one.id,
        service=one.service,
        version=one.version,
        purpose=one.purpose,
        datasets=datasets,
        overlap=one.overlap,
        schedule=schedule_shown(one.schedule),
    )


def acted_shown(
    acted: Acted, language: Language, mark: str | None = None, *, dry_run: bool
) -> ServiceActShown:
    put = [one for one in acted.changes.put if isinstance(one, Activation)]
    return ServiceActShown(
        act=acted.act,
        applied=not dry_run,
        sentences=[one.fr if language == "fr" else one.en for one in acted.sentences],
        activation=put[0].id if put else None,
        previewed=mark,
    )
