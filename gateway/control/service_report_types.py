"""The data of a body that fit a service, as GraphQL says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import strawberry

from catalog.model.problem import Problem
from gateway.control.sentence import Sentence
from gateway.control.service_types import ServiceRole, sentence, write_role
from gateway.figures.activations.proposal import Candidate, is_related
from gateway.figures.activations.question import Question
from gateway.figures.activations.report import AdaptationReport as Reported
from gateway.figures.activations.report import RoleReport
from services_run.folder import Role


@strawberry.type(description="Un champ rattaché à une colonne. / A field bound to a column.")
class BoundColumn:
    field: str
    column: str
    label: Sentence = strawberry.field(description="Son titre. / Its title.")
    by: str = strawberry.field(description="concept, name, given.")
    unit_from: str | None
    unit_to: str | None


@strawberry.type(description="Une année des données. / A year of the data.")
class CoveredYear:
    year: int
    months: int = strawberry.field(
        description="De la commune qui en a le moins. / Of the commune that has fewest."
    )
    communes: int
    is_whole: bool


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
    is_related: bool = strawberry.field(
        description=(
            "Faux : rien ne dit que ce soit de cela. / False: nothing says that it is about this."
        )
    )
    coverage: Sentence | None = strawberry.field(
        description=(
            "Ce que couvrent ses lignes, où c'est compté. / What its rows cover, where counted."
        )
    )
    years: list[CoveredYear]


@strawberry.type(description="Un rôle et ce qui le sert. / A role, and what serves it.")
class RoleAdaptation:
    role: ServiceRole
    matched: int
    converted: int
    missing: int
    sentence: Sentence
    reason: Sentence | None = strawberry.field(
        description="Pourquoi ces données sont proposées. / Why these data are proposed."
    )
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
    field: Sentence | None = strawberry.field(
        description="Le champ, comme une phrase le nomme. / The field, as a sentence names it."
    )
    dataset: str
    choices: list[str]
    options: list[ServiceOption]
    suggested: str | None = strawberry.field(
        description="La réponse la plus probable. / The likeliest answer."
    )
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
    consented_by: int = strawberry.field(
        default=0,
        description=(
            "Combien d'autres organismes laissent ce service lire leurs chiffres, que vous ne "
            "voyez pas. / How many other bodies let this service read their figures, which you do "
            "not see."
        ),
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
            field=_field_asked(report, question),
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
            suggested=question.suggested,
            text=sentence(question.text),
        )
    return AdaptationReport(
        ready=question is None and not report.lacking,
        roles=[_adaptation(one) for one in report.roles],
        question=asked_about,
        purpose=report.purpose,
        purposes=list(report.purposes),
        refusals=[Sentence(fr=one.sentence("fr"), en=one.sentence("en")) for one in refusals],
        consented_by=len({one.owner for one in report.consents}),
    )


def _field_asked(report: Reported, question: Question) -> Sentence | None:
    """None for a question about data."""
    if question.field is None:
        return None
    role = report.service.roles[question.key.partition(".")[0]]
    return sentence(role.fields[question.field].shown)


def _adaptation(report: RoleReport) -> RoleAdaptation:
    matched, converted, missing = report.counts()
    return RoleAdaptation(
        role=write_role(report.role),
        matched=matched,
        converted=converted,
        missing=missing,
        sentence=sentence(report.sentence()),
        reason=None if (reason := report.reason()) is None else sentence(reason),
        chosen=[_candidate(report.role, one) for one in report.chosen],
        candidates=[_candidate(report.role, one) for one in report.candidates],
    )


def _candidate(role: Role, one: Candidate) -> ServiceCandidate:
    dataset, binding, coverage = one.dataset, one.binding, one.coverage
    known = {column.id: column for column in dataset.columns}
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
                column=str(known[column].name),
                label=Sentence(fr=known[column].label_fr, en=known[column].label_en),
                by=binding.by[name],
                unit_from=binding.converted.get(name, (None, None))[0],
                unit_to=binding.converted.get(name, (None, None))[1],
            )
            for name, column in binding.columns.items()
        ],
        missing=[*binding.lacking, *binding.left_out],
        is_related=is_related(role, one),
        coverage=None if coverage is None else sentence(coverage.in_words()),
        years=[
            CoveredYear(
                year=year.year, months=year.months, communes=year.communes, is_whole=year.is_whole
            )
            for year in (() if coverage is None else coverage.years)
        ],
    )
