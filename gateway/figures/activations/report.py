"""The adaptation report: which data of a body, and shared with it, fit the roles of a service."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalog.model.agreement import Agreement, AgreementState
from catalog.model.bilingual import Bilingual
from catalog.model.consent import Consent
from catalog.model.dataset import Column, Dataset
from catalog.model.identifiers import Siren
from catalog.model.published_service import (
    BindingMode,
    BoundField,
    PublishedService,
    RoleBinding,
)
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.figures.activations.consenting import consented_binding, consents_to, purposes_of
from gateway.figures.activations.coverage import Coverage, is_looked_at
from gateway.figures.activations.over_standards import (
    as_dataset,
    fields_in_clear,
    standard_called,
    standards_of,
)
from gateway.figures.activations.proposal import Candidate, best_first, linked_roles, propose
from gateway.figures.activations.question import Question, question_of_a_column, question_of_data
from gateway.figures.activations.reading import named
from gateway.reading.query.given import GivenService
from gateway.reading.query.overlap import Overlap
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import discover
from services_run.dataset_binding import bind_dataset, is_meant
from services_run.folder import Role, Service

_MOST_CANDIDATES = 400
CoveragesOf = Callable[[Role, Sequence[Candidate], str | None], Awaitable[Mapping[str, Coverage]]]
"""The coverage of the rows of some candidates, by dataset, read for a purpose."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The decisions of a person: datasets (by any name) by role, columns by `role.field`, and the
    purpose. A role with an empty list is left without data. `overlap`: see `Activation`.
    `of_one_run`: settings of a preview that the activation does not keep.
    """

    datasets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    purpose: str | None = None
    overlap: Overlap = Overlap.REFUSE
    of_one_run: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoleReport:
    role: Role
    chosen: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    undecided: tuple[Candidate, ...] = ()
    """Candidates that may be meant where nobody chose and nothing decides, the proposed first."""
    is_proposed: bool = False
    """True where nobody chose."""

    def counts(self) -> tuple[int, int, int]:
        """Columns matched, units converted, fields without a column."""
        matched = sum(len(one.binding.columns) for one in self.chosen)
        converted = sum(len(one.binding.converted) for one in self.chosen)
        missing = sum(len(one.binding.left_out) + len(one.binding.lacking) for one in self.chosen)
        return matched, converted, missing

    def sentence(self) -> Bilingual:
        if not self.chosen:
            if self.role.optional:
                return Bilingual(
                    "Aucune de vos données : le service s'en passe.",
                    "None of your data: the service does without.",
                )
            return Bilingual("Aucune donnée ne convient.", "No data fit.")
        matched, converted, missing = self.counts()
        return Bilingual(
            f"{_counted(matched, 'colonne reconnue', 'colonnes reconnues')}, "
            f"{_counted(converted, 'unité convertie', 'unités converties')}, "
            f"{_counted(missing, 'absente', 'absentes')}.",
            f"{matched} {'column' if matched == 1 else 'columns'} matched, "
            f"{converted} {'unit' if converted == 1 else 'units'} converted, {missing} missing.",
        )

    def reason(self) -> Bilingual | None:
        """Why these data are proposed and not others, where what rows cover decided."""
        if not self.is_proposed or len(self.chosen) != 1 or self.undecided:
            return None
        year = self.chosen[0].last_whole_year
        others = [one for one in self.candidates if one.coverage and one is not self.chosen[0]]
        if year is None or not others:
            return None
        if not any(one.coverage and one.coverage.whole_years for one in others):
            return Bilingual(
                f"Proposées parce qu'elles ont une année complète, {year}.",
                f"Proposed because they have a complete year, {year}.",
            )
        if all((one.last_whole_year or 0) < year for one in others):
            few = all(one.last_whole_year is None for one in others)
            return Bilingual(
                f"Proposées parce que leur année complète, {year}, couvre le plus de communes."
                if few
                else f"Proposées parce qu'elles ont l'année complète la plus récente, {year}.",
                f"Proposed because their complete year, {year}, covers the most communes."
                if few
                else f"Proposed because they have the latest complete year, {year}.",
            )
        return None


@dataclass(frozen=True, slots=True)
class AdaptationReport:
    service: Service
    roles: tuple[RoleReport, ...]
    purpose: str | None
    purposes: tuple[str, ...]
    """The purposes for which all shared datasets that are chosen may be read."""
    consents: tuple[Consent, ...] = ()
    """Of other bodies, for this purpose: the service reads their rows, and who runs it does not."""

    @property
    def question(self) -> Question | None:
        """The one that is left to answer, if any: which data first, then which column."""
        for report in self.roles:
            if report.undecided:
                is_linked = report.role.name in linked_roles(_roles(self.service))
                return question_of_data(
                    report.role, report.chosen[0], report.undecided, is_linked=is_linked
                )
        for report in self.roles:
            for one in report.chosen:
                for name, choices in one.binding.unsure.items():
                    return question_of_a_column(report.role, one, name, choices)
        return None

    @property
    def lacking(self) -> tuple[RoleReport, ...]:
        """Required roles that nothing serves."""
        return tuple(
            report
            for report in self.roles
            if (not report.chosen and not report.role.optional)
            or any(one.binding.lacking for one in report.chosen)
        )

    def bindings(self) -> tuple[RoleBinding, ...]:
        consented = self.service.consented_roles if self.consents else ()
        more = tuple(consented_binding(role.name) for role in consented)
        return more + tuple(
            RoleBinding(
                role=report.role.name,
                mode=one.mode,
                dataset=one.dataset.id,
                fields=tuple(
                    BoundField(name, column, one.binding.times.get(name))
                    for name, column in sorted(one.binding.columns.items())
                ),
            )
            for report in self.roles
            for one in report.chosen
        )


async def adaptation_report(
    published: PublishedService,
    service: Service,
    choices: Choices,
    standpoint: Standpoint,
    ports: Ports,
    coverages_of: CoveragesOf,
) -> AdaptationReport:
    """By what the law gives of each dataset to who asks, for the purpose that is chosen, or the
    first one that every agreement in question allows. Where nobody chose, what rows cover counts.
    """
    snapshot, subject = standpoint.snapshot, standpoint.subject
    body = subject.reader
    if body is None:
        return AdaptationReport(service, (), None, ())
    view = await discover(standpoint, ports)
    known = [dataset for dataset in view.datasets if _is_possible(dataset, body, snapshot)]
    known = sorted(known, key=lambda one: (one.owner != body, one.id))[:_MOST_CANDIDATES]
    consents = consents_to(published, service, standpoint)
    purposes = _common_purposes(known, choices, body, standpoint)
    consented = purposes_of(consents, standpoint)
    purposes = tuple(sorted({*purposes, *consented}))
    preferred = service.id.replace("-", "_")
    likely = preferred if preferred in purposes else next(iter(sorted(consented) or purposes), None)
    purpose = choices.purpose or subject.purpose or likely
    acting = replace(standpoint, subject=replace(subject, purpose=purpose))
    given = await GivenService(acting, ports)(tuple(dataset.id for dataset in known))
    readable = {dataset.id: _readable(dataset, given[dataset.id]) for dataset in known}
    # Beside the loop: of many datasets it takes a while.
    every = await asyncio.to_thread(_candidates, service, choices, known, readable, body, snapshot)
    every = {
        role.name: await _with_coverage(service, role, every[role.name], purpose, coverages_of)
        for role in _roles(service)
    }
    chosen = _chosen(service, choices, every)
    is_shared = any(one.mode is not BindingMode.OWN for report in chosen for one in report.chosen)
    consents = tuple(one for one in consents if one.purpose == purpose and purpose in consented)
    purpose = purpose if is_shared or consents else None
    return AdaptationReport(service, chosen, purpose, purposes, consents)


def _is_possible(dataset: Dataset, body: Siren, snapshot: Snapshot) -> bool:
    return (
        dataset.owner == body
        or _agreement(dataset, body, snapshot) is not None
        or (dataset.access_level.value.startswith("open"))
    )


def _agreement(dataset: Dataset, body: Siren, snapshot: Snapshot) -> Agreement | None:
    """The one in force that gives it to the body; the law says what it gives."""
    known = (*snapshot.agreements_granted_to(body), *snapshot.agreements_for_members)
    return next(
        (
            one
            for one in known
            if one.dataset_id == dataset.id and one.state is AgreementState.ACTIVE
        ),
        None,
    )


def _common_purposes(
    known: Iterable[Dataset], choices: Choices, body: Siren, standpoint: Standpoint
) -> tuple[str, ...]:
    """Of the agreements over what is chosen, else over all: what whoever asks may read it for."""
    snapshot, own = standpoint.snapshot, standpoint.subject.purposes
    wanted = {name for names in choices.datasets.values() for name in names}
    named_standards = {standard.name for name in wanted if (standard := standard_called(name))}
    of_standards = {
        purpose
        for dataset in known
        if dataset.owner != body and dataset.standard in named_standards
        for agreement in (_agreement(dataset, body, snapshot),)
        if agreement is not None
        for purpose in agreement.purposes
    }
    agreements = [
        agreement
        for dataset in known
        if dataset.owner != body
        and (not wanted or dataset.id in wanted or named(dataset, snapshot) in wanted)
        and (agreement := _agreement(dataset, body, snapshot)) is not None
    ]
    if not agreements:
        return tuple(sorted(of_standards & own))
    if wanted:
        common = frozenset.intersection(*(frozenset(one.purposes) for one in agreements))
    else:
        common = frozenset(purpose for one in agreements for purpose in one.purposes)
    return tuple(sorted(common & own))


def _readable(dataset: Dataset, given: Mapping[str, tuple[Transform, ...]]) -> list[Column]:
    """Columns that come as they are: of what is masked, a service would make a false figure."""
    return [column for column in dataset.columns if given[column.id] == (Transform.CLEAR,)]


def _roles(service: Service) -> list[Role]:
    """The roles that a body's data serve."""
    return [role for role in service.roles.values() if role.reference is None]


def _candidates(
    service: Service,
    choices: Choices,
    known: Sequence[Dataset],
    readable: Mapping[str, list[Column]],
    body: Siren,
    snapshot: Snapshot,
) -> dict[str, list[Candidate]]:
    """By role, the best first, a standard last."""
    every: dict[str, list[Candidate]] = {}
    for role in _roles(service):
        given = {
            key.partition(".")[2]: column
            for key, column in choices.columns.items()
            if key.partition(".")[0] == role.name
        }
        candidates = [
            _candidate(role, dataset, readable[dataset.id], given, body, snapshot)
            for dataset in known
            if readable[dataset.id]
        ]
        every[role.name] = [
            *best_first(role, candidates),
            *_over_standards(role, given, known, readable, body),
        ]
    return every


async def _with_coverage(
    service: Service,
    role: Role,
    candidates: list[Candidate],
    purpose: str | None,
    coverages_of: CoveragesOf,
) -> list[Candidate]:
    """Of a role of which one year is reported: what each could give, and the best first by that."""
    possible = [
        one for one in candidates if one.binding.fits and one.mode is not BindingMode.STANDARD
    ]
    if not possible or not is_looked_at(service, role):
        return candidates
    known = await coverages_of(role, possible, purpose)
    every = [replace(one, coverage=known.get(one.dataset.id)) for one in candidates]
    over_standards = [one for one in every if one.mode is BindingMode.STANDARD]
    return [
        *best_first(role, [one for one in every if one not in over_standards]),
        *over_standards,
    ]


def _chosen(
    service: Service, choices: Choices, every: Mapping[str, Sequence[Candidate]]
) -> tuple[RoleReport, ...]:
    roles = _roles(service)
    proposal = propose(roles, every, choices.datasets)
    return tuple(
        RoleReport(
            role,
            proposal.picked.get(role.name, ()),
            tuple(
                one
                for one in every[role.name]
                if one.binding.fits and (is_meant(role, one.dataset) or not role.optional)
            ),
            proposal.undecided.get(role.name, ()),
            is_proposed=role.name not in choices.datasets,
        )
        for role in roles
    )


def _over_standards(
    role: Role,
    given: Mapping[str, str],
    known: Sequence[Dataset],
    readable: Mapping[str, list[Column]],
    body: Siren,
) -> list[Candidate]:
    """The standard of the role, where some data that may be read follow it; only by choice."""
    read = [one for one in known if one.standard == role.standard and readable[one.id]]
    return [
        Candidate(
            dataset=dataset,
            name=dataset.id,
            owner=standard.title,
            mode=BindingMode.STANDARD,
            agreement=None,
            binding=bind_dataset(
                role, dataset, fields_in_clear(dataset, standard, read, readable), given
            ),
        )
        for standard in standards_of(read)
        for dataset in (as_dataset(standard, body),)
    ]


def _candidate(
    role: Role,
    dataset: Dataset,
    readable: Sequence[Column],
    given: Mapping[str, str],
    body: Siren,
    snapshot: Snapshot,
) -> Candidate:
    binding = bind_dataset(role, dataset, readable, given)
    is_own = dataset.owner == body
    agreement = None if is_own else _agreement(dataset, body, snapshot)
    return Candidate(
        dataset=dataset,
        name=named(dataset, snapshot),
        owner=snapshot.organisations[dataset.owner].name,
        mode=BindingMode.OWN if is_own else BindingMode.SHARED,
        agreement=None if agreement is None else agreement.citation,
        binding=binding,
    )


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {many if count > 1 else one}"
