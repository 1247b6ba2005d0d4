"""Acts of people and of the clock, and declarations applied: each is one `Change`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from typing_extensions import override

from catalog.actions.agreement import agreement_cited
from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.sharing.acts import (
    ActivateAgreement,
    AmendAgreement,
    AppointSteward,
    AskRenewal,
    DraftAgreement,
    GrantRoles,
    GuardActive,
    RevokeRoles,
    SharingAct,
)
from catalog.actions.sharing.perform import perform
from catalog.changes import ActRecord, Changes
from catalog.checks.values import SourceCheck
from catalog.declaration.declaration import Declaration
from catalog.declaration.difference import Difference, difference_of, sections_of
from catalog.declaration.hosting import unmet_after
from catalog.declaration.problems import DeclarationRefused
from catalog.declaration.resolution import Resolution, changes_of, resolve_declaration
from catalog.hosting import Unmet
from catalog.model.agreement import Agreement
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.storage import Storage
from catalog.model.subject import Subject
from catalog.reference import cog_in
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import actor_of, discoverable_to, question_of, questions_of_sections
from gateway.acts.commit import Change, Outcome, commit
from gateway.acts.declared_sources import check_declared, refuse_links
from gateway.acts.ports import ActPorts
from gateway.acts.problems import CatalogHasAgents
from gateway.acts.year_of_use import year_of
from policies.acts import AnyActQuestion
from policies.openings import OpeningQuestion
from policies.sharing import SharingQuestion


async def act(act: SharingAct, subject: Subject, ports: ActPorts, *, dry_run: bool) -> Acted:
    """All that was done (or would be): the whole of the act, or a Problem and nothing."""
    outcome = await commit(_Act(act), subject, ports, dry_run=dry_run)
    return outcome.result


@dataclass(frozen=True, slots=True)
class _Asked:
    """The facts of an act, and the question that they lead to."""

    facts: Facts
    question: SharingQuestion


@dataclass(frozen=True, slots=True)
class _Act(Change[_Asked, Acted]):
    """An act on agreements, mandates or purposes, by its rule in `catalog.actions.sharing`."""

    act: SharingAct

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _Asked:
        facts = await _facts_for(self.act, standpoint, ports)
        return _Asked(facts, question_of(self.act, standpoint.subject, facts))

    @override
    def questions(self, subject: Subject, facts: _Asked) -> tuple[SharingQuestion, ...]:
        return (facts.question,)

    @override
    def rule(self, subject: Subject, facts: _Asked) -> tuple[Acted, Changes]:
        acted = perform(self.act, actor_of(facts.question), facts.facts)
        return acted, acted.changes

    @override
    def record(self, subject: Subject, facts: _Asked, result: Acted) -> ActRecord:
        """Names and states; a reason and the text itself are in the agreement's own life."""
        agreements = [each for each in result.changes.put if isinstance(each, Agreement)]
        return ActRecord(
            at=facts.question.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=subject.reader,
            action=result.act,
            summary={
                "agreements": {each.citation: each.state.value for each in agreements},
                "mandate": None if result.mandate is None else result.mandate.id,
                "under_mandate": actor_of(facts.question).mandate,
                **_summary_of_roles(self.act),
            },
        )


def _summary_of_roles(act: SharingAct) -> Mapping[str, object]:
    if not isinstance(act, GrantRoles | RevokeRoles | AppointSteward):
        return {}
    return {"issuer": act.issuer, "agent": act.agent, "roles": sorted(act.roles)}


async def _facts_for(act: SharingAct, standpoint: Standpoint, ports: ActPorts) -> Facts:
    """Outside any transaction: what the law and the guard say of the catalog as it is now."""
    snapshot, now = standpoint.snapshot, standpoint.now
    facts = Facts(snapshot, now, cog=cog_in(snapshot), discoverable=frozenset())
    if isinstance(act, DraftAgreement | AmendAgreement) and ports.policy is not None:
        found = await discoverable_to(standpoint, ports.policy)
        return replace(facts, discoverable=found)
    if isinstance(act, GrantRoles | RevokeRoles | AppointSteward) and ports.arrivals is not None:
        return replace(facts, arrival=await ports.arrivals.last(act.issuer, act.agent))
    if isinstance(act, AskRenewal) and ports.uses is not None:
        agreement = agreement_cited(snapshot, act.agreement)
        if agreement is not None:
            return replace(facts, use=await year_of(agreement, snapshot, now, ports.uses))
    if isinstance(act, ActivateAgreement | GuardActive) and ports.guard is not None:
        agreement = agreement_cited(snapshot, act.agreement)
        if agreement is not None:
            found_now = await asyncio.to_thread(
                ports.guard, agreement, snapshot, facts.cog, standpoint.day
            )
            return replace(facts, guard=found_now)
    return facts


async def apply_declaration(
    declaration: Declaration,
    subject: Subject,
    ports: ActPorts,
    *,
    dry_run: bool,
    reads_sources: bool = False,
) -> Difference:
    """All that was changed (or would be): the whole declaration, or a Problem and nothing.

    With `reads_sources`, the files of the datasets that change are read, and what is wrong in them
    is said beside: a dataset may be declared before its file comes.
    """
    change = _Declared(declaration, demo=ports.demo, reads_sources=reads_sources)
    return _with_held(await commit(change, subject, ports, dry_run=dry_run))


async def install_demo(declaration: Declaration, subject: Subject, ports: ActPorts) -> Difference:
    """The demo's own declarations, open from the start as its agreements are signed: they are
    invented, and the law allows it nowhere else.
    """
    change = _Installed(declaration, demo=ports.demo, reads_sources=False)
    return _with_held(await commit(change, subject, ports, dry_run=False))


async def found_catalog(
    declaration: Declaration, subject: Subject, ports: ActPorts, *, dry_run: bool
) -> Difference:
    """The same, of a catalog without agents. Raises CatalogHasAgents for any other."""
    change = _Founding(declaration, demo=ports.demo, reads_sources=False)
    return _with_held(await commit(change, subject, ports, dry_run=dry_run))


def _with_held(outcome: Outcome[Difference]) -> Difference:
    held = tuple(each.dataset_id for each in outcome.held)
    return replace(outcome.result, held=held, waiting_whole=outcome.waiting_whole)


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A declaration held against the catalog; `checks` are of the files that were read."""

    resolution: Resolution
    difference: Difference
    unmet: tuple[Unmet, ...] = ()
    checks: tuple[SourceCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class _HeldAgainst:
    """A declaration's outcome, told only to a caller who may declare all of `sections`."""

    now: datetime
    sections: Mapping[Siren, frozenset[str]]
    outcome: _Resolved | DeclarationRefused

    @property
    def resolved(self) -> _Resolved:
        """Raises DeclarationRefused."""
        if isinstance(self.outcome, DeclarationRefused):
            raise self.outcome
        return self.outcome


@dataclass(frozen=True, slots=True)
class _Declared(Change[_HeldAgainst, Difference]):
    declaration: Declaration
    demo: bool
    reads_sources: bool

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _HeldAgainst:
        snapshot, now = standpoint.snapshot, standpoint.now
        facts = Facts(snapshot, now, ports.directory_roots, ports.secret_roots, cog_in(snapshot))
        if self.declaration.links_elsewhere and ports.policy is not None:
            facts = replace(facts, discoverable=await discoverable_to(standpoint, ports.policy))
        declared = {each.organisation.value.siren for each in self.declaration.organisations}
        sections = dict.fromkeys(sorted(declared), frozenset[str]())

        def resolve() -> _Resolved:
            resolution = resolve_declaration(self.declaration, facts)
            unmet = unmet_after(resolution, ports.installation)
            return _Resolved(resolution, replace(difference_of(resolution), unmet=unmet), unmet)

        try:
            # Beside the loop: a million bytes declare a thousand datasets.
            resolved = await asyncio.to_thread(resolve)
        except DeclarationRefused as refused:
            wrong = {siren: sections_of(each) for siren, each in refused.families.items()}
            return _HeldAgainst(now, sections | wrong, refused)
        difference = resolved.difference
        return _HeldAgainst(now, sections | dict(difference.sections), resolved)

    @override
    def questions(self, subject: Subject, facts: _HeldAgainst) -> tuple[AnyActQuestion, ...]:
        """About every organisation that is declared: that nothing is wrong or new tells too."""
        return questions_of_sections(facts.sections, subject, demo=self.demo)

    @override
    async def examine(self, facts: _HeldAgainst) -> _HeldAgainst:
        """Once the law allows it: the answer tells what is in the catalog, and in a folder."""
        resolved = facts.resolved
        await refuse_links(resolved.resolution)
        if not self.reads_sources:
            return facts
        unread = frozenset(each.dataset.id for each in resolved.unmet if each.agreement is None)
        changes = changes_of(resolved.resolution)
        checks = await check_declared(resolved.resolution, changes, unread)
        return replace(facts, outcome=replace(resolved, checks=checks))

    @override
    def rule(self, subject: Subject, facts: _HeldAgainst) -> tuple[Difference, Changes]:
        resolved = facts.resolved
        difference = resolved.difference
        if self.reads_sources:
            difference = replace(difference, checks=resolved.checks)
        return difference, changes_of(resolved.resolution)

    @override
    def record(self, subject: Subject, facts: _HeldAgainst, result: Difference) -> ActRecord:
        organisations = {each.organisation.value.siren for each in self.declaration.organisations}
        (only,) = organisations if len(organisations) == 1 else (None,)
        return ActRecord(
            at=facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=None if only is None else Siren(only),
            action="apply",
            summary={
                "changes": [
                    f"{each.kind.value} {each.family.value} {each.name}" for each in result.changes
                ]
            },
        )


@dataclass(frozen=True, slots=True)
class _Founding(_Declared):
    """Looked at on the very version that is written over: of two who found it, one does."""

    notes_appointments: ClassVar[bool] = False

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _HeldAgainst:
        if standpoint.snapshot.agents:
            raise CatalogHasAgents
        return await super(_Founding, self).facts(standpoint, ports)


@dataclass(frozen=True, slots=True)
class _Installed(_Declared):
    notes_appointments: ClassVar[bool] = False

    @override
    def questions(self, subject: Subject, facts: _HeldAgainst) -> tuple[AnyActQuestion, ...]:
        declared = super(_Installed, self).questions(subject, facts)
        return (
            *declared,
            *(OpeningQuestion(subject, "install", body, demo=self.demo) for body in facts.sections),
        )

    @override
    def confirmed(self, facts: _HeldAgainst) -> frozenset[str]:
        """The datasets that change, and those of a storage that has another place in this demo."""
        resolution = facts.resolved.resolution
        put = changes_of(resolution).put
        storages = {each.id for each in put if isinstance(each, Storage)}
        there = resolution.before.datasets.values()
        return frozenset(each.id for each in put if isinstance(each, Dataset)) | frozenset(
            each.id for each in there if each.storage_id in storages
        )
