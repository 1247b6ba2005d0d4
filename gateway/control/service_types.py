"""A published service, what fits it, and what was activated, as GraphQL says them."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.model.bilingual import Bilingual
from catalog.model.published_service import Activation as Activated
from catalog.model.published_service import PublishedService
from catalog.snapshot import Snapshot
from gateway.control.schedule_types import LastRun, RunSchedule, write_last_run, write_schedule
from gateway.control.sentence import Sentence
from gateway.figures.activations.run_left import LastRun as KeptLastRun
from gateway.figures.activations.service import Run
from services_run.folder import Role
from services_run.folder import Service as Described
from services_run.mending import mending_of


@strawberry.type(description="Une version et ce qu'elle change. / A version, and its changes.")
class ServiceVersion:
    version: str
    text: Sentence


@strawberry.type(description="Un champ d'un rôle. / A field of a role.")
class ServiceField:
    name: str
    label: Sentence = strawberry.field(
        description="Comme une phrase le nomme. / As a sentence names it."
    )
    type: str
    unit: str | None
    concept: str | None
    optional: bool


@strawberry.type(description="Des données dont un service a besoin. / Data that a service needs.")
class ServiceRole:
    name: str
    label: Sentence
    optional: bool
    standard: str | None
    reference: str | None = strawberry.field(
        description="De la plateforme même. / The platform's own."
    )
    of_each_body: bool = strawberry.field(
        description=(
            "Chaque organisme peut y laisser lire ses propres lignes. / Each body may let its own "
            "rows be read there."
        )
    )
    fields: list[ServiceField]


@strawberry.type
class ServiceParameter:
    name: str
    type: str
    default: str | None
    label: Sentence


@strawberry.type(description="Une requête d'un service. / A query of a service.")
class ServiceQuery:
    name: str
    text: str


@strawberry.type(description="Un service publié et signé. / A service, published and signed.")
class Service:
    id: strawberry.ID
    version: str
    title: Sentence
    description: Sentence
    licence: str
    publisher: str = strawberry.field(description="SIREN.")
    publisher_name: str
    digest: str
    published_at: dt.datetime
    changelog: list[ServiceVersion]
    roles: list[ServiceRole]
    parameters: list[ServiceParameter]
    indicators: list[Sentence]
    queries: list[ServiceQuery] = strawberry.field(
        description=(
            "Ce qu'elles calculent est ce que sa réponse montre. / What they compute is what its "
            "answer shows."
        )
    )


@strawberry.type(description="Un rôle rattaché à un jeu. / A role bound to a dataset.")
class ActivationBinding:
    role: str
    mode: str
    dataset: strawberry.ID
    title: Sentence | None = strawberry.field(
        description="Vide si le jeu n'existe plus. / Empty where it is gone."
    )


@strawberry.type(description="Une valeur gardée. / A value that is kept.")
class ActivationParameter:
    name: str
    value: str


@strawberry.type(description="Un service activé par votre organisme. / One that you activated.")
class Activation:
    id: strawberry.ID
    service: strawberry.ID
    version: str
    newest: str = strawberry.field(description="La dernière version publiée. / The newest one.")
    mended: Sentence | None = strawberry.field(
        description="Ce que la dernière corrige de la vôtre. / What the newest mends of yours."
    )
    title: Sentence
    short_title: Sentence = strawberry.field(
        description="Pour le titre d'un chiffre figé. / For the title of a frozen figure."
    )
    purpose: str | None
    at: dt.datetime
    by: str
    bindings: list[ActivationBinding]
    parameters: list[ActivationParameter]
    overlap: str | None = strawberry.field(
        description="COMPETENT, ALL ; vide : refusé. / Empty: refused."
    )
    schedule: RunSchedule | None = strawberry.field(
        description="Vide : il ne calcule que si on l'ouvre. / Empty: it runs when opened alone."
    )
    has_alerts: bool = strawberry.field(
        description="Il a une liste d'alertes, à suivre. / It has a list of alerts, to follow."
    )
    followed: bool = strawberry.field(description="Vous suivez ses alertes. / You follow them.")


@strawberry.type(description="Le résultat d'un service. / What a run of a service says.")
class ServiceRun:
    document: str = strawberry.field(description="JSON canonique (RFC 8785). / Canonical JSON.")
    receipt: str | None
    previewed: str = strawberry.field(
        description=(
            "Ce qui a été choisi : « activateService » et « upgradeService » refusent autre "
            "chose. / What was chosen: `activateService` and `upgradeService` refuse another."
        )
    )
    seen: str = strawberry.field(
        description=(
            "Les chiffres montrés : « freezeServiceResult » en refuse d'autres. / The figures "
            "shown: `freezeServiceResult` refuses others."
        )
    )
    last_scheduled: LastRun | None = strawberry.field(
        default=None,
        description=(
            "Ce qu'avait lu le dernier passage programmé qui a donné des chiffres. / What the last "
            "scheduled run that gave figures had read."
        ),
    )


@strawberry.type(description="Un chiffre avant et après. / A figure before and after.")
class FigureDifference:
    name: str
    label: Sentence
    before: str | None
    after: str | None


@strawberry.type(description="Ce qu'une autre version changerait. / What another would change.")
class UpgradePreview:
    version: str
    changes: list[ServiceVersion]
    differences: list[FigureDifference]
    before: ServiceRun
    after: ServiceRun


def sentence(text: Bilingual) -> Sentence:
    return Sentence(fr=text.fr, en=text.en)


def write_service(published: PublishedService, service: Described, snapshot: Snapshot) -> Service:
    """The publisher is called as the platform knows it, and by its own words where it does not."""
    publisher = snapshot.organisations.get(published.publisher)
    return Service(
        id=strawberry.ID(service.id),
        version=service.version,
        title=sentence(service.title),
        description=sentence(service.description),
        licence=service.licence,
        publisher=service.publisher,
        publisher_name=service.publisher_name if publisher is None else publisher.name,
        digest=published.digest,
        published_at=published.at,
        changelog=changes_of(service),
        queries=[ServiceQuery(name=name, text=text) for name, text in service.queries.items()],
        roles=[write_role(role) for role in service.roles.values()],
        parameters=[
            ServiceParameter(
                name=one.name,
                type=one.type,
                default=None if one.default is None else str(one.default),
                label=sentence(one.label),
            )
            for one in service.parameters.values()
            if not one.is_body
        ],
        indicators=[
            Sentence(fr=one["label"]["fr"], en=one["label"]["en"]) for one in service.indicators
        ],
    )


def changes_of(service: Described) -> list[ServiceVersion]:
    return [ServiceVersion(version=one, text=sentence(text)) for one, text in service.changelog]


def write_role(role: Role) -> ServiceRole:
    return ServiceRole(
        name=role.name,
        label=sentence(role.label),
        optional=role.optional,
        standard=role.standard,
        reference=role.reference,
        of_each_body=role.of_each_body is not None,
        fields=[
            ServiceField(
                name=one.name,
                label=sentence(one.shown),
                type=one.type,
                unit=one.unit,
                concept=one.concept,
                optional=one.optional,
            )
            for one in role.fields.values()
        ],
    )


def write_activation(
    activation: Activated,
    service: Described,
    newest: Described,
    snapshot: Snapshot,
    *,
    is_followed: bool,
) -> Activation:
    mending = mending_of(activation.version, newest.mends)

    def title(dataset_id: str) -> Sentence | None:
        dataset = snapshot.datasets.get(dataset_id)
        return None if dataset is None else Sentence(fr=dataset.title_fr, en=dataset.title_en)

    return Activation(
        id=strawberry.ID(activation.id),
        service=strawberry.ID(activation.service),
        version=activation.version,
        newest=newest.version,
        mended=None if mending is None else sentence(mending.text),
        title=sentence(service.title),
        short_title=sentence(service.short_title),
        purpose=activation.purpose,
        at=activation.at,
        by=activation.by_sub,
        bindings=[
            ActivationBinding(
                role=one.role,
                mode=one.mode.value,
                dataset=strawberry.ID(one.dataset),
                title=title(one.dataset),
            )
            for one in activation.bindings
        ],
        parameters=[
            ActivationParameter(name=one.name, value=one.value) for one in activation.parameters
        ],
        overlap=activation.overlap,
        schedule=write_schedule(activation.schedule),
        has_alerts=service.alerts is not None,
        followed=is_followed,
    )


def write_run(run: Run, last: KeptLastRun | None = None) -> ServiceRun:
    return ServiceRun(
        document=run.document.decode(),
        receipt=run.result.get("receipt"),
        previewed=run.activation_mark,
        seen=run.mark,
        last_scheduled=write_last_run(last),
    )


def differences(before: Run, after: Run) -> list[FigureDifference]:
    """Figures that are not the same in both, and those that only one has."""
    old = {one["name"]: one for one in before.result["figures"]}
    new = {one["name"]: one for one in after.result["figures"]}
    changed = []
    for name in dict.fromkeys((*old, *new)):
        was, will = (one.get(name, {}).get("value") for one in (old, new))
        if was != will or (name in old) is not (name in new):
            label = (new.get(name) or old[name])["label"]
            changed.append(
                FigureDifference(
                    name=name,
                    label=Sentence(fr=label["fr"], en=label["en"]),
                    before=None if was is None else str(was),
                    after=None if will is None else str(will),
                )
            )
    return changed
