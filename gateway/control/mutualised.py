"""Services: what is published, what fits, what is activated, runs; each of the agent who asks."""

from __future__ import annotations

from typing import Annotated

import strawberry

from catalog.actions.outcome import Acted
from catalog.model.published_service import Activation as Activated
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.agreement_writing import write_sentence
from gateway.control.context import ControlContext
from gateway.control.sentence import Sentence
from gateway.control.service_report_types import AdaptationReport, write_report
from gateway.control.service_types import (
    Activation,
    Service,
    ServiceRun,
    UpgradePreview,
    changes_of,
    differences,
    write_activation,
    write_run,
    write_service,
)
from gateway.figures.activations.report import Choices
from gateway.figures.activations.run_left import last_run_of
from gateway.figures.activations.service import ActivationService
from gateway.reading.query.overlap import Overlap

_INPUT = strawberry.argument(name="input")
strawberry.enum(
    Overlap,
    name="ServiceOverlap",
    description=(
        "REFUSE : refusé (par défaut) ; COMPETENT : l'organisme compétent alors ; ALL : toutes. / "
        "REFUSE: refused (by default); COMPETENT: the body competent then; ALL: every row."
    ),
)


@strawberry.input(description="Les jeux d'un rôle ; une liste vide : aucun. / Datasets of a role.")
class RoleChoiceInput:
    role: str
    datasets: list[str]


@strawberry.input(description="Une réponse : role.champ et la colonne. / role.field, its column.")
class ColumnChoiceInput:
    key: str
    column: str


@strawberry.input
class ParameterInput:
    name: str
    value: str


@strawberry.input(description="Ce qu'une personne a choisi. / What a person has chosen.")
class ServiceChoicesInput:
    datasets: list[RoleChoiceInput] = strawberry.field(default_factory=list)
    columns: list[ColumnChoiceInput] = strawberry.field(default_factory=list)
    parameters: list[ParameterInput] = strawberry.field(default_factory=list)
    of_one_run: list[ParameterInput] = strawberry.field(
        default_factory=list,
        description=(
            "Réglages de l'aperçu que l'activation ne garde pas : l'année, les coûts. / Settings "
            "of the preview that the activation does not keep: the year, costs."
        ),
    )
    purpose: str | None = None
    overlap: Overlap | None = strawberry.field(
        default=None,
        description=(
            "Les lignes que plusieurs organismes ont d'une commune et d'un mois, pour un rôle lié "
            "à un standard. / Rows that several bodies have of one commune and month, for a role "
            "that is bound to a standard."
        ),
    )


@strawberry.type(description="Ce qu'un acte a fait, ou ferait. / What an act did, or would do.")
class ServiceActResult:
    act: str
    applied: bool
    sentences: list[Sentence]
    activation: strawberry.ID | None
    previewed: str | None = strawberry.field(
        default=None,
        description=(
            "De « activateService » : à redonner pour n'activer rien d'autre. / Of "
            "`activateService`: given back, nothing else is activated."
        ),
    )


def _service(info: Info) -> ActivationService:
    refuse_anonymous(info)
    return info.context.services.activations


def _choices(given: ServiceChoicesInput | None) -> tuple[Choices, dict[str, str]]:
    if given is None:
        return Choices(), {}
    choices = Choices(
        datasets={one.role: one.datasets for one in given.datasets},
        columns={one.key: one.column for one in given.columns},
        purpose=given.purpose,
        overlap=given.overlap or Overlap.REFUSE,
        of_one_run={one.name: one.value for one in given.of_one_run},
    )
    return choices, {one.name: one.value for one in given.parameters}


async def resolve_services(info: Info) -> list[Service] | None:
    refuse_anonymous(info)
    return await info.context.once(_all_services)


def _all_services(context: ControlContext) -> list[Service]:
    known = context.services.activations
    return [write_service(*known.read(one.id), context.snapshot) for one in known.published()]


async def resolve_service(info: Info, id: strawberry.ID) -> Service | None:  # noqa: A002
    return write_service(*await _service(info).service(id), info.context.snapshot)


async def resolve_report(
    info: Info,
    service: strawberry.ID,
    given: Annotated[ServiceChoicesInput | None, _INPUT] = None,
) -> AdaptationReport | None:
    choices, _ = _choices(given)
    known = _service(info)
    report = await known.report(service, choices)
    refusals = await known.acts.refusals_to_activate(known.standpoint)
    return write_report(report, refusals, await known.examples(report))


async def resolve_preview(
    info: Info,
    service: strawberry.ID,
    given: Annotated[ServiceChoicesInput | None, _INPUT] = None,
) -> ServiceRun | None:
    return write_run(await _service(info).preview(service, *_choices(given)))


async def resolve_activations(info: Info) -> list[Activation] | None:
    known = _service(info)
    return [await _written(info, known, one.id) for one in known.activations()]


async def resolve_activation(info: Info, id: strawberry.ID) -> Activation | None:  # noqa: A002
    return await _written(info, _service(info), id)


async def _written(info: Info, known: ActivationService, activation_id: str) -> Activation:
    activation = known.activation(activation_id)
    _, service = await known.service(activation.published)
    _, newest = await known.service(activation.service)
    choices = await info.context.services.mail_choices.choices()
    return write_activation(
        activation,
        service,
        newest,
        info.context.snapshot,
        is_followed=choices is not None and activation.id in choices.followed_services,
    )


async def resolve_run(
    info: Info, activation: strawberry.ID, parameters: list[ParameterInput] | None = None
) -> ServiceRun | None:
    values = {one.name: one.value for one in parameters or []}
    services = _service(info)
    run, digest = await services.run(activation, values), services.ports.digest_document
    last = last_run_of(
        services.activation(activation),
        run,
        services.standpoint.subject,
        digest,
        as_scheduled=not values,
    )
    return write_run(run, last)


async def resolve_preview_upgrade(
    info: Info, activation: strawberry.ID, to: str | None = None
) -> UpgradePreview | None:
    known = _service(info)
    current = known.activation(activation)
    published, service = await known.service(to or current.service)
    before, after = await known.preview_upgrade(activation, published.id)
    return UpgradePreview(
        version=published.version,
        changes=[one for one in changes_of(service) if one.version != current.version],
        differences=differences(before, after),
        before=write_run(before),
        after=write_run(after),
    )


async def resolve_publish(
    info: Info, content: str, *, dry_run: bool = False
) -> ServiceActResult | None:
    acted = await _service(info).acts.publish(content, dry_run=dry_run)
    return write_acted(acted, dry_run=dry_run)


async def resolve_activate(
    info: Info,
    service: strawberry.ID,
    given: Annotated[ServiceChoicesInput | None, _INPUT] = None,
    previewed: str | None = None,
    *,
    dry_run: bool = False,
) -> ServiceActResult | None:
    acted, mark = await _service(info).activate(
        service, *_choices(given), previewed=previewed, dry_run=dry_run
    )
    return write_acted(acted, dry_run=dry_run, previewed=mark)


async def resolve_upgrade(
    info: Info,
    activation: strawberry.ID,
    to: str | None = None,
    previewed: str | None = None,
    *,
    dry_run: bool = False,
) -> ServiceActResult | None:
    known = _service(info)
    name = to or known.activation(activation).service
    acted = await known.upgrade(activation, name, previewed=previewed, dry_run=dry_run)
    return write_acted(acted, dry_run=dry_run)


async def resolve_end(
    info: Info, activation: strawberry.ID, *, dry_run: bool = False
) -> ServiceActResult | None:
    acted = await _service(info).acts.end(activation, dry_run=dry_run)
    return write_acted(acted, dry_run=dry_run)


async def resolve_report_anomaly(
    info: Info, dataset: strawberry.ID, text: str, *, dry_run: bool = False
) -> ServiceActResult | None:
    acted = await _service(info).acts.report_anomaly(dataset, text, dry_run=dry_run)
    return write_acted(acted, dry_run=dry_run)


def write_acted(acted: Acted, *, dry_run: bool, previewed: str | None = None) -> ServiceActResult:
    put = [one for one in acted.changes.put if isinstance(one, Activated)]
    return ServiceActResult(
        act=acted.act,
        applied=not dry_run,
        sentences=[write_sentence(one) for one in acted.sentences],
        activation=strawberry.ID(put[0].id) if put else None,
        previewed=previewed,
    )


@strawberry.type
class ServiceQuery:
    services: list[Service] | None = strawberry.field(
        resolver=resolve_services,
        description="Les services publiés. / The services that are published.",
    )
    service: Service | None = strawberry.field(
        resolver=resolve_service,
        description="Par son nom, ou nom@version. / By its name, or name@version.",
    )
    service_report: AdaptationReport | None = strawberry.field(
        resolver=resolve_report,
        description=(
            "Ce qui, de vos données et de celles partagées avec vous, convient. / What fits of "
            "your data and of those shared with you."
        ),
    )
    preview_service: ServiceRun | None = strawberry.field(
        resolver=resolve_preview,
        description="Ce qu'il dirait sur vos données, sans rien garder. / With nothing kept.",
    )
    activations: list[Activation] | None = strawberry.field(
        resolver=resolve_activations,
        description="Celles de votre organisme. / Those of your body.",
    )
    activation: Activation | None = strawberry.field(
        resolver=resolve_activation, description="Une des vôtres. / One of yours."
    )
    run_service: ServiceRun | None = strawberry.field(
        resolver=resolve_run,
        description=(
            "Un service activé, avec vos droits de ce moment. / An activated service, by the "
            "rights that you have at this moment."
        ),
    )
    preview_upgrade: UpgradePreview | None = strawberry.field(
        resolver=resolve_preview_upgrade,
        description="Ce que la version suivante change à vos chiffres. / On your own figures.",
    )


@strawberry.type
class ServiceMutation:
    publish_service: ServiceActResult | None = strawberry.mutation(
        resolver=resolve_publish,
        description="Une version, signée, qui ne change plus. / A signed version, for good.",
    )
    activate_service: ServiceActResult | None = strawberry.mutation(
        resolver=resolve_activate,
        description=(
            "Par un référent ; « previewed » d'un aperçu : cela, ou rien. / By a steward; "
            "`previewed` of a preview: that, or nothing."
        ),
    )
    upgrade_service: ServiceActResult | None = strawberry.mutation(
        resolver=resolve_upgrade,
        description=(
            "Vers la dernière version, ou « to » ; « previewed » : celle de l'aperçu, ou rien. / "
            "To the newest version, or `to`; `previewed`: that of the preview, or nothing."
        ),
    )
    end_activation: ServiceActResult | None = strawberry.mutation(
        resolver=resolve_end, description="Il n'en reste rien. / Nothing of it is left."
    )
    report_anomaly: ServiceActResult | None = strawberry.mutation(
        resolver=resolve_report_anomaly,
        description="Prévient le détenteur des données. / Tells the owner of the data.",
    )
