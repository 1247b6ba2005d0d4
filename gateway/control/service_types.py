"""A published service, what fits it, and what was activated, as GraphQL says them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import strawberry

from catalog.model.bilingual import Bilingual
from catalog.model.problem import Problem
from catalog.model.published_service import Activation as Activated
from catalog.model.published_service import PublishedService
from catalog.snapshot import Snapshot
from federation.services.folder import Role
from federation.services.folder import Service as Described
from gateway.activations.proposal import Candidate
from gateway.activations.report import AdaptationReport as Reported
from gateway.activations.report import RoleReport
from gateway.activations.service import Run
from gateway.control.sentence import Sentence


@strawberry.type(description="Une version et ce qu'elle change. / A version, and its changes.")
class ServiceVersion:
    version: str
    text: Sentence


@strawberry.type(description="Un champ d'un rôle. / A field of a role.")
class ServiceField:
    name: str
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
    fields: list[ServiceField]


@strawberry.type
class ServiceParameter:
    name: str
    type: str
    default: str | None
    label: Sentence


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


@strawberry.type(description="Un champ rattaché à une colonne. / A field bound to a column.")
class BoundColumn:
    field: str
    column: str
    by: str = strawberry.field(description="concept, name, given.")
    unit_from: str | None
    unit_to: str | None


@strawberry.type(description="Un jeu qui peut servir un rôle. / A dataset that may serve a role.")
class ServiceCandidate:
    dataset: strawberry.ID
    name: str
    title: Sentence
    owner: str
    mode: str = strawberry.field(description="own, shared.")
    agreement: str | None
    synthetic: bool
    columns: list[BoundColumn]
    missing: list[str] = strawberry.field(
        description="Champs sans colonne. / Fields without a column."
    )


@strawberry.type(description="Un rôle et ce qui le sert. / A role, and what serves it.")
class RoleAdaptation:
    role: ServiceRole
    matched: int
    converted: int
    missing: int
    sentence: Sentence
    chosen: list[ServiceCandidate]
    candidates: list[ServiceCandidate]


@strawberry.type(description="Une réponse possible. / An answer that may be given.")
class ServiceOption:
    value: str
    label: Sentence
    examples: list[str] = strawberry.field(
        description="Des valeurs d'une colonne. / Some values of a column."
    )


@strawberry.type(description="Ce qu'il reste à dire. / What is left to say.")
class ServiceQuestion:
    key: str = strawberry.field(
        description=(
            "rôle.champ, pour « columns » ; un rôle, pour « datasets ». / role.field, for "
            "`columns`; a role, for `datasets`."
        )
    )
    dataset: str
    choices: list[str]
    options: list[ServiceOption]
    text: Sentence


@strawberry.type(description="Le rapport d'adaptation. / The adaptation report.")
class AdaptationReport:
    ready: bool
    roles: list[RoleAdaptation]
    question: ServiceQuestion | None
    purpose: str | None
    purposes: list[str]
    refusals: list[Sentence] = strawberry.field(
        description=(
            "Pourquoi vous ne pouvez pas l'activer, et qui le peut ; vide : vous le pouvez. / Why "
            "you may not activate it, and who may; empty: you may."
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
    title: Sentence
    purpose: str | None
    at: dt.datetime
    by: str
    bindings: list[ActivationBinding]
    parameters: list[ActivationParameter]
    overlap: str | None = strawberry.field(
        description="COMPETENT, ALL ; vide : refusé. / Empty: refused."
    )


@strawberry.type(description="Le résultat d'un service. / What a run of a service says.")
class ServiceRun:
    document: str = strawberry.field(description="JSON canonique (RFC 8785). / Canonical JSON.")
    receipt: str | None


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


def write_service(published: PublishedService, service: Described) -> Service:
    return Service(
        id=strawberry.ID(service.id),
        version=service.version,
        title=sentence(service.title),
        description=sentence(service.description),
        licence=service.licence,
        publisher=service.publisher,
        publisher_name=service.publisher_name,
        digest=published.digest,
        published_at=published.at,
        changelog=changes_of(service),
        roles=[write_role(role) for role in service.roles.values()],
        parameters=[
            ServiceParameter(
                name=one.name,
                type=one.type,
                default=None if one.default is None else str(one.default),
                label=sentence(one.label),
            )
            for one in service.parameters.values()
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
        fields=[
            ServiceField(
                name=one.name,
                type=one.type,
                unit=one.unit,
                concept=one.concept,
                optional=one.optional,
            )
            for one in role.fields.values()
        ],
    )


def write_report(
    report: Reported,
    refusals: Sequence[Problem] = (),
    examples: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> AdaptationReport:
    question = report.question
    asked_about = None
    if question is not None:
        asked_about = ServiceQuestion(
            key=question.key,
            dataset=question.name,
            choices=list(question.choices),
            options=[
                ServiceOption(
                    value=one.value,
                    label=sentence(one.label),
                    examples=list(examples.get(one.value, ())),
                )
                for one in question.options
            ],
            text=sentence(question.text),
        )
    return AdaptationReport(
        ready=question is None and not report.lacking,
        roles=[_adaptation(one) for one in report.roles],
        question=asked_about,
        purpose=report.purpose,
        purposes=list(report.purposes),
        refusals=[Sentence(fr=one.sentence("fr"), en=one.sentence("en")) for one in refusals],
    )


def _adaptation(report: RoleReport) -> RoleAdaptation:
    matched, converted, missing = report.counts()
    return RoleAdaptation(
        role=write_role(report.role),
        matched=matched,
        converted=converted,
        missing=missing,
        sentence=sentence(report.sentence()),
        chosen=[_candidate(one) for one in report.chosen],
        candidates=[_candidate(one) for one in report.candidates],
    )


def _candidate(one: Candidate) -> ServiceCandidate:
    dataset, binding = one.dataset, one.binding
    names = {column.id: str(column.name) for column in dataset.columns}
    return ServiceCandidate(
        dataset=strawberry.ID(dataset.id),
        name=one.name,
        title=Sentence(fr=dataset.title_fr, en=dataset.title_en),
        owner=one.owner,
        mode=one.mode.value,
        agreement=one.agreement,
        synthetic=dataset.synthetic,
        columns=[
            BoundColumn(
                field=name,
                column=names[column],
                by=binding.by[name],
                unit_from=binding.converted.get(name, (None, None))[0],
                unit_to=binding.converted.get(name, (None, None))[1],
            )
            for name, column in binding.columns.items()
        ],
        missing=[*binding.lacking, *binding.left_out],
    )


def write_activation(
    activation: Activated, service: Described, newest: str, snapshot: Snapshot
) -> Activation:
    def title(dataset_id: str) -> Sentence | None:
        dataset = snapshot.datasets.get(dataset_id)
        return None if dataset is None else Sentence(fr=dataset.title_fr, en=dataset.title_en)

    return Activation(
        id=strawberry.ID(activation.id),
        service=strawberry.ID(activation.service),
        version=activation.version,
        newest=newest,
        title=sentence(service.title),
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
    )


def write_run(run: Run) -> ServiceRun:
    return ServiceRun(document=run.document.decode(), receipt=run.result.get("receipt"))


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
