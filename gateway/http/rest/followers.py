"""`/v1/services/activations/{activation}/follow`: being told of what a service's alerts say."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from catalog.actions.outcome import Acted
from catalog.actions.services.problems import ServiceTampered, UnknownActivation
from catalog.actions.told.problems import ServiceWithoutAlerts, TooManyServicesFollowed
from catalog.model.problem import Language
from catalog.problems import CatalogMoved
from gateway.acts.mail_choices import MailChoiceService
from gateway.base.problems import ActsRefused, BadToken, RequestNotAsDescribed, UnknownAgent
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.problem_route import ProblemRoute
from gateway.http.rest.services import ActivationId, DryRun, Known, ServiceActShown, acted_shown
from gateway.identity.key_problems import KeyReadsOnly

router = APIRouter(route_class=ProblemRoute, tags=["services"])
_ALWAYS = (
    *(BadToken, UnknownAgent, KeyReadsOnly, RequestNotAsDescribed),
    *(ActsRefused, CatalogMoved),
)


def _mail_choices(caller: SignedIn, services: TheServices) -> MailChoiceService:
    return MailChoiceService(caller.subject, services.acts)


MailChoicesOf = Annotated[MailChoiceService, Depends(_mail_choices)]


@router.put(
    "/services/activations/{activation}/follow",
    summary="Be told of its alerts",
    responses=responses_of(
        *(*_ALWAYS, UnknownActivation, ServiceTampered),
        *(ServiceWithoutAlerts, TooManyServicesFollowed),
    ),
)
async def follow_activation(
    activation: ActivationId,
    activations: Known,
    choices: MailChoicesOf,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> ServiceActShown:
    published = activations.activation(activation).published
    _, service = await activations.service(published)
    acted = await choices.follow_service(
        activation, service.title, has_alerts=service.alerts is not None, dry_run=dry_run
    )
    return _answer(acted, activation, language, dry_run=dry_run)


@router.delete(
    "/services/activations/{activation}/follow",
    summary="Be told of its alerts no more",
    responses=responses_of(*_ALWAYS),
)
async def unfollow_activation(
    activation: ActivationId,
    choices: MailChoicesOf,
    language: LanguageAsked,
    dry_run: DryRun = False,  # noqa: FBT002 - a parameter of the address
) -> ServiceActShown:
    acted = await choices.unfollow_service(activation, dry_run=dry_run)
    return _answer(acted, activation, language, dry_run=dry_run)


def _answer(acted: Acted, activation: str, language: Language, *, dry_run: bool) -> ServiceActShown:
    answer = acted_shown(acted, language, dry_run=dry_run)
    return answer.model_copy(update={"activation": activation})
