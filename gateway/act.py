"""One change: facts first, then the law, then the rule, then one short transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from catalog.actions.agreement import agreement_cited
from catalog.actions.facts import Facts
from catalog.actions.sharing.acted import Acted
from catalog.actions.sharing.acts import (
    ActivateAgreement,
    AmendAgreement,
    DraftAgreement,
    GuardActive,
    SharingAct,
)
from catalog.actions.sharing.perform import perform
from catalog.changes import ActRecord, Changes
from catalog.cog import Cog
from catalog.declaration.declaration import Declaration
from catalog.declaration.difference import Difference, difference_of
from catalog.declaration.resolution import changes_of, resolve_declaration
from catalog.model.agreement import Agreement, GuardRecord
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.model.subject import Subject
from catalog.model.version import CatalogVersion
from catalog.problems import CatalogMoved
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from gateway.acting import actor_of, ask_the_law, discoverable_to, question_of
from gateway.problems import ActsRefused
from gateway.sources.declared import check_declared, refuse_links
from policies.acts import ActQuestion, ActsPort, Section
from policies.port import PolicyPort
from policies.sharing import SharingQuestion

_ATTEMPTS = 5
GuardPort = Callable[[Agreement, Snapshot, Cog, date], GuardRecord]
"""What an agreement would isolate beside all that its grantee already gets, on a (Paris) day."""


class WritableCatalog(Protocol):
    async def current(self) -> Snapshot: ...

    async def write(
        self, expected: CatalogVersion, changes: Changes, act: ActRecord
    ) -> CatalogVersion: ...


@dataclass(frozen=True, slots=True)
class ActPorts:
    """What an act needs. `demo` is a fact of the deployment, never of a request."""

    catalog: WritableCatalog
    law: ActsPort
    clock: Callable[[], datetime]
    directory_roots: tuple[str, ...] = ()
    secret_roots: tuple[str, ...] = ()
    demo: bool = False
    policy: PolicyPort | None = None
    """Says what a grantee may discover; without it, nothing of anybody else's."""
    guard: GuardPort | None = None
    """The differencing guard; without it nothing begins: no answer means no."""


async def act(act: SharingAct, subject: Subject, ports: ActPorts, *, dry_run: bool) -> Acted:
    """What was done (or would be): all of it, or a Problem and nothing.

    Somebody else's act in between is no failure: the facts are read again.
    """
    for _ in range(_ATTEMPTS):
        snapshot = await ports.catalog.current()
        facts = await _facts_for(act, subject, snapshot, ports)
        question = question_of(act, subject, facts)
        await ask_the_law(question, ports.law)
        acted = perform(act, actor_of(question), facts)
        if dry_run or acted.changes.is_empty:
            return acted
        try:
            await ports.catalog.write(snapshot.version, acted.changes, _act_record(acted, question))
        except CatalogMoved:
            continue
        return acted
    raise CatalogMoved


async def _facts_for(
    act: SharingAct, subject: Subject, snapshot: Snapshot, ports: ActPorts
) -> Facts:
    """Outside any transaction: what the law and the guard say of the catalog as it is now."""
    now = ports.clock()
    facts = Facts(snapshot, now, cog=cog_in(snapshot), discoverable=frozenset())
    if isinstance(act, DraftAgreement | AmendAgreement) and ports.policy is not None:
        found = await discoverable_to(subject, snapshot, ports.policy, now)
        return replace(facts, discoverable=found)
    if isinstance(act, ActivateAgreement | GuardActive) and ports.guard is not None:
        agreement = agreement_cited(snapshot, act.agreement)
        if agreement is not None:
            today = paris_day(now)
            found_now = await asyncio.to_thread(ports.guard, agreement, snapshot, facts.cog, today)
            return replace(facts, guard=found_now)
    return facts


def _act_record(acted: Acted, question: SharingQuestion) -> ActRecord:
    """Names and states; a reason and the text itself are in the agreement's own life."""
    subject = question.subject
    agreements = [each for each in acted.changes.put if isinstance(each, Agreement)]
    return ActRecord(
        at=question.now,
        by_issuer=subject.issuer,
        by_sub=subject.agent or "",
        for_organisation=subject.reader,
        action=acted.act,
        summary={
            "agreements": {each.citation: each.state.value for each in agreements},
            "mandate": None if acted.mandate is None else acted.mandate.id,
            "under_mandate": actor_of(question).mandate,
        },
    )


async def apply_declaration(
    declaration: Declaration,
    subject: Subject,
    ports: ActPorts,
    *,
    dry_run: bool,
    reads_sources: bool = False,
) -> Difference:
    """What was changed (or would be): all of it, or a Problem and nothing.

    With `reads_sources`, the files of the datasets that change are read, and what is wrong in them
    is said beside: a dataset may be declared before its file comes.

    Somebody else's act in between is no failure: the facts are read again.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        snapshot = await ports.catalog.current()
        now = ports.clock()
        facts = Facts(snapshot, now, ports.directory_roots, ports.secret_roots, cog_in(snapshot))
        resolution = resolve_declaration(declaration, facts)
        difference = difference_of(resolution)
        await _ask_the_law(difference, subject, ports)
        # Once the law allows it: the answer tells what lies in a folder.
        await refuse_links(resolution)
        changes = changes_of(resolution)
        if reads_sources:
            checks = await check_declared(resolution, changes)
            difference = replace(difference, checks=checks)
        if dry_run or changes.is_empty:
            return difference
        record = _record(declaration, difference, subject, now)
        try:
            await ports.catalog.write(snapshot.version, changes, record)
        except CatalogMoved:
            if attempt == _ATTEMPTS:
                raise
            continue
        return difference
    raise CatalogMoved


async def _ask_the_law(difference: Difference, subject: Subject, ports: ActPorts) -> None:
    """Every organisation that would change is asked about; all refusals are told together."""
    refused = []
    for organisation, sections in difference.sections.items():
        question = ActQuestion(
            subject=subject,
            organisation=organisation,
            sections=frozenset(Section(each) for each in sections),
            demo=ports.demo,
        )
        decision = await ports.law.decide_act(question)
        if not decision.allow:
            refused += [denial.problem() for denial in decision.denials]
    if refused:
        raise ActsRefused(refused)


def _record(
    declaration: Declaration, difference: Difference, subject: Subject, now: datetime
) -> ActRecord:
    organisations = {each.organisation.value.siren for each in declaration.organisations}
    (only,) = organisations if len(organisations) == 1 else (None,)
    return ActRecord(
        at=now,
        by_issuer=subject.issuer,
        by_sub=subject.agent or "",
        for_organisation=None if only is None else Siren(only),
        action="apply",
        summary={
            "changes": [
                f"{each.kind.value} {each.family.value} {each.name}" for each in difference.changes
            ]
        },
    )
