"""`/v1/services/activations/{activation}/schedule`: when a service runs by itself."""

from __future__ import annotations

from fastapi import APIRouter, Request

from catalog.actions.services.problems import NoBodyToActivateFor, UnknownActivation
from catalog.actions.services.schedule_problems import (
    NotScheduled,
    ScheduleOverConsents,
    ScheduleUnfit,
)
from catalog.problems import CatalogMoved
from gateway.acts.schedule_acts import EndSchedule, ScheduleService
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    DocumentTooLarge,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.http.rest.allowed import ask_first
from gateway.http.rest.bodies import body_of, read_sent
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.problem_route import ProblemRoute
from gateway.http.rest.schedule_bodies import ScheduleSent
from gateway.http.rest.services import (
    ActivationId,
    DryRun,
    Known,
    ServiceActShown,
    acted_shown,
)
from gateway.identity.key_problems import KeyReadsOnly

router = APIRouter(route_class=ProblemRoute, tags=["services"])
_ALWAYS = (
    *(BadToken, UnknownAgent, KeyReadsOnly, RequestNotAsDescribed),
    *(ActsRefused, CatalogMoved, NoBodyToActivateFor, UnknownActivation),
)


@router.put(
    "/services/activations/{activation}/schedule",
    summary="Let it run by itself, by your rights of that day",
    responses=responses_of(*_ALWAYS, ScheduleUnfit, ScheduleOverConsents, DocumentTooLarge),
    openapi_extra=body_of(ScheduleSent),
)
async def schedule_activation(
    activation: ActivationId,
    activations: Known,
    request: Request,
    caller: SignedIn,
    services: TheServices,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> ServiceActShown:
    await ask_first("schedule_service", caller, services)
    sent = await read_sent(ScheduleSent, request)
    change = ScheduleService(activation, sent.timing())
    return acted_shown(
        await activations.acts.done(change, dry_run=dry_run), language, dry_run=dry_run
    )


@router.delete(
    "/services/activations/{activation}/schedule",
    summary="Let it run no more but when it is opened",
    responses=responses_of(*_ALWAYS, NotScheduled),
)
async def end_schedule(
    activation: ActivationId,
    activations: Known,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> ServiceActShown:
    acted = await activations.acts.done(EndSchedule(activation), dry_run=dry_run)
    return acted_shown(acted, language, dry_run=dry_run)
