"""A declaration against the catalog: every rule applied, in the order things refer to others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar

from catalog.actions.agreement import draft_agreement
from catalog.actions.dataset import DatasetDraft, register_dataset
from catalog.actions.facts import Facts
from catalog.actions.membership import register_memberships
from catalog.actions.organisation import register_agent, register_organisation
from catalog.actions.problems import ActRefused, Finding, UnknownParty
from catalog.actions.storage import register_storage, storage_named
from catalog.changes import Changes, Entity, Family, family_of, key_of
from catalog.declaration.agreements import DeclaredSignature
from catalog.declaration.declaration import Declaration, OrganisationDeclaration
from catalog.declaration.fields import Declared
from catalog.declaration.problems import DeclarationRefused
from catalog.model.agreement import Agreement, AgreementState, Approval
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.organisation import Membership, Organisation
from catalog.model.problem import Problem
from catalog.model.storage import Storage
from catalog.snapshot import Snapshot

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Resolved:
    """One entity as the declaration wants it, for the organisation whose file says so."""

    organisation: Siren
    entity: Entity


@dataclass(frozen=True, slots=True)
class Resolution:
    """`replaced` are memberships that a line of the declaration corrects."""

    before: Snapshot
    declaration: Declaration
    wanted: tuple[Resolved, ...]
    replaced: tuple[Membership, ...]


def resolve_declaration(declaration: Declaration, facts: Facts) -> Resolution:
    """Pure. Raises DeclarationRefused with every problem of every rule, each at its place."""
    resolving = _Resolving(facts)
    files = declaration.organisations
    for file in files:
        resolving.add(file, file.organisation, register_organisation, _organisation(file))
    files = tuple(each for each in files if _organisation(each) not in resolving.failed)
    for file in files:
        for agent in file.agents:
            resolving.add(file, agent, register_agent, (Family.AGENT, agent.value.sub))
    resolving.add_memberships(files)
    for file in files:
        for storage in file.storages:
            resolving.add(file, storage, register_storage, (Family.STORAGE, storage.value.id))
    _add_datasets(files, resolving)
    _add_agreements(files, resolving)
    if resolving.problems:
        wrong = {siren: frozenset(families) for siren, families in resolving.wrong.items()}
        raise DeclarationRefused(resolving.problems, wrong)
    return Resolution(
        facts.catalog, declaration, tuple(resolving.wanted), tuple(resolving.replaced)
    )


def _organisation(file: OrganisationDeclaration) -> tuple[str, ...]:
    return Family.ORGANISATION, file.organisation.value.siren


def _add_datasets(files: tuple[OrganisationDeclaration, ...], resolving: _Resolving) -> None:
    for file in files:
        for dataset in _linked_first(file.datasets):
            draft = dataset.value
            slug = file.organisation.value.slug
            needs = storage_named(draft.storage_id, slug, resolving.facts.catalog)
            if (Family.STORAGE, needs) not in resolving.failed:
                what = (Family.DATASET, draft.owner, draft.name)
                resolving.add(file, dataset, register_dataset, what)
            else:
                resolving.failed.add((Family.DATASET, draft.owner, draft.name))


def _linked_first(
    datasets: Iterable[Declared[DatasetDraft]],
) -> Iterator[Declared[DatasetDraft]]:
    """Each after those of the file that it has relations to, else as they are written."""
    waiting = {str(each.value.name): each for each in datasets}

    def taken(name: str) -> Iterator[Declared[DatasetDraft]]:
        dataset = waiting.pop(name, None)
        if dataset is not None:
            for link in dataset.value.links:
                yield from taken(link.dataset)
            yield dataset

    for name in list(waiting):
        yield from taken(name)


def _add_agreements(files: tuple[OrganisationDeclaration, ...], resolving: _Resolving) -> None:
    for file in files:
        for agreement in file.agreements:
            draft, _ = agreement.value
            if (Family.DATASET, draft.grantor, draft.dataset) not in resolving.failed:
                resolving.add(file, agreement, _draft_and_sign, (Family.AGREEMENT, draft.id))


def changes_of(resolution: Resolution) -> Changes:
    """Only what differs from the catalog: empty when the declaration was applied before."""
    current = entities_by_key(resolution.before)
    put = {
        _identity(each.entity): each.entity
        for each in resolution.wanted
        if current.get(_identity(each.entity)) != each.entity
    }
    return Changes(put=tuple(put.values()), removed=resolution.replaced)


def entities_by_key(catalog: Snapshot) -> dict[tuple[Family, str], Entity]:
    """Everything in the catalog under its family and key."""
    every: Iterable[Entity] = (
        *catalog.organisations.values(),
        *catalog.agents.values(),
        *catalog.memberships,
        *catalog.storages.values(),
        *catalog.datasets.values(),
        *catalog.withdrawn_datasets.values(),
        *catalog.registered_purposes.values(),
        *catalog.agreements,
        *catalog.mandates,
        *catalog.webhooks.values(),
    )
    return {_identity(each): each for each in every}


def _identity(entity: Entity) -> tuple[Family, str]:
    return family_of(entity), key_of(entity)


class _Resolving:
    """The catalog as it would be so far, what failed (so that what needs it is not blamed)."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.problems: list[Problem] = []
        self.failed: set[tuple[str, ...]] = set()
        self.wrong: defaultdict[Siren, set[Family]] = defaultdict(set)
        self.wanted: list[Resolved] = []
        self.replaced: list[Membership] = []

    def add(
        self,
        file: OrganisationDeclaration,
        declared: Declared[_Value],
        rule: Callable[[_Value, Facts], Entity],
        what: tuple[str, ...],
    ) -> None:
        siren = file.organisation.value.siren
        try:
            entity = rule(declared.value, self.facts)
        except ActRefused as refused:
            self.failed.add(what)
            self.wrong[siren].add(Family(what[0]))
            for finding in refused.findings:
                finding.problem.place = declared.place(finding.path)
                self.problems.append(finding.problem)
            return
        self.wanted.append(Resolved(siren, entity))
        self.facts = replace(self.facts, catalog=with_entity(self.facts.catalog, entity))

    def add_memberships(self, files: tuple[OrganisationDeclaration, ...]) -> None:
        """All files' together: two files may write the same line, not contradict each other."""
        lines: dict[Membership, tuple[Siren, Declared[Membership]]] = {}
        for file in files:
            for each in file.memberships:
                lines.setdefault(each.value, (file.organisation.value.siren, each))
        if not lines:
            return
        replaced = _replaced_by(list(lines), self.facts.catalog)
        try:
            register_memberships(list(lines), self.facts, replaced)
        except ActRefused as refused:
            for finding in refused.findings:
                index, *path = finding.path
                siren, declared = list(lines.values())[int(index)]
                self.wrong[siren].add(Family.MEMBERSHIP)
                finding.problem.place = declared.place(tuple(path))
                self.problems.append(finding.problem)
            return
        self.replaced += replaced
        self.wanted += [Resolved(siren, membership) for membership, (siren, _) in lines.items()]


def _replaced_by(lines: list[Membership], catalog: Snapshot) -> list[Membership]:
    """Memberships of one member, in one way since one day, with competences in common."""
    by_pair: dict[tuple[Any, ...], list[Membership]] = {}
    for each in lines:
        by_pair.setdefault((each.member, each.of, each.mode, each.start), []).append(each)
    keys = {key_of(each) for each in lines}
    return [
        old
        for old in catalog.memberships
        if key_of(old) not in keys
        and any(
            not old.competences.isdisjoint(new.competences)
            for new in by_pair.get((old.member, old.of, old.mode, old.start), ())
        )
    ]


def _draft_and_sign(declared: tuple[Any, DeclaredSignature | None], facts: Facts) -> Agreement:
    draft, signature = declared
    agreement = draft_agreement(draft, facts)
    if signature is None or agreement.state is not AgreementState.DRAFT:
        # What already lives its life is never taken back to what a file once said.
        return agreement
    return replace(
        agreement,
        state=signature.state,
        approvals=tuple(
            Approval(
                organisation=_party(each.organisation, facts.catalog),
                agent=each.agent,
                at=each.at,
                version_sha256=agreement.sha256,
            )
            for each in signature.approvals
        ),
        ended_at=signature.ended_at,
    )


def _party(name: str, catalog: Snapshot) -> Siren:
    found = catalog.organisation_of_slug(name)
    if found is not None:
        return found.siren
    if name in catalog.organisations:
        return Siren(name)
    raise ActRefused([Finding(("approvals",), UnknownParty(name=name))])


def with_entity(catalog: Snapshot, entity: Entity) -> Snapshot:
    """No rule looks at agents, nor at memberships one by one: those wait for the end."""
    match entity:
        case Organisation():
            values = {**catalog.organisations, entity.siren: entity}
            return replace(catalog, organisations=MappingProxyType(values))
        case Storage():
            storages = {**catalog.storages, entity.id: entity}
            return replace(catalog, storages=MappingProxyType(storages))
        case Dataset():
            datasets = {**catalog.datasets, entity.id: entity}
            withdrawn = {
                key: each for key, each in catalog.withdrawn_datasets.items() if key != entity.id
            }
            return replace(
                catalog, datasets=MappingProxyType(datasets), withdrawn_datasets=withdrawn
            )
        case Agreement():
            others = (each for each in catalog.agreements if each.citation != entity.citation)
            return replace(catalog, agreements=(*others, entity))
        case _:
            return catalog
